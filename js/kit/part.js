/** A part of the page that can do without: when it fails, a sentence stands in its place, and all the rest goes on. */

import { make } from "./dom.js";

/**
 * @template S
 * @param {HTMLElement} element  where it stands
 * @param {string} name  as users know it, with its article
 * @param {() => {render: (state: S) => void}|void} makeView  some never change
 * @returns {{render: (state: S) => void}}
 */
export function createPart(element, name, makeView) {
  /** @type {{render: (state: S) => void}|null} */ let view = null;
  /** @param {unknown} thrown */
  const giveUp = (thrown) => {
    console.debug(`${name} has failed:`, thrown); // the page says it in words
    view = null;
    const reason = thrown instanceof Error ? thrown.message : thrown;
    const text = `${name} cannot be shown: ${reason}. Everything else goes on; loading the page again may help.`;
    element.append(make("p", { class: "part-failure", role: "alert" }, text));
    element.hidden = false;
  };
  try {
    view = makeView() ?? null;
  } catch (thrown) {
    giveUp(thrown);
  }
  return {
    render(state) {
      try {
        view?.render(state);
      } catch (thrown) {
        giveUp(thrown);
      }
    },
  };
}
