/**
 * Buttons over the picture that add and remove units and hidden layers, each where its layer stands. They show
 * themselves while the pointer or the focus is in the scene, and always where there is no pointer.
 */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { placeButtons, planButtons } from "../plan/button-plan.js";

/** @import {Limit, TopologyEvent} from "../../protocol.js" */
/** @import {ButtonGroup, LayerButton, Pixel} from "../plan/button-plan.js" */

/**
 * @typedef {object} LayerActions  `layer` is an index of layer_sizes
 * @property {(layer: number) => void} onAddUnit
 * @property {(layer: number) => void} onRemoveUnit
 * @property {(position: number) => void} onAddLayer  the new layer's index
 * @property {(layer: number) => void} onRemoveLayer
 */

export class LayerButtons {
  #bar = make("div", { class: "layer-buttons", role: "group", "aria-label": "Layers and units" });
  #actions;
  #built = "";
  /** @type {ButtonGroup[]} */
  #groups = [];
  /** One for each group. @type {HTMLElement[]} */
  #nodes = [];

  /**
   * @param {HTMLElement} element  the scene's
   * @param {LayerActions} actions
   */
  constructor(element, actions) {
    this.#actions = actions;
    element.append(this.#bar);
  }

  /**
   * @param {TopologyEvent} topology
   * @param {Record<string, Limit|undefined>} limits
   * @param {{title: Pixel, foot: Pixel}[]} layers  where each begins and ends
   */
  arrange({ layer_sizes }, limits, layers) {
    const key = layer_sizes.join();
    if (key !== this.#built) {
      this.#built = key;
      this.#rebuild(planButtons(layer_sizes, limits));
    }
    const { isStacked, hasRoom, places } = placeButtons(this.#groups, layers);
    this.#bar.classList.toggle("layer-buttons--stacked", isStacked);
    for (const [index, node] of this.#nodes.entries()) {
      node.hidden = !hasRoom;
      const { left = 0, top = 0 } = places[index] ?? {};
      node.style.transform = `translate(${left}px, ${top}px) translateX(-50%)`;
    }
  }

  /** @param {boolean} isAtRest  what moves is not to be pressed */
  show(isAtRest) {
    this.#bar.hidden = !isAtRest;
  }

  dispose() {
    this.#bar.remove();
  }

  /** @param {ButtonGroup[]} groups */
  #rebuild(groups) {
    const focused = this.#buttonInFocus();
    this.#groups = groups;
    this.#nodes = groups.map(({ buttons }) =>
      make("span", { class: "layer-buttons__group" }, ...buttons.flatMap((button) => this.#make(button))),
    );
    this.#bar.replaceChildren(...this.#nodes);
    for (const button of this.#bar.querySelectorAll("button")) {
      if (button.dataset.button === focused) button.focus({ preventScroll: true });
    }
  }

  /** Which button has the focus, of those that are about to be replaced. */
  #buttonInFocus() {
    const focused = document.activeElement;
    return focused instanceof HTMLElement && this.#bar.contains(focused) ? focused.dataset.button : undefined;
  }

  /** A button and its hint. @param {LayerButton} button */
  #make({ id, sign, name, disabled, action, layer }) {
    const look = {
      type: "button",
      "data-button": id,
      class: "layer-buttons__button",
      "aria-label": name,
      disabled,
    };
    const button = make("button", look, sign);
    button.addEventListener("click", () => this.#actions[action](layer));
    const text = `${name}; training starts over, and undo brings the old network back.`;
    return [button, createHint(button, { text, side: "below" })];
  }
}
