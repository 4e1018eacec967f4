/**
 * One weight or bias: its value to type or to drag, and whether training leaves it alone.
 */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { makeId } from "../../kit/ids.js";
import { createNumberField } from "../../kit/number-field.js";
import { createSlider } from "../../kit/slider.js";
import { LABELS } from "../../model/labels.js";

/** @import {Limit} from "../../protocol.js" */

const POSITIONS = 400; // of the slider, from one end to the other
const SPANS = [2, 5, 10, 20, 50, 100, 1000, 1e4, 1e5, 1e6]; // from 0 to the slider's end

/**
 * @param {object} callbacks
 * @param {(index: number, value: number) => void} callbacks.onParameter
 * @param {(indices: number[], frozen: boolean) => void} callbacks.onFreeze
 */
export function createParameterEditor({ onParameter, onFreeze }) {
  let parameter = 0;
  let span = SPANS[0] ?? 1;
  let isDragged = false;
  const change = (/** @type {number} */ value) => onParameter(parameter, value);
  const slider = createSlider((index) => change(toValue(index, span)));
  slider.input.setAttribute("aria-label", "Value slider");
  slider.input.addEventListener("pointerdown", () => {
    isDragged = true;
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    slider.input.addEventListener(end, () => {
      isDragged = false;
    });
  }
  const field = createNumberField(
    {
      name: "parameter_value",
      label: LABELS.parameter_value,
      hint: "Type or drag another value; training goes on from it without starting over.",
      side: "left",
    },
    {
      step: "any",
      below: slider.input,
      isLive: true,
      adjacent,
      onChange: (value) => value !== null && change(value),
    },
  );
  slider.input.setAttribute("aria-describedby", field.hintId);
  const freeze = createFreezeBox((isOn) => onFreeze([parameter], isOn));
  return {
    element: make("div", { class: "parameter-editor" }, field.element, freeze.element),
    focus: () => field.element.querySelector("input")?.focus(),
    /**
     * @param {number} index  of the parameter
     * @param {number} value
     * @param {boolean} isFrozen
     * @param {Limit|undefined} limit
     */
    render(index, value, isFrozen, limit) {
      if (index !== parameter) {
        span = SPANS[0] ?? 1;
        field.giveUp(); // what was typed was meant for the other one
      }
      parameter = index;
      freeze.box.checked = isFrozen;
      if (!Number.isFinite(value)) return;
      field.render(Number(value.toPrecision(7)), limit);
      if (isDragged) return;
      span = SPANS.find((end) => end >= span && end >= Math.abs(value) * 1.25) ?? span;
      const position = Math.round(((value + span) / (2 * span)) * POSITIONS);
      slider.render(position, POSITIONS, String(Number(value.toPrecision(4))));
    },
  };
}

/** @param {(isOn: boolean) => void} onChange */
function createFreezeBox(onChange) {
  const box = make("input", { type: "checkbox", id: makeId("frozen") });
  const element = make("label", { class: "check", for: box.id }, box, "Frozen");
  const text = "Training leaves a frozen parameter alone; its value still can be edited here.";
  const hint = createHint(element, { text, side: "left", described: box });
  box.addEventListener("change", () => onChange(box.checked));
  return { box, element: make("div", {}, element, hint) };
}

/**
 * @param {number} index
 * @param {number} span
 */
function toValue(index, span) {
  return Number((((index / POSITIONS) * 2 - 1) * span).toPrecision(6));
}

/**
 * The next value up or down by a tenth of its leading digit's unit, at least a hundredth.
 * @param {number} value
 * @param {1|-1} direction
 */
function adjacent(value, direction) {
  if (Number.isNaN(value)) return 0;
  const size = Math.max(Math.abs(value), 0.1);
  const step = 10 ** (Math.floor(Math.log10(size)) - 1);
  return Number((value + direction * step).toPrecision(10));
}
