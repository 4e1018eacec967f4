/**
 * Opens and closes the help that index.html holds, and obeys its switch for single-key shortcuts.
 */

import { createHint } from "../kit/hint.js";

/**
 * @param {HTMLDialogElement} dialog
 * @param {{button: HTMLElement}} options  `button` opens the dialog and gets the focus back
 */
export function createHelp(dialog, { button }) {
  button.addEventListener("click", () => dialog.showModal());
  describe(button, "help", "Opens a guide to the picture, the buttons and the keys.");
  const close = dialog.querySelector("[data-close]");
  close?.addEventListener("click", () => dialog.close());
  describe(close, "help-close", "Goes back to the network.");
  // A press on the backdrop has the dialog itself as its target.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const shortcuts = dialog.querySelector("input[name=shortcuts]");
  describe(
    shortcuts,
    "shortcuts",
    "Turns the keys above off where they are in the way, as with speech input.",
  );
  shortcuts?.addEventListener("change", (event) => {
    const { checked } = /** @type {HTMLInputElement} */ (event.target);
    document.documentElement.dataset.shortcuts = checked ? "on" : "off";
  });
}

/**
 * @param {Element|null} control
 * @param {string} name
 * @param {string} text
 */
function describe(control, name, text) {
  if (!(control instanceof HTMLElement)) return;
  control.after(createHint(control, { id: `hint-${name}`, text, side: "below" }));
}
