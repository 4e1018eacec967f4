/** Which units a parameter connects, in the order of the parameter vector. Pure. */

import { valueAt } from "../../model/value-at.js";

/** @import {TopologyEvent} from "../../protocol.js" */

/**
 * @typedef {object} Wiring
 * @property {Int32Array} fromUnits  (n_parameters,) the unit that a value comes from; of a bias the one it enters
 * @property {Int32Array} toUnits  (n_parameters,) the unit that it enters
 * @property {Uint8Array} layers  (n_parameters,) the layer that it belongs to: 0 is the first after the input
 */

/**
 * @param {Pick<TopologyEvent, "layer_sizes"|"weight_offsets"|"bias_offsets"|"unit_offsets"|"n_parameters">} topology
 * @returns {Wiring}
 */
export function makeWiring({ layer_sizes, weight_offsets, bias_offsets, unit_offsets, n_parameters }) {
  const fromUnits = new Int32Array(n_parameters);
  const toUnits = new Int32Array(n_parameters);
  const layers = new Uint8Array(n_parameters);
  for (const [layer, weightOffset] of weight_offsets.entries()) {
    const [nFrom = 0, nTo = 0] = layer_sizes.slice(layer, layer + 2);
    const [firstFrom = 0, firstTo = 0] = unit_offsets.slice(layer, layer + 2);
    for (let to = 0; to < nTo; to++) {
      for (let from = 0; from < nFrom; from++) {
        const at = weightOffset + to * nFrom + from;
        fromUnits[at] = firstFrom + from;
        toUnits[at] = firstTo + to;
        layers[at] = layer;
      }
    }
    const biasOffset = valueAt(bias_offsets, layer);
    for (let to = 0; to < nTo; to++) {
      fromUnits[biasOffset + to] = firstTo + to;
      toUnits[biasOffset + to] = firstTo + to;
      layers[biasOffset + to] = layer;
    }
  }
  return { fromUnits, toUnits, layers };
}
