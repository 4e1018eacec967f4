/**
 * The training speed, from one step a second to full.
 */

import { make, updateText } from "../../kit/dom.js";
import { createField } from "../../kit/field.js";
import { describeSpeed, nearestSpeedIndex, SPEEDS } from "../../kit/scales.js";
import { createSlider } from "../../kit/slider.js";

/** @import {FieldText} from "../../kit/field.js" */

/**
 * @param {FieldText} text
 * @param {(speed: number|null) => void} onChange
 */
export function createSpeedField(text, onChange) {
  const output = make("output", { class: "field__value" });
  const slider = createSlider((index) => onChange(SPEEDS[index] ?? null));
  const field = createField(text, slider.input, { aside: output });
  output.htmlFor.add(slider.input.id);
  /** @type {number|null|undefined} */
  let shown;
  const restore = () => {
    const words = describeSpeed(shown ?? null);
    slider.render(nearestSpeedIndex(shown ?? null), SPEEDS.length - 1, words);
    updateText(output, words);
  };
  return {
    ...field,
    restore,
    /** @param {number|null} speed */
    render(speed) {
      if (speed === shown) return;
      shown = speed;
      restore();
    },
  };
}
