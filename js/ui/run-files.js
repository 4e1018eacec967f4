/** Buttons that save the run into a file and open one; a file may also be dropped anywhere on the page. */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { saveFile } from "../kit/save-file.js";

/**
 * @typedef {object} RunFileOptions
 * @property {() => Promise<{name: string, file: Uint8Array<ArrayBuffer>}|null>} onSave
 * @property {(file: File) => void} onOpen
 */

/**
 * @param {HTMLElement} element
 * @param {RunFileOptions} options
 */
export function createRunFiles(element, { onSave, onOpen }) {
  const save = makeButton("Save", "save", () => saveRun(onSave));
  const input = make("input", { type: "file", accept: ".npz", hidden: "", "aria-label": "File of a run" });
  const open = makeButton("Open", "open", () => input.click());
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    input.value = ""; // the same file may be chosen again
    if (file) onOpen(file);
  });
  element.prepend(
    save,
    createHint(save, {
      text: "Writes the whole run into a file, past and weights included; NumPy reads it, too.",
      side: "below",
    }),
    open,
    createHint(open, {
      text: "Goes on with the run of a file, exactly where it was saved; a file can also be dropped on the page.",
      side: "below",
    }),
    input,
  );
  listenForDrops(onOpen);
}

/** Have the browser save the run. @param {RunFileOptions["onSave"]} onSave */
export async function saveRun(onSave) {
  const saved = await onSave();
  if (saved) saveFile(new Blob([saved.file]), saved.name);
}

/** @param {string} label @param {string} name @param {() => void} onPress */
function makeButton(label, name, onPress) {
  const button = make(
    "button",
    { type: "button", class: "button button--quiet", "data-control": name },
    label,
  );
  button.addEventListener("click", onPress);
  return button;
}

/**
 * Take files that are dropped, wherever: a browser would leave the page for them, and the run with it.
 * @param {(file: File) => void} onOpen
 */
function listenForDrops(onOpen) {
  const hasFile = (/** @type {DragEvent} */ { dataTransfer }) =>
    dataTransfer?.types.includes("Files") === true;
  document.addEventListener(
    "dragover",
    (event) => {
      if (!hasFile(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    { capture: true },
  );
  document.addEventListener(
    "drop",
    (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      event.stopPropagation(); // the editor would take it for text
      const [file] = event.dataTransfer?.files ?? [];
      if (file) onOpen(file);
    },
    { capture: true },
  );
}
