/**
 * How a shader marks what is selected or hovered: x of a pair is the selected index, y the hovered one; -1 is none.
 * A marked connection marks the units at its ends more lightly. What a line of code computes with is
 * marked as two spans of indexes, each up to and without its second number.
 */

/** @import {Selection, ViewSettings} from "../../model/view.js" */
/** @import {Wiring} from "../plan/wiring.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** What a hovered thing is marked with, of a selected one's full mark; and the ends of a hovered connection (by eye). */
const HOVERED = 0.55;
const HOVERED_END = 0.35;
/** Of a unit that a line of code computes with (by eye). */
const TOUCHED = 0.45;

export const MARK_GLSL = /* glsl */ `
uniform ivec2 marked_units;
uniform ivec2 marked_parameters;
uniform ivec4 marked_ends; // units at the ends of the selected parameter, then of the hovered one
uniform ivec4 touched_units;
uniform ivec4 touched_parameters;
uniform vec3 mark_color;

bool isWithin(int index, ivec4 spans) {
  return (index >= spans.x && index < spans.y) || (index >= spans.z && index < spans.w);
}

float markOf(int index, ivec2 marked) {
  return index == marked.x ? 1.0 : index == marked.y ? ${HOVERED.toFixed(2)} : 0.0;
}

float markOfUnit(int index) {
  float of_ends = index == marked_ends.x || index == marked_ends.y ? ${HOVERED.toFixed(2)}
    : index == marked_ends.z || index == marked_ends.w ? ${HOVERED_END.toFixed(2)} : 0.0;
  float of_code = isWithin(index, touched_units) ? ${TOUCHED.toFixed(2)} : 0.0;
  return max(max(markOf(index, marked_units), of_ends), of_code);
}
`;

/**
 * @param {[number, number][]} spans
 * @returns {[number, number, number, number]}  two of them, the others joined to the second; none is empty
 */
export function twoSpans(spans) {
  const [first, second] = spans;
  if (!first) return [-1, -1, -1, -1];
  const last = spans.at(-1) ?? first;
  return second ? [...first, second[0], last[1]] : [...first, ...first];
}

/**
 * Mark what the state says.
 * @param {Uniforms} uniforms
 * @param {ViewSettings} view
 * @param {Wiring} wiring
 */
export function updateMarks(uniforms, { selection, hovered, touched }, wiring) {
  const [chosen, pointed] = [parameterOf(selection), parameterOf(hovered)];
  uniforms.marked_units.value.set(unitOf(selection), unitOf(hovered));
  uniforms.marked_parameters.value.set(chosen, pointed);
  uniforms.marked_ends.value.set(...endsOf(chosen, wiring), ...endsOf(pointed, wiring));
  uniforms.touched_units.value.set(...twoSpans(touched?.units ?? []));
  uniforms.touched_parameters.value.set(...twoSpans(touched?.parameters ?? []));
}

/** @param {Selection|null} mark */
const unitOf = (mark) => (mark?.kind === "unit" ? mark.unit : -1);

/** @param {Selection|null} mark */
const parameterOf = (mark) => (mark?.kind === "parameter" ? mark.parameter : -1);

/**
 * The units that a parameter connects.
 * @param {number} parameter
 * @param {Wiring} wiring
 * @returns {[number, number]}
 */
const endsOf = (parameter, { fromUnits, toUnits }) => [fromUnits[parameter] ?? -1, toUnits[parameter] ?? -1];
