/**
 * The path of a chosen sample through the network: from the outputs back, into each unit on it the connections that carry at
 * least half as much as the strongest. Pure.
 */

import { isComputed, stationOf } from "./opened-step.js";
import { handedOn } from "./step-units.js";
import { valueAt } from "./value-at.js";

/** @import {OpenedStep} from "./opened-step.js" */
/** @import {Parameters} from "./step-connections.js" */

const LEAST_SHARE = 0.5; // of the strongest into the same unit (by eye)

/**
 * @param {OpenedStep} opened
 * @param {Parameters} parameters
 * @returns {Uint8Array|null}  (n_parameters,) 1: on the path, as is the bias of a unit on it; null: there is none, since no
 *   sample is chosen, nothing has been computed yet, or the numbers are no sample's
 */
export function pathOf(opened, parameters) {
  if (opened.sample === null || stationOf(opened).phase === "update") return null;
  const layers = parameters.layer_sizes.map((_, layer) => layer);
  const last = layers.findLast((layer) => layer > 0 && isComputed(opened, "z", layer));
  if (last === undefined) return null;
  const isOnPath = new Uint8Array(parameters.n_parameters);
  /** Units on it, by their places in the layer. @type {Set<number>} */
  let units = new Set(Array.from({ length: valueAt(parameters.layer_sizes, last) }, (_, unit) => unit));
  for (let layer = last; layer > 0; layer--) units = markInto(isOnPath, { opened, parameters, layer, units });
  return isOnPath;
}

/**
 * Mark what carries most into some units of a layer.
 * @param {Uint8Array} isOnPath  is written into
 * @param {{opened: OpenedStep, parameters: Parameters, layer: number, units: Set<number>}} into
 * @returns {Set<number>}  the units of the layer before from which it comes
 */
function markInto(isOnPath, { opened, parameters, layer, units }) {
  const { layer_sizes, unit_offsets, weight_offsets, bias_offsets } = parameters;
  const before = layer - 1;
  const inputs = Array.from({ length: valueAt(layer_sizes, before) }, (_, from) =>
    handedOn(opened, valueAt(unit_offsets, before) + from),
  );
  /** @type {Set<number>} */ const sources = new Set();
  for (const unit of units) {
    const first = valueAt(weight_offsets, before) + unit * inputs.length;
    const sizes = inputs.map((input, from) =>
      Math.abs(Number(opened.record.arrays.before[first + from]) * input),
    );
    const least = Math.max(...sizes) * LEAST_SHARE;
    for (const [from, size] of sizes.entries()) {
      if (!(size > 0 && size >= least)) continue;
      isOnPath[first + from] = 1;
      sources.add(from);
    }
    isOnPath[valueAt(bias_offsets, before) + unit] = 1;
  }
  return sources;
}
