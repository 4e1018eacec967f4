/**
 * What the picture shows while a step is open: of every unit and connection what has been computed so far, what full colour
 * and thickness stand for, and which samples are lit. Pure.
 */

import { isComputed, stationOf } from "./opened-step.js";
import { connectionValues, shownOfConnections } from "./step-connections.js";
import { pathOf } from "./step-path.js";
import { shownQuantities, unitValues } from "./step-units.js";
import { valueAt } from "./value-at.js";

/** @import {StepRecord, TopologyEvent} from "../protocol.js" */
/** @import {OpenedStep} from "./opened-step.js" */
/** @import {Shown} from "./shown-point.js" */
/** @import {AppState} from "./state.js" */
/** @import {ConnectionQuantity} from "./step-connections.js" */
/** @import {UnitQuantity} from "./step-units.js" */
/** @import {Touched} from "./view.js" */

/**
 * @typedef {object} StepPicture
 * @property {(UnitQuantity|null)[]} quantities  of the units of each layer; null: nothing yet
 * @property {Float64Array} units  (n_units,); NaN: not computed yet
 * @property {Float64Array} unitScales  of each layer, the largest of either sign; 0: nothing yet
 * @property {ConnectionQuantity} quantity  of the connections
 * @property {Float64Array} connections  (n_parameters,); NaN: not computed yet
 * @property {Float64Array} scales  of the connections into each layer after the input
 * @property {"empty"|"map"|"value"} output  what stands where the output's map is: nothing yet, the map, or the output's
 *   own number
 * @property {Uint8Array|null} path  (n_parameters,) 1: a chosen sample's path leads over it; null: there is none
 * @property {Touched} touched  the samples of the batch; at the loss, the chosen one alone
 */

/** @type {WeakMap<OpenedStep, {topology: TopologyEvent, picture: StepPicture}>} */
const made = new WeakMap();
/** The same at all stations of a record. @type {WeakMap<StepRecord, Touched>} */
const lit = new WeakMap();

/**
 * @param {Pick<AppState, "opened"|"topology">} state
 * @returns {StepPicture|null}  null: no step is open, or it is of another network
 */
export function stepPicture({ opened, topology }) {
  if (!opened || opened.record.arrays.before.length !== topology.n_parameters) return null;
  const known = made.get(opened);
  if (known?.topology === topology) return known.picture;
  const picture = makePicture(opened, topology);
  made.set(opened, { topology, picture });
  return picture;
}

/** @param {OpenedStep} opened @param {TopologyEvent} topology @returns {StepPicture} */
function makePicture(opened, topology) {
  const { layer_sizes, unit_offsets, weight_offsets, bias_offsets } = topology;
  const quantities = shownQuantities(opened, topology);
  const units = unitValues(opened, topology, quantities);
  const quantity = shownOfConnections(opened);
  const connections = connectionValues(opened, topology, quantity);
  const sizes = layer_sizes.slice(1);
  return {
    quantities,
    units,
    unitScales: largestOf(units, unit_offsets, layer_sizes),
    quantity,
    connections,
    scales: largestOf(
      connections,
      weight_offsets,
      sizes.map((size, index) => valueAt(bias_offsets, index) + size - valueAt(weight_offsets, index)),
    ),
    output: outputOf(opened, layer_sizes.length - 1),
    path: pathOf(opened, topology),
    touched: litOf(opened),
  };
}

/** @param {OpenedStep} opened @returns {Touched} */
function litOf(opened) {
  const { record, sample } = opened;
  if (sample !== null && stationOf(opened).phase === "loss")
    return { units: [], parameters: [], samples: [sample] };
  const samples = record.batch.filter((sample) => sample >= 0);
  const touched = lit.get(record) ?? { units: [], parameters: [], samples };
  lit.set(record, touched);
  return touched;
}

/** @param {OpenedStep} opened @param {number} last  layer @returns {StepPicture["output"]} */
function outputOf(opened, last) {
  const { phase } = stationOf(opened);
  if (phase === "backward" || phase === "update") return "value";
  return isComputed(opened, "a", last) ? "map" : "empty";
}

/**
 * The largest size in each part of some values; of what is not a number, and of nothing, 0.
 * @param {Float64Array} values
 * @param {number[]} offsets
 * @param {number[]} counts
 */
function largestOf(values, offsets, counts) {
  return Float64Array.from(offsets, (first, part) => {
    let most = 0;
    for (const value of values.subarray(first, first + valueAt(counts, part))) {
      const size = Math.abs(value);
      if (size > most && size < Number.POSITIVE_INFINITY) most = size;
    }
    return most;
  });
}

/**
 * What is lit in the picture and on maps: the samples of an opened step, or else what the line of code at the caret computes
 * with.
 * @param {Pick<AppState, "opened"|"topology"|"view">} state
 * @returns {Touched|null}
 */
export const touchedIn = (state) => stepPicture(state)?.touched ?? state.view.touched;

/**
 * Which sample or point the numbers of the units are of.
 * @param {Pick<AppState, "opened"|"view">} state
 * @returns {Shown}
 */
export const shownIn = ({ opened, view }) => (opened ? { sample: opened.sample, point: null } : view);

/**
 * The outputs at all samples, as the step has computed them: known of those that it keeps, once it has got there.
 * @param {Pick<AppState, "opened"|"topology"|"dataset">} state
 * @returns {Float32Array}  (n_outputs, n_samples), training samples first; NaN: not known
 */
export function stepOutputs({ opened, topology, dataset }) {
  const { n_outputs, n_inputs, train_inputs, test_inputs } = dataset;
  const count = (train_inputs.length + test_inputs.length) / n_inputs;
  const outputs = new Float32Array(n_outputs * count).fill(Number.NaN);
  if (!opened || stationOf(opened).phase !== "loss") return outputs;
  const { kept, arrays } = opened.record;
  const first = topology.n_units - n_outputs;
  for (const [place, sample] of kept.entries()) {
    for (let row = 0; row < n_outputs && sample >= 0; row++)
      outputs[row * count + sample] = arrays.a[(first + row) * kept.length + place] ?? Number.NaN;
  }
  return outputs;
}
