/** The elements of the dialog of what can leave the page. */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { makeId } from "../../kit/ids.js";
import { createSelectField } from "../../kit/select-field.js";

/** @import {Item, ItemFile} from "./items.js" */
/** @import {How} from "./pictures.js" */
/** @import {Work} from "./work.js" */

const SCALES = [
  { name: "1", label: "1 ×", description: "as large as on the page." },
  { name: "2", label: "2 ×", description: "for sharp screens." },
  { name: "4", label: "4 ×", description: "for print." },
];
const BACKGROUNDS = [
  { name: "page", label: "As on the page", description: "the colours that you see." },
  { name: "white", label: "White", description: "with the colours of the light theme." },
  { name: "none", label: "None", description: "what lies under the picture shines through." },
];
const THUMBNAIL = 116; // px wide
const ALL = "All but the video, which is of many steps: training pauses meanwhile, so that all is of one.";

/**
 * @param {HTMLDialogElement} dialog
 * @param {{onHow: (changes: Partial<How>) => void, onAll: () => void, onStop: () => void}} options
 */
export function makeParts(dialog, { onHow, onAll, onStop }) {
  const title = make("h2", { id: makeId("title") }, "Export");
  const close = makeButton("Close", "Goes back to the network.", () => dialog.close(), "button--quiet");
  const size = createSelectField(
    { name: "export_size", label: "Size of pictures", hint: "Pixels for each on the page.", side: "below" },
    (scale) => onHow({ scale: Number(scale) }),
  );
  const background = createSelectField(
    { name: "export_background", label: "Background", hint: "What is behind pictures.", side: "below" },
    (name) => onHow({ background: /** @type {How["background"]} */ (name) }),
  );
  const list = make("ul", { class: "exports" });
  const all = makeButton("All of it as a zip", ALL, onAll, "button--primary");
  const stop = makeButton("Stop", "Gives up what is being made; nothing is saved then.", onStop);
  const bar = make("progress", { class: "exports__bar", "aria-label": "Export" });
  const says = make("p", { class: "exports__says", role: "status" });
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(
    make("div", { class: "help__head" }, title, ...close),
    make(
      "div",
      { class: "help__body" },
      make("div", { class: "exports__how" }, size.element, background.element),
      list,
    ),
    make(
      "div",
      { class: "exports__foot" },
      make("div", { class: "exports__all" }, ...all, bar, ...stop),
      says,
    ),
  );
  // A press on the backdrop has the dialog itself as its target.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return {
    list,
    /** @param {How} how */
    renderHow(how) {
      size.render(SCALES, String(how.scale));
      background.render(BACKGROUNDS, how.background);
    },
    /** @param {Work} work */
    renderWork({ isOn, done, total, says: text }) {
      bar.hidden = !isOn;
      bar.max = Math.max(total, 1);
      bar.value = done;
      for (const node of stop) node.hidden = !isOn;
      all[0].setAttribute("aria-disabled", String(isOn));
      updateText(says, text);
    },
  };
}

/** @typedef {ReturnType<typeof makeRow>} Row */

/**
 * @param {Item} item
 * @param {(file: ItemFile) => void} onSave
 */
export function makeRow({ title, says, files, controls }, onSave) {
  const preview = make("div", { class: "export__preview", "aria-hidden": "true" });
  const size = make("span", { class: "export__size" }, "…");
  const text = make("p", { id: makeId("export"), class: "export__says" }, says, " ", size);
  const buttons = files.map((file) => {
    const label = make("span", { class: "visually-hidden" }, `${title}, `);
    const button = make(
      "button",
      { type: "button", class: "button", "aria-describedby": text.id },
      label,
      file.label,
    );
    button.addEventListener("click", () => onSave(file));
    return button;
  });
  const element = make(
    "li",
    { class: "export" },
    preview,
    make("div", { class: "export__text" }, make("h3", { class: "export__title" }, title), text),
    make("div", { class: "export__buttons" }, ...buttons),
    ...(controls ? [controls] : []),
  );
  return {
    element,
    /** @param {HTMLCanvasElement|null} picture @param {string} how  large it is, or why it is not there */
    show(picture, how) {
      preview.replaceChildren(...(picture ? [thumbnail(picture)] : []));
      updateText(size, how);
    },
    /** @param {boolean} isBusy */
    setBusy(isBusy) {
      for (const button of buttons) button.setAttribute("aria-disabled", String(isBusy));
    },
  };
}

/** A small copy of a picture. @param {HTMLCanvasElement} picture */
function thumbnail(picture) {
  const share = (THUMBNAIL * devicePixelRatio) / picture.width;
  const small = make("canvas");
  Object.assign(small, { width: picture.width * share, height: picture.height * share });
  const context = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, small.width, small.height);
  return small;
}

/**
 * A button with its description.
 * @param {string} text
 * @param {string} hint
 * @param {() => void} onPress
 * @param {string} [kind]
 * @returns {[HTMLButtonElement, HTMLElement]}
 */
function makeButton(text, hint, onPress, kind = "") {
  const button = make("button", { type: "button", class: `button ${kind}`.trim() }, text);
  button.addEventListener("click", onPress);
  return [button, createHint(button, { text: hint, side: "below" })];
}
