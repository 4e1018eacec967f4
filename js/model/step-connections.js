/**
 * What every weight and bias shows at a station of an opened step: on the way forward what it carries, on the way back its
 * gradient, then what becomes of that; NaN where nothing has been computed yet. Pure.
 */

import { isComputed, stationOf } from "./opened-step.js";
import { handedOn, isBackward } from "./step-units.js";
import { valueAt } from "./value-at.js";

/** @import {Quantity, TopologyEvent} from "../protocol.js" */
/** @import {OpenedStep} from "./opened-step.js" */

/** @typedef {"contribution"|"d_parameters"|"share"|"penalty"|"gradient"|"memory"|"change"|"after"} ConnectionQuantity */
/** @typedef {Pick<TopologyEvent, "layer_sizes"|"unit_offsets"|"weight_offsets"|"bias_offsets"|"n_parameters">} Parameters */

/** In the update every parameter has its number at once; where the code lacks one, the number before it stays. */
/** @type {[Quantity, ConnectionQuantity][]} */
const UPDATE = [
  ["new_value", "after"],
  ["change", "change"],
  ["optimizer", "memory"],
  ["clipping", "gradient"],
  ["penalty", "penalty"],
];

/** @param {OpenedStep} opened @returns {ConnectionQuantity} */
export function shownOfConnections(opened) {
  if (!isBackward(opened)) return "contribution";
  if (stationOf(opened).phase === "backward") return opened.sample === null ? "d_parameters" : "share";
  const isShown = (/** @type {Quantity} */ name) => isComputed(opened, name) && !lacksMemory(opened, name);
  return UPDATE.find(([name]) => isShown(name))?.[1] ?? "d_parameters";
}

/** @param {OpenedStep} opened @param {Quantity} name */
const lacksMemory = (opened, name) => name === "optimizer" && memoryOf(opened) === null;

/** What the optimizer remembers, the first of it. @param {OpenedStep} opened @returns {string|null} */
export const memoryOf = ({ record }) => Object.keys(record.arrays.memory_after)[0] ?? null;

/**
 * @param {OpenedStep} opened
 * @param {Parameters} parameters
 * @param {ConnectionQuantity} quantity
 * @returns {Float64Array}  (n_parameters,)
 */
export function connectionValues(opened, parameters, quantity) {
  const { arrays } = opened.record;
  switch (quantity) {
    case "contribution":
      return ofLayers(opened, parameters, ["z", "z"], contributionsOf(opened));
    case "d_parameters":
      return ofLayers(opened, parameters, ["d_weights", "d_biases"], (at) => Number(arrays.d_parameters[at]));
    case "share":
      return ofLayers(opened, parameters, ["d_weights", "d_biases"], sharesOf(opened));
    case "memory":
      return arrays.memory_after[memoryOf(opened) ?? ""] ?? arrays.gradient;
    default:
      return arrays[quantity];
  }
}

/**
 * @param {OpenedStep} opened
 * @param {Parameters} parameters
 * @param {[Quantity, Quantity]} names  where in the step the numbers of a layer's weights, and of its biases, are made
 * @param {(at: number, from: number|null, to: number) => number} numberOf  a parameter, and the units that it connects
 */
function ofLayers(opened, { layer_sizes, unit_offsets, ...parameters }, [ofWeights, ofBiases], numberOf) {
  const values = new Float64Array(parameters.n_parameters).fill(Number.NaN);
  for (const [index, firstWeight] of parameters.weight_offsets.entries()) {
    const [nFrom = 0, nTo = 0] = layer_sizes.slice(index, index + 2);
    const [firstFrom = 0, firstTo = 0] = unit_offsets.slice(index, index + 2);
    const firstBias = valueAt(parameters.bias_offsets, index);
    const [hasWeights, hasBiases] = [ofWeights, ofBiases].map((name) => isComputed(opened, name, index + 1));
    for (let to = 0; to < nTo; to++) {
      for (let from = 0; from < nFrom && hasWeights; from++) {
        const at = firstWeight + to * nFrom + from;
        values[at] = numberOf(at, firstFrom + from, firstTo + to);
      }
      if (hasBiases) values[firstBias + to] = numberOf(firstBias + to, null, firstTo + to);
    }
  }
  return values;
}

/** Weight × input, and the bias as it is: what adds up to z. @param {OpenedStep} opened */
function contributionsOf(opened) {
  const { before } = opened.record.arrays;
  /** @type {Map<number, number>} */ const known = new Map();
  const inputOf = (/** @type {number} */ unit) => {
    const value = known.get(unit) ?? handedOn(opened, unit);
    known.set(unit, value);
    return value;
  };
  return (/** @type {number} */ at, /** @type {number|null} */ from) =>
    Number(before[at]) * (from === null ? 1 : inputOf(from));
}

/** Of one sample in d_weights and d_biases: d_z × input. @param {OpenedStep} opened */
function sharesOf(opened) {
  const { arrays, kept } = opened.record;
  const place = kept.indexOf(opened.sample ?? Number.NaN);
  /** @type {(at: number, from: number|null, to: number) => number} */
  return (_at, from, to) =>
    Number(arrays.d_z[to * kept.length + place]) * (from === null ? 1 : handedOn(opened, from));
}
