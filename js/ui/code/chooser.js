/**
 * What of the code is shown: one of the functions that matter, each a card that unfolds, or a whole
 * file. There is one place to work in; it is moved to where it was chosen.
 */

import { make, updateText } from "../../kit/dom.js";

/** @import {CodeFunction} from "./drafts.js" */

/** @typedef {{kind: "function", function: CodeFunction}|{kind: "file", file: string}} Choice */
/** @typedef {{element: HTMLDetailsElement, body: HTMLElement, name: HTMLElement, entry: CodeFunction}} Card */

/**
 * @param {object} options
 * @param {HTMLElement} options.work  the editor and what belongs to it
 * @param {(choice: Choice|null) => void} options.onChoose  null: everything is folded
 */
export function createChooser({ work, onChoose }) {
  /** @type {Map<string, Card>} */ const cards = new Map(); // by title
  /** @type {Card|null} */ let open = null;
  const list = make("div", { class: "code__cards" });
  const select = make("select", { "aria-label": "File" });
  const file = make("div", { class: "select code__file", hidden: true }, select);
  const home = make("div", { class: "code__home" }, work);
  const functions = makeMode("The functions that matter");
  const files = makeMode("Whole files");
  functions.input.checked = true;
  work.dataset.folded = "";
  const modes = make("div", { class: "code__modes", role: "radiogroup", "aria-label": "What is shown" });
  modes.append(functions.label, files.label);
  functions.input.addEventListener("change", () => {
    setMode("functions");
    onChoose(null);
  });
  files.input.addEventListener("change", () => showFile(open?.entry.file ?? select.value));
  select.addEventListener("change", () => onChoose({ kind: "file", file: select.value }));

  /** @param {string} text */
  function makeMode(text) {
    const input = make("input", { type: "radio", name: "code-view" });
    return { input, label: make("label", { class: "check" }, input, text) };
  }

  /** @param {CodeFunction} entry @returns {Card} */
  function makeCard(entry) {
    const name = make("code", { class: "code__name" });
    const body = make("div", { class: "code__body" });
    const element = make(
      "details",
      { class: "code__card" },
      make(
        "summary",
        {},
        make("span", { class: "code__title" }, entry.title),
        " ",
        name,
        make("span", { class: "code__description" }, entry.description),
      ),
      body,
    );
    const card = { element, body, name, entry };
    element.addEventListener("toggle", () => {
      if (element.open && open !== card) unfold(card);
      else if (!element.open && open === card) {
        fold();
        onChoose(null);
      }
    });
    return card;
  }

  /** @param {Card} card */
  function unfold(card) {
    const before = open;
    open = card;
    if (before) before.element.open = false;
    delete work.dataset.folded;
    card.body.append(work);
    onChoose({ kind: "function", function: card.entry });
    if (open === card) card.element.scrollIntoView({ block: "nearest" });
  }

  /** Bring the work home; with the list of functions nothing of the code is shown there. */
  function fold() {
    const before = open;
    open = null;
    if (before) before.element.open = false;
    work.dataset.folded = "";
    home.append(work);
  }

  /** @param {"functions"|"files"} mode */
  function setMode(mode) {
    const isFiles = mode === "files";
    fold();
    (isFiles ? files : functions).input.checked = true;
    file.hidden = !isFiles;
    list.hidden = isFiles;
    if (isFiles) delete work.dataset.folded;
  }

  /** @param {string} name */
  function showFile(name) {
    setMode("files");
    if (select.options.length === 0) return; // the files are still to come
    select.value = name;
    onChoose({ kind: "file", file: name });
  }

  return {
    elements: [modes, list, file, home],
    showFile,

    /**
     * @param {CodeFunction[]} entries  their titles stay, what they name may change
     * @param {{name: string, is_edited: boolean}[]} names  of the files
     */
    update(entries, names) {
      for (const entry of entries) {
        const card = cards.get(entry.title) ?? makeCard(entry);
        const isOther = card.entry.name !== entry.name;
        card.entry = entry;
        updateText(card.name, entry.name.split(".").at(-1) ?? "");
        if (!cards.has(entry.title)) list.append(card.element);
        cards.set(entry.title, card);
        if (isOther && open === card) onChoose({ kind: "function", function: entry });
      }
      const chosen = select.value;
      select.replaceChildren(
        ...names.map(({ name, is_edited }) =>
          make("option", { value: name }, is_edited ? `${name} (edited)` : name),
        ),
      );
      if (chosen) select.value = chosen;
      else if (files.input.checked) showFile(select.value);
    },
  };
}
