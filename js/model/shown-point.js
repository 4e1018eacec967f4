/**
 * What the units show: any point of the plane, or else a training sample, or else the mean over all of them. Pure.
 */

/** @import {DatasetEvent, StateEvent} from "../protocol.js" */
/** @import {ViewSettings} from "./view.js" */

/** @typedef {[number, number]} Point  of the plane: x1 and x2 */
/** @typedef {Pick<DatasetEvent, "train_inputs"|"n_inputs">} Samples */
/** @typedef {{sample: number|null, point: Point|null}} Shown  of the view, or of a state of the network */

/** Of one that is pointed at: as exact as it is shown, so that it can be typed again. */
const DECIMALS = 2;

/** @param {Samples} dataset */
export const countOf = ({ train_inputs, n_inputs }) => train_inputs.length / n_inputs;

/**
 * Where it is.
 * @param {Shown} shown
 * @param {Samples} dataset
 * @returns {Point|null}  null: it is the mean, or a sample that there is not
 */
export function placeOf({ sample, point }, dataset) {
  return point ?? (sample === null ? null : placeOfSample(dataset, sample));
}

/** @param {Samples} dataset @param {number} sample @returns {Point|null} */
export function placeOfSample(dataset, sample) {
  const { train_inputs } = dataset;
  const [x1, x2] = [train_inputs[sample], train_inputs[countOf(dataset) + sample]];
  return x1 === undefined || x2 === undefined ? null : [x1, x2];
}

/** The training sample that is shown. @param {Shown} shown @returns {number|null} */
export const sampleOf = ({ sample, point }) => (point ? null : sample);

/** Whether it is the mean over all training samples. @param {Shown} shown */
export const isMean = ({ sample, point }) => sample === null && point === null;

/**
 * Whether the numbers of a state are of what is to be shown.
 * @param {{view: Pick<ViewSettings, "sample"|"point">, network: Pick<StateEvent, "run_id"|"sample"|"point">, topology: {run_id: number}}} state
 */
export function isKnown({ view, network, topology }) {
  const isOfRun = network.run_id >= topology.run_id; // else it is of other samples
  return isOfRun && network.sample === view.sample && String(network.point) === String(view.point);
}

/**
 * A point within the plane, as exact as it is shown.
 * @param {Point} point
 * @param {[number, number]} domain
 * @returns {Point}
 */
export function pointWithin([x1, x2], [low, high]) {
  const within = (/** @type {number} */ x) => Number(Math.min(Math.max(x, low), high).toFixed(DECIMALS)) + 0; // no -0
  return [within(x1), within(x2)];
}

/** The training sample nearest to a point. @param {Samples} dataset @param {Point} point @returns {number} */
export function nearestTo(dataset, [x1, x2]) {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let sample = 0; sample < countOf(dataset); sample++) {
    const [at1, at2] = placeOfSample(dataset, sample) ?? [0, 0];
    const distance = Math.hypot(at1 - x1, at2 - x2);
    if (distance < least) [best, least] = [sample, distance];
  }
  return best;
}

/**
 * The sample after (direction 1) or before (-1) the chosen one, round the ends; from the mean
 * (null) to the first or the last.
 * @param {number|null} sample
 * @param {number} n_samples
 * @param {1|-1} direction
 */
export function adjacentSample(sample, n_samples, direction) {
  if (sample === null) return direction > 0 ? 0 : n_samples - 1;
  return (sample + direction + n_samples) % n_samples;
}

/**
 * The sample to which one goes on or back; from a point that is the nearest.
 * @param {Shown} shown
 * @param {Samples} dataset
 * @param {1|-1} direction
 */
export function nextSample({ sample, point }, dataset, direction) {
  return point ? nearestTo(dataset, point) : adjacentSample(sample, countOf(dataset), direction);
}
