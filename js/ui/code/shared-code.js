/** Asks about code that a link has brought: shows what is different in it, and runs nothing before the user says so. */

import { make, updateText } from "../../kit/dom.js";
import { makeId } from "../../kit/ids.js";
import { textsOf } from "../../model/code-link.js";
import { Editor } from "./editor.js";

/** @import {LinkedCode} from "../../model/code-link.js" */
/** @import {EditedFiles, ErrorValue, Request} from "../../protocol.js" */

/**
 * @param {object} options
 * @param {LinkedCode} options.linked
 * @param {Request} options.request
 * @returns {Promise<boolean>}  whether it has been put in force
 */
export async function askAboutCode({ linked, request }) {
  const code = await request("get_code", {});
  const originals = new Map(code.files.map((file) => [file.name, file.original]));
  const files = textsOf(linked, originals);
  const names = Object.keys(files).filter((name) => files[name] !== originals.get(name));
  return names.length > 0 && ask(names, files, originals, request);
}

/**
 * @param {string[]} names  of the files that differ
 * @param {EditedFiles} files
 * @param {Map<string, string>} originals
 * @param {Request} request
 * @returns {Promise<boolean>}
 */
function ask(names, files, originals, request) {
  const choice = make(
    "select",
    { "aria-label": "File" },
    ...names.map((name) => make("option", { value: name }, name)),
  );
  const place = make("div", { class: "code__editor" });
  const alert = make("p", { class: "code__status code__status--error", role: "alert" });
  const run = make("button", { type: "button", class: "button button--primary" }, "Run this code");
  const leave = make("button", { type: "button", class: "button button--quiet" }, "Leave it out");
  const [title, text] = [makeId("title"), makeId("text")];
  const dialog = make(
    "dialog",
    { class: "help shared-code", "aria-labelledby": title, "aria-describedby": text },
    make("div", { class: "help__head" }, make("h2", { id: title }, "This link brings code"), leave),
    make(
      "div",
      { class: "help__body shared-code__body" },
      make(
        "p",
        { id: text },
        `Whoever made the link has changed ${names.join(", ")}. Read what is different: nothing of it has run, and nothing will before you press “Run this code”. It would then compute in this tab only, without access to other sites or to what is stored here.`,
      ),
      make("div", { class: "code__bar" }, make("div", { class: "select" }, choice), run),
      alert,
      place,
    ),
  );
  document.body.append(dialog);
  const editor = new Editor(place, { onChange() {}, onLine() {}, onRun() {} });
  const show = () =>
    editor.show({
      text: files[choice.value] ?? "",
      original: originals.get(choice.value) ?? "",
      first_line: 1,
      label: `The link’s ${choice.value}, with what is different`,
      is_read_only: true,
    });
  choice.addEventListener("change", show);
  leave.addEventListener("click", () => dialog.close());
  run.addEventListener("click", async () => {
    run.disabled = true;
    updateText(alert, "");
    try {
      await request("edit_code", {
        files: Object.fromEntries(Object.entries(files).filter(([name]) => names.includes(name))),
      });
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
