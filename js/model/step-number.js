/**
 * Which number of an opened step is explained: at its station that of the unit or connection which is selected, or else
 * of the first one there. Pure.
 */

import { placeOfParameter, placeOfUnit } from "./names.js";
import { isComputed, shownSample, stationOf } from "./opened-step.js";
import { valueAt } from "./value-at.js";

/** @import {Quantity, StepArrays, TopologyEvent} from "../protocol.js" */
/** @import {OpenedStep} from "./opened-step.js" */
/** @import {Selection} from "./view.js" */

/**
 * @typedef {object} StepNumber  What is asked of Python (`explain`).
 * @property {Quantity} quantity
 * @property {number|null} layer  of layer_sizes
 * @property {number|null} unit  its place there; null: the number is of no unit
 * @property {number|null} input  of a weight: the unit's place in the layer before; null: of a bias, or of a unit
 * @property {number|null} sample  null: all of the batch
 */

/** @typedef {"unit"|"weight"|"bias"|"parameter"|"none"} Kind  what the numbers of a station are of, one each */
/** @typedef {{layer: number, unit: number, input: number|null}} Place */

/** @type {Partial<Record<Quantity, Kind>>} */
const KINDS = {
  loss: "none",
  mean: "none",
  d_weights: "weight",
  d_biases: "bias",
  penalty: "parameter",
  clipping: "parameter",
  optimizer: "parameter",
  change: "parameter",
  new_value: "parameter",
};

/** @param {OpenedStep} opened */
export const kindAt = (opened) => KINDS[stationOf(opened).name] ?? "unit";

/**
 * @param {OpenedStep} opened
 * @param {Selection|null} selection
 * @param {TopologyEvent} topology
 * @returns {StepNumber}
 */
export function numberAt(opened, selection, topology) {
  const { name: quantity, layer } = stationOf(opened);
  const sample = shownSample(opened);
  const kind = kindAt(opened);
  if (kind === "none") return { quantity, layer: null, unit: null, input: null, sample };
  const place =
    kind === "parameter"
      ? parameterOf(selection, topology)
      : placeIn(layer ?? 0, kind, endsOf(selection, topology));
  return { quantity, ...place, sample };
}

/**
 * The parameter that a selection is about: itself, the first that enters or leaves its unit, the first of all.
 * @param {Selection|null} selection @param {TopologyEvent} topology @returns {Place}
 */
function parameterOf(selection, topology) {
  const { from, to } = endsOf(selection, topology);
  if (to && to.layer > 0) {
    const isBias = selection?.kind === "parameter" && from === null;
    return { layer: to.layer, unit: to.index, input: isBias ? null : (from?.index ?? 0) };
  }
  return { layer: 1, unit: 0, input: to?.index ?? 0 };
}

/**
 * @param {number} layer @param {Kind} kind @param {ReturnType<typeof endsOf>} ends @returns {Place}
 */
function placeIn(layer, kind, { from, to }) {
  const unit = [to, from].find((end) => end?.layer === layer)?.index ?? 0;
  if (kind !== "weight") return { layer, unit, input: null };
  const input = [from, to].find((end) => end?.layer === layer - 1)?.index ?? 0;
  return { layer, unit, input };
}

/**
 * The units at the ends of what is selected; of a unit, itself.
 * @param {Selection|null} selection @param {TopologyEvent} topology
 */
function endsOf(selection, topology) {
  if (selection === null) return { from: null, to: null };
  if (selection.kind === "unit") return { from: null, to: placeOfUnit(selection.unit, topology) };
  const { from, to } = placeOfParameter(selection.parameter, topology);
  return { from: from === null ? null : placeOfUnit(from, topology), to: placeOfUnit(to, topology) };
}

/**
 * The index of a unit, of all units.
 * @param {{layer: number|null, unit: number|null}} number @param {TopologyEvent} topology
 */
export const unitIndex = ({ layer, unit }, { unit_offsets }) =>
  valueAt(unit_offsets, layer ?? 0) + (unit ?? 0);

/** The index of a parameter. @param {Place} place @param {TopologyEvent} topology */
export function parameterIndex({ layer, unit, input }, { layer_sizes, weight_offsets, bias_offsets }) {
  if (input === null) return valueAt(bias_offsets, layer - 1) + unit;
  return valueAt(weight_offsets, layer - 1) + unit * valueAt(layer_sizes, layer - 1) + input;
}

/**
 * What has to be selected for a number.
 * @param {Kind} kind @param {Place} place @param {TopologyEvent} topology @returns {Selection}
 */
export function selectionOf(kind, place, topology) {
  if (kind === "unit") return { kind: "unit", unit: unitIndex(place, topology) };
  return { kind: "parameter", parameter: parameterIndex(place, topology) };
}

/** @typedef {{name: string, value: number|null}} Known  null: not computed yet, or not at all */

/**
 * All numbers of the unit or parameter that is explained, as far as they have been computed at this station.
 * @param {OpenedStep} opened @param {StepNumber} number @param {TopologyEvent} topology
 * @returns {Known[]}  none at a station of no unit
 */
export function knownOf(opened, number, topology) {
  const { layer, unit, input } = number;
  if (layer === null || unit === null) return [];
  const { arrays } = opened.record;
  if (kindAt(opened) === "unit") return unitNumbers(opened, { layer, unit }, topology);
  const index = parameterIndex({ layer, unit, input }, topology);
  /** @param {string} name @param {boolean} isThere @param {keyof StepArrays} array @returns {Known} */
  const known = (name, isThere, array) => ({
    name,
    value: isThere ? numberOrNull(/** @type {Float64Array} */ (arrays[array])[index]) : null,
  });
  const quantity = input === null ? "d_biases" : "d_weights";
  return [
    known("old", true, "before"),
    known(quantity, isComputed(opened, quantity, layer), "d_parameters"),
    known("change", isComputed(opened, "change"), "change"),
    known("new", isComputed(opened, "new_value"), "after"),
  ];
}

/** @param {OpenedStep} opened @param {{layer: number, unit: number}} place @param {TopologyEvent} topology @returns {Known[]} */
function unitNumbers(opened, place, topology) {
  const { record, sample } = opened;
  const index = unitIndex(place, topology);
  const at = sample === null ? -1 : record.kept.indexOf(sample);
  const names = /** @type {const} */ (["z", "a", "d_a", "d_z"]);
  return names.map((name) => {
    const all = at < 0 ? record.arrays.means[name] : record.arrays[name];
    const value = all[at < 0 ? index : index * record.kept.length + at];
    return { name, value: isComputed(opened, name, place.layer) ? numberOrNull(value) : null };
  });
}

/** @param {number|undefined} value */
const numberOrNull = (value) => (value === undefined || Number.isNaN(value) ? null : value);
