/**
 * The place for the controls of a pose that shows something else than the network: each such pose has a card of its own,
 * loaded when first asked for.
 */

import { POSES } from "../../model/poses.js";

/** @import {ExhibitName} from "../../model/poses.js" */
/** @import {AppState, ViewChange} from "../../model/state.js" */

/** @typedef {{element: HTMLElement, render: (state: AppState) => void}} Card */
/**
 * @typedef {object} CardOptions
 * @property {(change: ViewChange) => void} onView
 * @property {(index: number, value: number) => void} onParameter
 */

/** @type {Record<Exclude<ExhibitName, "network">, (options: CardOptions) => Promise<Card>>} */
const LOAD = {
  hidden: async (options) => (await import("./hidden-card.js")).createHiddenCard(options),
  loss: async (options) => new (await import("./loss-card.js")).LossCard(options),
};

/**
 * @param {HTMLElement} element
 * @param {CardOptions} options
 */
export function createPoseCard(element, options) {
  /** @type {Partial<Record<ExhibitName, Card|null>>} null: on its way */
  const cards = {};
  /** @type {AppState|null} */
  let wanted = null;

  /** @param {keyof typeof LOAD} name */
  async function load(name) {
    cards[name] = null;
    try {
      cards[name] = await LOAD[name](options);
    } catch {
      delete cards[name]; // without a network: asked for again with the next state; the scene says what is missing
      return;
    }
    if (wanted !== null) render(wanted);
  }

  /** @param {AppState} state */
  function render(state) {
    wanted = state;
    const name = POSES[state.view.pose].stands;
    const card = name === "network" ? null : cards[name];
    if (card === undefined && name !== "network") load(name);
    element.hidden = !card;
    if (!card) return;
    if (element.firstChild !== card.element) element.replaceChildren(card.element);
    card.render(state);
  }

  return { render };
}
