/**
 * A number that can be typed and stepped. What is typed stays until it is accepted or given up
 * with Escape; the number in force never overwrites it meanwhile.
 */

import { make } from "./dom.js";
import { createField } from "./field.js";

/** @import {Limit} from "../protocol.js" */
/** @import {Field, FieldText} from "./field.js" */

const PAUSE = 600; // ms without a keystroke after which a valid number is taken; by eye

/**
 * @typedef {object} NumberOptions
 * @property {(value: number|null) => void} onChange  null only with `empty`
 * @property {string} [empty]  what an empty field stands for; left out, a number is required
 * @property {number|"any"} [step]
 * @property {(value: number, direction: 1|-1) => number} [adjacent]  the next value up or down,
 *   where it is not one `step` away
 * @property {HTMLElement} [below]  stands under the number
 */

/**
 * @typedef {Field & {
 *   render(value: number|null, limit: Limit|undefined): void,
 *   setDisabled(disabled: boolean): void,
 * }} NumberField
 */

/**
 * @param {FieldText} text
 * @param {NumberOptions} options
 * @returns {NumberField}
 */
export function createNumberField(text, options) {
  const input = make("input", {
    type: "number",
    step: options.step ?? 1,
    autocomplete: "off",
    inputmode: options.step === undefined ? "numeric" : "decimal",
    placeholder: options.empty ?? "mixed",
  });
  const draft = createDraft(input, options);
  const stepBy = (/** @type {1|-1} */ direction) => {
    const { adjacent } = options;
    if (adjacent) input.value = String(adjacent(input.valueAsNumber, direction));
    else if (direction > 0) input.stepUp();
    else input.stepDown();
    draft.commit();
  };
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
    if (event.key === "Escape") draft.giveUp();
    if (!options.adjacent || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    stepBy(event.key === "ArrowUp" ? 1 : -1);
  });
  draft.onError((message) => (message ? field.showError(message) : field.clearError()));
  return {
    ...field,
    render: draft.render,
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

/**
 * What is in the field against what is in force.
 * @param {HTMLInputElement} input
 * @param {NumberOptions} options
 */
function createDraft(input, { onChange, empty }) {
  /** @type {number|null|undefined} */
  let inForce;
  let typing = false;
  let timer = 0;
  /** @type {(message: string) => void} */
  let report = () => {};

  const shown = () => (inForce === null || inForce === undefined ? "" : String(inForce));
  const commit = () => {
    clearTimeout(timer);
    typing = false;
    const blank = input.value === "" && !input.validity.badInput;
    if (blank && inForce === null) return report("");
    if (Number.isNaN(input.valueAsNumber) && !(blank && empty !== undefined)) {
      return report("Enter a number.");
    }
    const value = blank ? null : input.valueAsNumber;
    report("");
    if (value !== inForce) onChange(value);
  };
  input.addEventListener("input", () => {
    typing = true;
    clearTimeout(timer);
    if (input.value !== "" && input.validity.valid) timer = window.setTimeout(commit, PAUSE);
  });
  input.addEventListener("change", commit);
  return {
    commit,
    /** @param {(message: string) => void} handler  gets "" when the error is over */
    onError(handler) {
      report = handler;
    },
    giveUp() {
      clearTimeout(timer);
      typing = false;
      input.value = shown();
      report("");
    },
    /**
     * @param {number|null} value  in force
     * @param {Limit|undefined} limit
     */
    render(value, limit) {
      if (limit && input.max !== String(limit.max)) {
        input.min = String(limit.min);
        input.max = String(limit.max);
      }
      if (value === inForce) return;
      inForce = value;
      if (typing && input.ownerDocument.activeElement === input) return;
      input.value = shown();
      report("");
    },
  };
}
