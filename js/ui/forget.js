/** The button that has the browser forget all that the page has kept in it, and what it says then. */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";

/**
 * @param {HTMLElement} element
 * @param {{onForget: () => Promise<string>}} options  `onForget` answers with what has come of it
 */
export function createForget(element, { onForget }) {
  const button = make(
    "button",
    { type: "button", class: "button", "data-control": "forget" },
    "Forget everything",
  );
  const said = make("p", { role: "status" });
  button.addEventListener("click", async () => {
    said.textContent = await onForget();
  });
  const text =
    "Removes the runs of all tabs and your choices from this browser; this page stays until you leave it.";
  element.append(button, createHint(button, { text, side: "above" }), said);
}
