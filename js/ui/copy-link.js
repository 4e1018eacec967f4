/** A button that copies the address of the page with all settings in it. */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";

/**
 * @param {HTMLElement} element
 * @param {{onCopyLink: () => void}} options
 */
export function createCopyLink(element, { onCopyLink }) {
  const button = make(
    "button",
    { type: "button", class: "button button--quiet", "data-control": "copy_link" },
    "Copy link",
  );
  button.addEventListener("click", onCopyLink);
  const hint = createHint(button, {
    text: "Copies an address that brings back these settings, changed code and, with the same seed, the same run.",
    side: "below",
  });
  element.append(button, hint);
}
