/** The button that has the browser forget all that the page has kept in it. */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";

/**
 * @param {HTMLElement} element
 * @param {{onForget: () => void}} options
 */
export function createForget(element, { onForget }) {
  const button = make(
    "button",
    { type: "button", class: "button button--quiet", "data-control": "forget" },
    "Forget everything",
  );
  button.addEventListener("click", onForget);
  const text =
    "Removes from this browser the runs of all tabs and your choices; what is on the page stays until you leave it.";
  element.append(button, createHint(button, { text, side: "below" }));
}
