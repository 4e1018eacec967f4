/**
 * A number that can be typed and stepped. It is a text field, since the browser's own fields for numbers
 * drop what they do not know, and so read 3 where 0,03 was written.
 */

import { make } from "./dom.js";
import { createField } from "./field.js";
import { NumberDraft } from "./number-draft.js";
import { nextInSteps } from "./scales.js";

/** @import {Limit} from "../protocol.js" */
/** @import {Field, FieldText} from "./field.js" */

/**
 * @typedef {object} NumberOptions
 * @property {(value: number|null) => void} onChange  null only with `empty`
 * @property {string} [empty]  what an empty field stands for; left out, a number is required
 * @property {number|"any"} [step]
 * @property {(value: number, direction: 1|-1) => number} [adjacent]  the next value up or down,
 *   where it is not one `step` away
 * @property {HTMLElement} [below]  stands under the number
 * @property {boolean} [isLive]  training changes it: what is refused stays until it is given up
 */

/**
 * @typedef {Field & {
 *   render(value: number|null, limit: Limit|undefined): void,
 *   setDisabled(disabled: boolean): void,
 *   giveUp(): void,
 * }} NumberField
 */

/**
 * @param {FieldText} text
 * @param {NumberOptions} options
 * @returns {NumberField}
 */
export function createNumberField(text, options) {
  const input = make("input", {
    type: "text",
    role: "spinbutton",
    autocomplete: "off",
    dir: "ltr",
    inputmode: options.step === undefined ? "numeric" : "decimal",
    placeholder: options.empty ?? "mixed",
  });
  const draft = new NumberDraft(input, {
    ...options,
    label: [text.label, text.labelRest].join(" ").trim(),
    report: (message) => (message ? field.showError(message) : field.clearError()),
  });
  const step = typeof options.step === "number" ? options.step : 1;
  const { adjacent = (value, direction) => nextInSteps(value, direction, step, draft.limit) } = options;
  const stepBy = (/** @type {1|-1} */ direction) => draft.put(adjacent(draft.value, direction));
  const buttons = [
    makeStepButton("−", `Decrease: ${text.label}`, () => stepBy(-1)),
    makeStepButton("+", `Increase: ${text.label}`, () => stepBy(1)),
  ];
  const stepper = make("div", { class: "stepper" }, input, ...buttons);
  const parts = options.below
    ? { body: make("div", { class: "field__stack" }, options.below), aside: stepper }
    : { body: make("div", { hidden: true }), aside: stepper };
  const field = createField(text, input, parts);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") draft.giveUp();
    if (event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    stepBy(event.key === "ArrowUp" ? 1 : -1);
  });
  return {
    ...field,
    showError: (message) => draft.refuse(message),
    giveUp: () => draft.giveUp(),
    render: (value, limit) => draft.render(value, limit),
    setDisabled(disabled) {
      for (const node of [input, ...buttons]) node.disabled = disabled;
    },
  };
}

/**
 * A button like the two that browsers draw in a number field: for pointers only, since the arrow
 * keys do the same in the field.
 * @param {string} sign
 * @param {string} label
 * @param {() => void} onPress
 */
function makeStepButton(sign, label, onPress) {
  const button = make(
    "button",
    { type: "button", class: "stepper__button", tabindex: -1, "aria-hidden": "true", "aria-label": label },
    sign,
  );
  button.addEventListener("click", onPress);
  return button;
}
