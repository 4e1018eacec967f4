/**
 * The frame that every control shares: label, control, one-sentence hint, error message.
 */

import { make, updateText } from "./dom.js";
import { createHint } from "./hint.js";
import { makeId } from "./ids.js";

/**
 * @typedef {object} FieldText
 * @property {string} name  snake_case, as in the configuration
 * @property {string} label
 * @property {string} hint  one sentence
 * @property {string} [labelRest]  more of the label, for those who do not see where the control stands
 * @property {boolean} [isSymbol]  the label is one, which no translation may change
 * @property {boolean} [hasSymbols]  the choices are
 * @property {boolean} [isLabelHidden]  the label is only for those who do not see where the control stands
 * @property {import("./hint.js").Side} [side]  where the hint stands; right, when left out
 * @property {string} [control]  what a link hides the control by, where it is not `name`
 */

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {string} hintId  for what else the hint describes
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
export function createField(text, control, { body = control, aside } = {}) {
  const { name } = text;
  control.id = makeId("field");
  const error = make("p", { id: makeId("error"), class: "field__error", hidden: true });
  const head = make("div", { class: "field__head" }, makeLabel(text, control.id));
  if (aside) head.append(aside);
  const element = make("div", { class: "field", "data-control": text.control ?? name }, head, body, error);
  control.setAttribute("aria-describedby", error.id);
  const hint = createHint(element, { text: text.hint, side: text.side ?? "right", described: control });
  element.append(hint);
  return {
    element,
    hintId: hint.id,
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

/**
 * @param {FieldText} text
 * @param {string} id  of the control
 */
function makeLabel({ label, labelRest, isLabelHidden, isSymbol = false }, id) {
  const element = make("label", { for: id, ...(isSymbol && { translate: "no" }) }, label);
  if (labelRest) element.append(make("span", { class: "visually-hidden" }, ` ${labelRest}`));
  if (isLabelHidden) element.classList.add("visually-hidden");
  return element;
}
