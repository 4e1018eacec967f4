/**
 * The input plane in words. Pure.
 */

import { formatAccuracy, formatCoordinate, formatCount, formatLoss, formatShort } from "../../kit/format.js";
import { targetClass, winnerOf } from "../../kit/plane/heatmap-colors.js";
import { pointText } from "../../kit/point-text.js";
import { isKnown, placeOf, placeOfSample } from "../../model/shown-point.js";

/** @import {DatasetEvent, StateEvent, Task} from "../../protocol.js" */
/** @import {Point} from "../../model/shown-point.js" */
/** @import {AppState} from "../../model/state.js" */

/**
 * What a class is called: "class 0", or its name where it has one.
 * @param {string} name
 */
export function describeClass(name) {
  return /^\d+$/.test(name) ? `class ${name}` : name;
}

/**
 * What the units show, as a sentence.
 * @param {Pick<DatasetEvent, "train_inputs"|"train_targets"|"n_inputs"|"n_outputs"|"task"|"class_names">} dataset
 * @param {number|null} sample  index of a training sample; null is the mean
 * @param {Point|null} [point]  that is shown instead
 */
export function describeSample(dataset, sample, point = null) {
  return describeSampleInParts(dataset, sample, point).join("");
}

/**
 * The same with its coordinates apart, for where they are shown anyway.
 * @param {Parameters<typeof describeSample>[0]} dataset
 * @param {number|null} sample
 * @param {Point|null} point
 * @returns {[string, string, string]}  before the coordinates, they, after them
 */
export function describeSampleInParts(dataset, sample, point) {
  if (point) return ["Units show the point", ` ${pointText(point)}`, "."];
  const place = sample === null ? null : placeOfSample(dataset, sample);
  if (sample === null || place === null) return ["Units show the mean over the training samples.", "", ""];
  const target = describeTarget(dataset, sample);
  return [`Units show training sample ${sample + 1}`, `: ${pointText(place)}`, `, ${target}.`];
}

/**
 * @param {Pick<DatasetEvent, "train_targets"|"n_outputs"|"task"|"class_names">} dataset
 * @param {number} sample
 */
function describeTarget({ train_targets, n_outputs, task, class_names }, sample) {
  if (task === "regression") return `target ${formatCoordinate(Number(train_targets[sample]))}`;
  const index = targetClass(train_targets, n_outputs, sample);
  return `label ${class_names[index] ?? index}`;
}

/**
 * What the network gives at the point under the pointer, else at the one that is shown.
 * @param {{dataset: Pick<DatasetEvent, "train_inputs"|"n_inputs"|"n_outputs">, topology: Pick<AppState["topology"], "run_id">, view: Pick<AppState["view"], "probe"|"sample"|"point">, network: Pick<StateEvent, "run_id"|"probe"|"sample"|"point"|"activations">}} state
 * @returns {{x1: number, x2: number, outputs: number[]|null}|null}  outputs null: not known yet; null: neither is there
 */
export function readOutput(state) {
  const { dataset, topology, view, network } = state;
  const { probe } = view;
  if (probe) {
    const isOfRun = network.run_id >= topology.run_id;
    const answer = isOfRun && network.probe?.point.every((x, axis) => x === probe[axis]);
    const outputs = answer ? network.probe?.outputs.map((output) => output ?? Number.NaN) : null;
    return { x1: probe[0], x2: probe[1], outputs: outputs ?? null };
  }
  const place = placeOf(view, dataset);
  if (place === null) return null;
  const outputs = isKnown(state) ? Array.from(network.activations.slice(-dataset.n_outputs)) : null;
  return { x1: place[0], x2: place[1], outputs };
}

/**
 * The outputs at a point, in a few words.
 * @param {Pick<DatasetEvent, "task"|"class_names"|"target_range">} dataset
 * @param {{x1: number, x2: number}} point
 * @param {number[]|null} outputs  null: not known yet
 */
export function describeOutputAt({ task, class_names, target_range }, { x1, x2 }, outputs) {
  const place = pointText([x1, x2]);
  if (outputs === null) return `${place}: output –`;
  const several = outputs.length > 1;
  const winner = winnerOf(outputs, target_range);
  const value = formatCoordinate(outputs[several ? winner : 0] ?? Number.NaN);
  if (task === "regression" || outputs.some(Number.isNaN)) return `${place}: output ${value}`;
  const name = describeClass(class_names[winner] ?? String(winner));
  return several ? `${place}: ${name}, ${value}` : `${place}: output ${value}, ${name}`;
}

/**
 * What the map shows, as a sentence.
 * @param {Pick<DatasetEvent, "domain"|"train_inputs"|"n_inputs"|"task">} dataset
 * @param {Pick<StateEvent, "train_accuracy"|"test_accuracy"|"train_loss"|"test_loss">} network
 */
export function describeOutput({ domain, train_inputs, n_inputs, task }, network) {
  const [low, high] = domain.map(formatShort);
  const n_samples = formatCount(train_inputs.length / n_inputs);
  const start = `Output of the network for x₁ and x₂ from ${low} to ${high}, with ${n_samples} training samples; `;
  if (task === "regression") {
    const [train, test] = [network.train_loss, network.test_loss].map((loss) =>
      loss === null ? "not finite" : formatLoss(loss),
    );
    return `${start}its loss is ${train} on them and ${test} on the test samples.`;
  }
  const { train_accuracy, test_accuracy } = network;
  const [train, test] = [train_accuracy, test_accuracy].map((share) => formatAccuracy(share ?? Number.NaN));
  return `${start}it is right on ${train} of them and on ${test} of the test samples.`;
}

const KEYS =
  "Press or drag to see any point in the units, or a sample with the left and right arrow keys; Escape goes to the mean.";

/**
 * What the colours and lines of the map are, as a hint.
 * @param {Task} task
 * @param {[number, number]} target_range
 */
export function describeMap(task, [low, high]) {
  const line = `The colour is the network's output for each input, the line is where it is ${formatShort((low + high) / 2)}.`;
  const colors = {
    binary: line,
    multiclass:
      "The colour is the class with the largest output for each input, the paler the less sure; the lines are where the largest changes.",
    regression: line,
  };
  return `${colors[task]} ${KEYS}`;
}
