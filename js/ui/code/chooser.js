/**
 * What of the code is shown: one of the functions that matter, each a card that unfolds, or a whole
 * file. There is one place to work in; it is moved to where it was chosen.
 */

import { make, updateText } from "../../kit/dom.js";
import { valueAt } from "../../model/value-at.js";

/** @import {CodeFunction} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {WorkingCopy} from "./working-copy.js" */

export class Chooser {
  /** @type {Map<string, Card>} */ #cards = new Map(); // by title
  #list = make("div", { class: "code__cards" });
  #select = make("select", { "aria-label": "File", translate: "no" });
  #file = make("div", { class: "select code__file", hidden: true }, this.#select);
  #functions = makeMode("The functions that matter");
  #files = makeMode("Whole files");
  #work;
  #home;
  #onChoose;

  /**
   * @param {object} options
   * @param {HTMLElement} options.work  the editor and what belongs to it
   * @param {(name: string|null) => void} options.onChoose  a function or a file; null: everything is folded
   * @param {() => void} options.onFiles  a file is to be chosen
   */
  constructor({ work, onChoose, onFiles }) {
    this.#work = work;
    this.#onChoose = onChoose;
    this.#home = make("div", { class: "code__home" }, work);
    const modes = make("div", { class: "code__modes", role: "radiogroup", "aria-label": "What is shown" });
    modes.append(this.#functions.label, this.#files.label);
    this.#functions.input.addEventListener("change", () => onChoose(null));
    this.#files.input.addEventListener("change", onFiles);
    this.#select.addEventListener("change", () => onChoose(this.#select.value));
    this.elements = [modes, this.#list, this.#file, this.#home];
  }

  /**
   * @param {WorkingCopy} copy
   * @param {string[]} edited  files that are marked
   * @returns {HTMLElement|null}  the card that the work has been moved into now
   */
  render({ functions, files, mode, shown }, edited) {
    const isFiles = mode === "files";
    (isFiles ? this.#files : this.#functions).input.checked = true;
    this.#file.hidden = !isFiles;
    this.#list.hidden = isFiles;
    for (const entry of functions) this.#cardOf(entry).render(entry);
    this.#fillFiles([...files.keys()], edited);
    if (isFiles && shown) this.#select.value = shown.part.file;
    return this.#place(shown?.function ? (this.#cards.get(shown.function.title) ?? null) : null, isFiles);
  }

  /** @param {CodeFunction} entry  titles stay, what they name may change */
  #cardOf(entry) {
    const known = this.#cards.get(entry.title);
    if (known) return known;
    const card = new Card(entry, this.#onChoose);
    this.#cards.set(entry.title, card);
    this.#list.append(card.element);
    return card;
  }

  /** @param {string[]} names @param {string[]} edited */
  #fillFiles(names, edited) {
    const texts = names.map((name) => (edited.includes(name) ? `${name} (edited)` : name));
    const { options, value } = this.#select;
    if (options.length === names.length) {
      for (const [index, option] of [...options].entries()) updateText(option, valueAt(texts, index));
      return;
    }
    this.#select.replaceChildren(
      ...names.map((name, index) => make("option", { value: name }, texts[index] ?? name)),
    );
    if (value) this.#select.value = value;
  }

  /**
   * Bring the work into the card that is open, or home; with the list of functions nothing of the code is
   * shown there.
   * @param {Card|null} card
   * @param {boolean} isFiles
   */
  #place(card, isFiles) {
    for (const each of this.#cards.values()) each.isOpen = each === card;
    this.#work.toggleAttribute("data-folded", card === null && !isFiles);
    const place = card?.body ?? this.#home;
    if (this.#work.parentElement === place) return null;
    place.append(this.#work);
    return card?.element ?? null;
  }
}

/** One of the functions that matter. */
class Card {
  body = make("div", { class: "code__body" });
  #name = make("code", { class: "code__name" });
  #entry;
  #isOpen = false;

  /** @param {CodeFunction} entry @param {(name: string|null) => void} onChoose */
  constructor(entry, onChoose) {
    this.#entry = entry;
    const description = make("span", { class: "code__description" }, entry.description);
    const title = make("span", { class: "code__title" }, entry.title);
    this.element = make(
      "details",
      { class: "code__card" },
      make("summary", {}, title, " ", this.#name, description),
      this.body,
    );
    this.element.addEventListener("toggle", () => {
      if (this.element.open === this.#isOpen) return;
      this.#isOpen = this.element.open;
      onChoose(this.#isOpen ? this.#entry.name : null);
    });
  }

  /** @param {CodeFunction} entry */
  render(entry) {
    this.#entry = entry;
    updateText(this.#name, entry.name.split(".").at(-1) ?? "");
  }

  /** @param {boolean} isOpen */
  set isOpen(isOpen) {
    this.#isOpen = isOpen;
    this.element.open = isOpen;
  }
}

/** @param {string} text */
function makeMode(text) {
  const input = make("input", { type: "radio", name: "code-view" });
  return { input, label: make("label", { class: "check" }, input, text) };
}

/**
 * Whether other functions may matter.
 * @param {AppState} last
 * @param {AppState} next
 */
export function isOtherRun(last, next) {
  const whatMatters = (/** @type {AppState} */ { config }) => [config.network, config.training.optimizer];
  return (
    last.config !== next.config && JSON.stringify(whatMatters(last)) !== JSON.stringify(whatMatters(next))
  );
}
