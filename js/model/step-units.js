/** What every unit shows at a station of an opened step: what has been computed of it so far, NaN where nothing has. Pure. */

import { isComputed, stationOf } from "./opened-step.js";
import { valueAt } from "./value-at.js";

/** @import {TopologyEvent} from "../protocol.js" */
/** @import {OpenedStep} from "./opened-step.js" */

/** @typedef {"a"|"z"|"d_a"|"d_z"} UnitQuantity */
/** @typedef {Pick<TopologyEvent, "layer_sizes"|"unit_offsets"|"n_units">} Units */

/** Of a layer, the last of them that has been computed is shown: on the way forward, and from the loss on its way back. */
const FORWARD = /** @type {const} */ (["a", "z"]);
const BACKWARD = /** @type {const} */ (["d_z", "d_a"]);

/** Whether a step is on its way back, so that gradients are shown. @param {OpenedStep} opened */
export const isBackward = (opened) => ["backward", "update"].includes(stationOf(opened).phase);

/**
 * What the units of each layer show; null: nothing has been computed of them yet.
 * @param {OpenedStep} opened
 * @param {Pick<Units, "layer_sizes">} units
 * @returns {(UnitQuantity|null)[]}
 */
export function shownQuantities(opened, { layer_sizes }) {
  const quantities = isBackward(opened) ? BACKWARD : FORWARD;
  return layer_sizes.map((_, layer) => quantities.find((name) => isComputed(opened, name, layer)) ?? null);
}

/**
 * @param {OpenedStep} opened
 * @param {Units} units
 * @param {(UnitQuantity|null)[]} quantities  of each layer
 * @returns {Float64Array}  (n_units,)
 */
export function unitValues(opened, { layer_sizes, unit_offsets, n_units }, quantities) {
  const values = new Float64Array(n_units).fill(Number.NaN);
  for (const [layer, quantity] of quantities.entries()) {
    if (quantity === null) continue;
    const first = valueAt(unit_offsets, layer);
    for (let unit = first; unit < first + valueAt(layer_sizes, layer); unit++)
      values[unit] = unitValue(opened, quantity, unit);
  }
  return values;
}

/** Of the chosen sample, or the mean of the batch. @param {OpenedStep} opened @param {UnitQuantity} quantity @param {number} unit */
function unitValue({ record, sample }, quantity, unit) {
  const { arrays, kept } = record;
  if (sample === null) return arrays.means[quantity][unit] ?? Number.NaN;
  return arrays[quantity][unit * kept.length + kept.indexOf(sample)] ?? Number.NaN;
}

/**
 * What every unit hands on: its activation as dropout lets it through. Of a batch that was thinned out only the means are
 * known, and dropout's share of them is not.
 * @param {OpenedStep} opened
 * @param {number} unit
 */
export function handedOn({ record, sample }, unit) {
  const { arrays, kept, batch } = record;
  const from = unit * kept.length;
  const masked = (/** @type {number} */ place) => {
    const mask = arrays.mask[from + place] ?? Number.NaN;
    return Number(arrays.a[from + place]) * (Number.isNaN(mask) ? 1 : mask);
  };
  if (sample !== null) return masked(kept.indexOf(sample));
  if (Number.isNaN(arrays.mask[from] ?? Number.NaN)) return arrays.means.a[unit] ?? Number.NaN;
  if (kept.length < batch.length) return Number.NaN;
  return kept.reduce((sum, _, place) => sum + masked(place), 0) / kept.length;
}
