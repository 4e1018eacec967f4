/**
 * What is typed into a field against the number in force. It stays until it is accepted or given up with
 * Escape; the number in force never overwrites it meanwhile.
 */

import { readNumber, refusalOfText } from "../model/number-text.js";

/** @import {Limit} from "../protocol.js" */

const PAUSE = 600; // ms without a keystroke after which a valid number is taken; by eye
// After a number was asked for; by then what is in force is shown: another command may have come before that was seen.
const LAG_MS = 2000;

/**
 * @typedef {object} DraftOptions
 * @property {(message: string) => void} report  gets "" when the error is over
 * @property {string} label  of the field, for messages
 * @property {(value: number|null) => void} onChange  null only with `empty`
 * @property {string} [empty]  what an empty field stands for; left out, a number is required
 * @property {number|"any"} [step]  left out, whole numbers are meant
 * @property {boolean} [isLive]  training changes it: what is refused stays until it is given up
 */

export class NumberDraft {
  #input;
  #options;
  /** @type {Limit} */ #limit = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  /** @type {number|null|undefined} */ #inForce;
  /** What has been asked for since a key was pressed, or the number in force changed. @type {number|null|undefined} */
  #asked;
  #isTyping = false;
  #isRefused = false;
  #timer = 0;
  #overdue = 0;

  /** @param {HTMLInputElement} input @param {DraftOptions} options */
  constructor(input, options) {
    this.#input = input;
    this.#options = options;
    input.addEventListener("input", (event) => this.#typed(/** @type {InputEvent} */ (event).isComposing));
    input.addEventListener("compositionend", () => this.#commitSoon());
    input.addEventListener("change", () => this.#commit());
  }

  get limit() {
    return this.#limit;
  }

  /** What is typed, or else in force; not a number where neither is one. */
  get value() {
    return readNumber(this.#input.value) ?? this.#inForce ?? Number.NaN;
  }

  /** As if it had been typed. @param {number} value */
  put(value) {
    if (Number.isNaN(value)) return;
    this.#show(value);
    this.#commit();
  }

  /** What is typed stays for now. @param {string} message */
  refuse(message) {
    this.#isRefused = true;
    this.#asked = undefined;
    this.#options.report(message);
  }

  giveUp() {
    this.#settle();
    this.#asked = undefined;
    this.#show(this.#inForce ?? null);
  }

  /**
   * @param {number|null} value  in force
   * @param {Limit|undefined} limit
   */
  render(value, limit) {
    if (limit && limit !== this.#limit) {
      this.#limit = limit;
      this.#input.setAttribute("aria-valuemin", String(limit.min));
      this.#input.setAttribute("aria-valuemax", String(limit.max));
    }
    if (value === this.#inForce) return;
    this.#inForce = value;
    this.#asked = undefined;
    const isFocused = this.#input.ownerDocument.activeElement === this.#input;
    if (this.#isTyping && isFocused) return;
    if (this.#isRefused && (isFocused || this.#options.isLive)) return;
    this.giveUp();
  }

  /** @param {boolean} isComposing */
  #typed(isComposing) {
    this.#isTyping = true;
    this.#asked = undefined;
    clearTimeout(this.#timer);
    this.#tell(readNumber(this.#input.value));
    if (!isComposing) this.#commitSoon();
  }

  #commitSoon() {
    clearTimeout(this.#timer);
    const value = readNumber(this.#input.value);
    if (value === null || value < this.#limit.min || value > this.#limit.max) return;
    const isMeant = this.#options.step !== undefined || Number.isInteger(value);
    if (isMeant) this.#timer = window.setTimeout(() => this.#commit(), PAUSE);
  }

  #commit() {
    this.#settle();
    const { label, empty, onChange } = this.#options;
    const text = this.#input.value;
    const isBlank = text.trim() === "";
    if (isBlank && this.#inForce === null) return;
    const value = readNumber(text);
    if (value === null && !(isBlank && empty !== undefined)) this.refuse(refusalOfText(label, text));
    else if (value !== this.#inForce && value !== this.#asked) {
      this.#asked = value; // Enter comes after a pause in typing has asked already
      clearTimeout(this.#overdue);
      this.#overdue = window.setTimeout(() => this.#asked !== undefined && this.giveUp(), LAG_MS);
      onChange(value);
    }
  }

  #settle() {
    clearTimeout(this.#timer);
    this.#isTyping = false;
    this.#isRefused = false;
    this.#options.report("");
  }

  /** What is typed next replaces all that was selected, also after another number has come. @param {number|null} value */
  #show(value) {
    const { ownerDocument, selectionStart, selectionEnd, value: text } = this.#input;
    const isAllSelected = selectionStart === 0 && selectionEnd === text.length;
    this.#input.value = value === null ? "" : String(value);
    if (isAllSelected && ownerDocument.activeElement === this.#input) this.#input.select();
    this.#tell(value);
  }

  /** Tell assistive technology. @param {number|null} value */
  #tell(value) {
    if (value === null) this.#input.removeAttribute("aria-valuenow");
    else this.#input.setAttribute("aria-valuenow", String(value));
  }
}
