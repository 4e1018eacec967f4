/**
 * Opens and closes the help that index.html holds, says in it what is declared elsewhere, and obeys its switch for
 * single-key shortcuts.
 */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { PANEL_NAMES, panelOf } from "../model/panels.js";
import { viewExamples } from "../model/view.js";

/**
 * @param {HTMLDialogElement} dialog
 * @param {{button: HTMLElement}} options  `button` opens the dialog and gets the focus back
 */
export function createHelp(dialog, { button }) {
  button.addEventListener("click", () => dialog.showModal());
  fill(dialog);
  describe(button, "Opens a guide to the picture, the buttons and the keys.");
  const close = dialog.querySelector("[data-close]");
  close?.addEventListener("click", () => dialog.close());
  describe(close, "Goes back to the network.");
  // A press on the backdrop has the dialog itself as its target.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const shortcuts = dialog.querySelector("input[name=shortcuts]");
  describe(shortcuts, "Turns the keys above off where they are in the way, as with speech input.");
  shortcuts?.addEventListener("change", (event) => {
    const { checked } = /** @type {HTMLInputElement} */ (event.target);
    document.documentElement.dataset.shortcuts = checked ? "on" : "off";
  });
}

/** What is said of things that are declared elsewhere. @param {HTMLDialogElement} dialog */
function fill(dialog) {
  for (const verbatim of dialog.querySelectorAll("code, kbd")) verbatim.setAttribute("translate", "no");
  const panels = PANEL_NAMES.map(panelOf).flatMap(({ title, help }) => [
    make("dt", {}, title),
    make("dd", {}, help),
  ]);
  dialog.querySelector("[data-help=panels]")?.before(...panels);
  const words = viewExamples().flatMap(({ examples, note }, index) => [
    index === 0 ? " takes " : ", ",
    ...examples.flatMap((example, at) => [at === 0 ? "" : ", ", make("code", {}, example)]),
    note === null ? "" : ` (${note})`,
  ]);
  dialog.querySelector("[data-help=views]")?.append(make("code", {}, "view="), ...words, ".");
}

/**
 * @param {Element|null} control
 * @param {string} text
 */
function describe(control, text) {
  if (!(control instanceof HTMLElement)) return;
  control.after(createHint(control, { text, side: "below" }));
}
