/** A dialog of settings that work, and of settings that are made to fail, each with its reason. */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { makeId } from "../kit/ids.js";

/** @import {Catalog, PresetChoice} from "../protocol.js" */
/** @import {AppState} from "../model/state.js" */

/**
 * @param {HTMLDialogElement} dialog
 * @param {{button: HTMLElement, onPreset: (name: string) => void}} options  `button` opens the dialog
 */
export function createExamples(dialog, { button, onPreset }) {
  const lists = { works: make("ul", { class: "examples" }), fails: make("ul", { class: "examples" }) };
  const close = make("button", { type: "button", class: "button button--quiet" }, "Close");
  const title = make("h2", { id: makeId("title") }, "Examples");
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(
    make(
      "div",
      { class: "help__head" },
      title,
      close,
      createHint(close, { text: "Goes back to the network.", side: "below" }),
    ),
    make(
      "div",
      { class: "help__body" },
      make("p", {}, "Each sets everything and starts over; Undo brings back what you have now."),
      make("h3", {}, "These work"),
      lists.works,
      make("h3", {}, "These are made to fail"),
      lists.fails,
    ),
  );
  button.after(
    createHint(button, {
      text: "Settings to learn from: some that work, some that fail on purpose, each with its reason.",
      side: "below",
    }),
  );
  const choose = (/** @type {string} */ name) => {
    dialog.close();
    onPreset(name);
  };
  button.addEventListener("click", () => dialog.showModal());
  close.addEventListener("click", () => dialog.close());
  // A press on the backdrop has the dialog itself as its target.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  /** @type {Catalog|null} */
  let shown = null;
  return {
    /** @param {AppState} state */
    render({ catalog }) {
      if (catalog === shown) return;
      shown = catalog;
      for (const [kind, list] of Object.entries(lists)) {
        const presets = catalog.presets.filter(({ fails }) => fails === (kind === "fails"));
        list.replaceChildren(...presets.map((preset) => makeEntry(preset, choose)));
      }
    },
  };
}

/**
 * @param {PresetChoice} preset
 * @param {(name: string) => void} onChoose
 */
function makeEntry({ name, label, description }, onChoose) {
  const reason = make("span", { id: makeId("example"), class: "example__reason" }, description);
  const button = make(
    "button",
    { type: "button", class: "example", "aria-describedby": reason.id, "aria-label": label },
    make("span", { class: "example__name" }, label),
    reason,
  );
  button.addEventListener("click", () => onChoose(name));
  return make("li", {}, button);
}
