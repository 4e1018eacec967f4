/** What full colour and full thickness stand for: the largest there is in the layer. Pure. */

import { valueAt } from "../../model/value-at.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {Wiring} from "./wiring.js" */

/** Where everything is zero. */
const LEAST = 1e-9;

/**
 * @param {Float32Array} grids  (n_units, points) responses
 * @param {Pick<TopologyEvent, "layer_sizes"|"unit_offsets"|"n_units">} topology
 * @returns {Float32Array}  (n_units,): the largest response, of either sign, of each input, and of each other layer; the
 *   outputs of several classes are shares of 1
 */
export function responseScales(grids, { layer_sizes, unit_offsets, n_units }) {
  const points = grids.length / n_units;
  const scales = new Float32Array(n_units);
  for (const [layer, size] of layer_sizes.entries()) {
    const first = valueAt(unit_offsets, layer);
    if (layer === 0) {
      for (let unit = 0; unit < size; unit++)
        scales[unit] = largest(grids.subarray(unit * points, (unit + 1) * points));
    } else if (layer === layer_sizes.length - 1 && size > 1) scales.fill(1, first, first + size);
    else scales.fill(largest(grids.subarray(first * points, (first + size) * points)), first, first + size);
  }
  return scales;
}

/**
 * @param {Float32Array} parameters  or their gradients
 * @param {Float64Array} activations  (n_units,)
 * @param {Wiring} wiring
 * @param {{isContribution: boolean, focus: number}} options  isContribution: of weights times what they carry; focus: a
 *   unit, or -1
 * @returns {{scales: Float32Array, focusScale: number, isContribution: boolean}}  scales: of each layer after the input; of
 *   the contributions to the focus
 */
export function connectionScales(
  parameters,
  activations,
  { fromUnits, toUnits, layers },
  { isContribution, focus },
) {
  const scales = new Float32Array((layers.at(-1) ?? 0) + 1).fill(LEAST);
  let focusScale = LEAST;
  for (const [index, value] of parameters.entries()) {
    const [from, to, layer] = [Number(fromUnits[index]), Number(toUnits[index]), Number(layers[index])];
    const carried = from === to ? value : value * Number(activations[from]);
    const size = Math.abs(isContribution ? carried : value);
    if (size > Number(scales[layer])) scales[layer] = size;
    if (to === focus && Math.abs(carried) > focusScale) focusScale = Math.abs(carried);
  }
  return { scales, focusScale, isContribution };
}

/** @param {Float32Array} values */
function largest(values) {
  let most = LEAST;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > most && size < Number.POSITIVE_INFINITY) most = size;
  }
  return most;
}
