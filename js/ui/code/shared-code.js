/**
 * Asks about code that a link or a file has brought: shows what is different in it, and runs nothing before the
 * user says so.
 */

import { make, updateText } from "../../kit/dom.js";
import { makeId } from "../../kit/ids.js";
import { textsOf } from "../../model/code-link.js";
import { Editor } from "./editor.js";

/** @import {LinkedCode} from "../../model/code-link.js" */
/** @import {ErrorValue, FileText, Request} from "../../protocol.js" */

/**
 * @typedef {object} Question
 * @property {FileText[]} texts  that differ from the original
 * @property {Map<string, string>} originals
 * @property {"link"|"file"} from
 * @property {string} no  what the button says that runs nothing
 * @property {() => Promise<unknown>} onRun
 */

/**
 * @param {object} options
 * @param {LinkedCode} options.linked
 * @param {Request} options.request
 * @returns {Promise<boolean>}  whether it has been put in force
 */
export async function askAboutCode({ linked, request }) {
  const originals = await originalsOf(request);
  const texts = Object.entries(textsOf(linked, originals))
    .map(([file, text]) => ({ file, text }))
    .filter(({ file, text }) => text !== originals.get(file));
  const changed = Object.fromEntries(texts.map(({ file, text }) => [file, text]));
  const onRun = () => request("edit_code", { files: changed });
  return texts.length > 0 && ask({ texts, originals, from: "link", no: "Leave it out", onRun });
}

/**
 * @param {object} options
 * @param {FileText[]} options.code  of a saved run, in force there or in its past
 * @param {Request} options.request
 * @param {() => Promise<unknown>} options.onRun  opens it
 * @returns {Promise<boolean>}  whether it has been opened
 */
export async function askAboutFile({ code, request, onRun }) {
  const originals = await originalsOf(request);
  return ask({ texts: code, originals, from: "file", no: "Do not open it", onRun });
}

/** @param {Request} request @returns {Promise<Map<string, string>>} */
async function originalsOf(request) {
  const { files } = await request("get_code", {});
  return new Map(files.map((file) => [file.name, file.original]));
}

/** @param {Question} question @returns {Promise<boolean>} */
function ask({ texts, originals, from, no, onRun }) {
  const { dialog, choice, place, alert, run, leave } = makeDialog(texts, from, no);
  document.body.append(dialog);
  const editor = new Editor(place, { onChange() {}, onLine() {}, onRun() {} });
  const show = () => {
    const { file, text } = texts[Number(choice.value)] ?? { file: "", text: "" };
    editor.show({
      text,
      original: originals.get(file) ?? "",
      first_line: 1,
      label: `The ${from}’s ${file}, with what is different`,
      is_read_only: true,
    });
  };
  choice.addEventListener("change", show);
  leave.addEventListener("click", () => dialog.close());
  run.addEventListener("click", async () => {
    run.disabled = true;
    updateText(alert, "");
    try {
      await onRun();
      dialog.close("run");
    } catch (thrown) {
      const { error, message } = /** @type {Error & {error?: ErrorValue}} */ (thrown);
      const place = error?.file ? ` (${error.file}${error.line ? `, line ${error.line}` : ""})` : "";
      updateText(alert, `This code does not run here: ${message}${place}`);
      run.disabled = false;
    }
  });
  dialog.showModal();
  show();
  leave.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "run");
    });
  });
}

/** @param {FileText[]} texts @param {"link"|"file"} from @param {string} no */
function makeDialog(texts, from, no) {
  const names = texts.map(({ file }, place) => {
    const newer = texts.slice(0, place).filter((text) => text.file === file).length;
    return newer === 0 ? file : `${file}, ${newer} ${newer === 1 ? "edit" : "edits"} before`;
  });
  const choice = make(
    "select",
    { "aria-label": "File" },
    ...names.map((name, place) => make("option", { value: String(place) }, name)),
  );
  const place = make("div", { class: "code__editor" });
  const alert = make("p", { class: "code__status code__status--error", role: "alert" });
  const run = make("button", { type: "button", class: "button button--primary" }, "Run this code");
  const leave = make("button", { type: "button", class: "button button--quiet" }, no);
  const [title, text] = [makeId("title"), makeId("text")];
  const changed = [...new Set(texts.map(({ file }) => file))].join(", ");
  const told = `Whoever made the ${from} has changed ${changed}. Read what is different: nothing of it has run, and nothing will before you press “Run this code”. It would then compute in this tab only, without access to other sites or to what is stored here.`;
  const dialog = make(
    "dialog",
    { class: "help shared-code", "aria-labelledby": title, "aria-describedby": text },
    make("div", { class: "help__head" }, make("h2", { id: title }, `This ${from} brings code`), leave),
    make(
      "div",
      { class: "help__body shared-code__body" },
      make("p", { id: text }, told),
      make("div", { class: "code__bar" }, make("div", { class: "select" }, choice), run),
      alert,
      place,
    ),
  );
  return { dialog, choice, place, alert, run, leave };
}
