/**
 * The frame that every control shares: label, control, one-sentence hint, error message.
 */

import { make, updateText } from "./dom.js";
import { createHint } from "./hint.js";

/**
 * @typedef {object} FieldText
 * @property {string} name  snake_case, as in the configuration; unique in the page
 * @property {string} label
 * @property {string} hint  one sentence
 */

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {(text: string) => void} setHint
 * @property {(message: string) => void} showError
 * @property {() => void} clearError
 * @property {() => void} [restore]  show what is in force again, after a choice was refused
 */

/**
 * Frame a control.
 * @param {FieldText} text
 * @param {HTMLElement} control  the labelled element; gets its id here
 * @param {{body?: HTMLElement, aside?: Node}} [parts]  `body` holds the control when it is not the
 *   control itself; `aside` stands at the right of the label
 * @returns {Field}
 */
export function createField({ name, label, hint: hintText }, control, { body = control, aside } = {}) {
  control.id = `field-${name}`;
  const error = make("p", { id: `error-${name}`, class: "field__error", hidden: true });
  const head = make("div", { class: "field__head" }, make("label", { for: control.id }, label));
  if (aside) head.append(aside);
  const element = make("div", { class: "field" }, head, body, error);
  control.setAttribute("aria-describedby", error.id);
  const hint = createHint(element, { id: `hint-${name}`, text: hintText, side: "right", described: control });
  element.append(hint);
  return {
    element,
    setHint: (text) => updateText(hint, text),
    showError(message) {
      error.textContent = message;
      error.hidden = false;
      control.setAttribute("aria-invalid", "true");
    },
    clearError() {
      if (error.hidden) return;
      error.hidden = true;
      error.textContent = "";
      control.removeAttribute("aria-invalid");
    },
  };
}
