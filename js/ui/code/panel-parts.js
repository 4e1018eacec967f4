/** The elements of the code panel: what stands around the editor, and what they say of the working copy. */

import { make, updateText } from "../../kit/dom.js";
import { originalText } from "./working-copy.js";

/** @import {WorkingCopy} from "./working-copy.js" */

const KEYS = "With Ctrl or ⌘: Enter runs, F finds, Z undoes. Esc, then Tab, leaves.";

/**
 * @param {string} text
 * @param {() => void} onPress
 * @param {string} [kind]
 */
export function makeButton(text, onPress, kind = "button--quiet") {
  const button = make("button", { type: "button", class: `button ${kind}` }, text);
  button.addEventListener("click", onPress);
  return button;
}

/**
 * The panel's head: its name, and the ways out of it.
 * @param {{onSettings: () => void, onClose: () => void}} options
 */
export function makeHead({ onSettings, onClose }) {
  const title = make("h2", { class: "panel__title", tabindex: "-1" }, "The code that runs");
  const settings = makeButton("Settings", onSettings, "button--quiet code__settings");
  const bar = make("div", { class: "code__bar" }, settings, makeButton("Close", onClose));
  return { title, settings, element: make("div", { class: "code__head" }, title, bar) };
}

/** The editor's place and what belongs to it. */
export class Work {
  place = make("div", { class: "code__editor" });
  #description = make("p", { class: "code__description" });
  #asTyped = make("input", { type: "checkbox", checked: true });
  #diff = make("input", { type: "checkbox" });
  #changes = make("label", { class: "check" }, this.#diff, "Show changes");
  #reset;

  /**
   * @param {object} options
   * @param {() => void} options.onRun
   * @param {() => void} options.onReset
   * @param {(isCompared: boolean) => void} options.onCompare
   * @param {HTMLElement[]} options.below  what the bar has below it
   */
  constructor({ onRun, onReset, onCompare, below }) {
    this.#reset = makeButton("Reset", onReset);
    this.#diff.addEventListener("change", () => onCompare(this.#diff.checked));
    this.element = make(
      "div",
      { class: "code__work" },
      make("div", { class: "code__head" }, this.#description, this.#reset),
      this.place,
      make(
        "div",
        { class: "code__bar" },
        makeButton("Run this code", onRun, "button--primary"),
        make("label", { class: "check" }, this.#asTyped, "Run as I type"),
        this.#changes,
      ),
      make("p", { class: "code__keys" }, KEYS),
      ...below,
    );
  }

  /** Whether what is typed is tried without being asked for. */
  get runsAsTyped() {
    return this.#asTyped.checked;
  }

  /** @param {WorkingCopy} copy @param {boolean} isHunting  no change may be shown */
  render(copy, isHunting) {
    this.#diff.checked = copy.isCompared;
    this.#changes.hidden = isHunting;
    if (!copy.shown) return;
    const { file, first, last } = copy.shown.part;
    const described =
      last === null ? copy.files.get(file)?.description : `${file}, lines ${first} to ${last}`;
    updateText(this.#description, described ?? "");
    updateText(this.#reset, last === null ? "Reset this file" : "Reset this function");
    this.#reset.hidden = originalText(copy) === null;
  }
}
