/**
 * The learning rate: an exact number and a logarithmic slider that snaps to 1, 2, 3, 5 × 10ᵏ.
 */

import { createNumberField } from "../../kit/number-field.js";
import { adjacentStep, makeLogSteps, nearestStepIndex } from "../../kit/scales.js";
import { createSlider } from "../../kit/slider.js";

/** @import {Limit} from "../../protocol.js" */
/** @import {FieldText} from "../../kit/field.js" */

// The slider's span, as users know it from other tools; the number field goes as far as Python.
const SLIDER_MIN = 0.0001;
const SLIDER_MAX = 10;

/**
 * @param {FieldText} text
 * @param {(value: number) => void} onChange  fires while the slider is dragged
 */
export function createRateField(text, onChange) {
  /** @type {number[]} */
  let steps = [];
  /** @type {Limit|undefined} */
  let shownLimit;
  let shownValue = Number.NaN;
  const slider = createSlider((index) => {
    const value = steps[index];
    if (value !== undefined && value !== shownValue) onChange(value);
  });
  slider.input.setAttribute("aria-label", `${text.label} slider`);
  const field = createNumberField(text, {
    step: "any",
    below: slider.input,
    adjacent: (value, direction) => adjacentStep(steps, value, direction),
    onChange: (value) => value !== null && onChange(value),
  });
  slider.input.setAttribute("aria-describedby", field.hintId);
  return {
    ...field,
    /**
     * @param {number} value
     * @param {Limit|undefined} limit
     */
    render(value, limit) {
      field.render(value, limit);
      if (value === shownValue && limit === shownLimit) return;
      if (limit !== shownLimit || steps.length === 0) {
        const low = Math.max(SLIDER_MIN, limit?.min ?? 0);
        steps = makeLogSteps(low, Math.min(SLIDER_MAX, limit?.max ?? SLIDER_MAX));
      }
      shownLimit = limit;
      shownValue = value;
      slider.render(nearestStepIndex(steps, value), steps.length - 1, String(value));
    },
  };
}
