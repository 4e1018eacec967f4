/** Which samples the network takes for another class, and how many. Pure. */

import { formatCount } from "../../kit/format.js";

/** @import {DatasetEvent, StateEvent} from "../../protocol.js" */

/**
 * @param {Pick<DatasetEvent, "task"|"n_outputs"|"target_range"|"train_targets"|"test_targets">} dataset
 * @param {Float32Array} outputs  (n_outputs, n_train + n_test); of other samples, or empty: not known
 * @returns {number[]}  in their order, training samples first; none for regression
 */
export function wrongSamples({ task, n_outputs, target_range, train_targets, test_targets }, outputs) {
  const nTrain = train_targets.length / n_outputs;
  const n = nTrain + test_targets.length / n_outputs;
  if (task === "regression" || outputs.length !== n * n_outputs) return [];
  const middle = (target_range[0] + target_range[1]) / 2;
  const wrong = [];
  for (let sample = 0; sample < n; sample++) {
    const isTest = sample >= nTrain;
    const targets = isTest ? test_targets : train_targets;
    const own = ownClass(targets, n_outputs, isTest ? sample - nTrain : sample, middle);
    const answer = ownClass(outputs, n_outputs, sample, middle);
    if (answer !== own && answer !== null) wrong.push(sample);
  }
  return wrong;
}

/**
 * The class that outputs or targets stand for; null: one of them is no number.
 * @param {Float32Array} values  (n_outputs, n_samples)
 * @param {number} n_outputs
 * @param {number} sample
 * @param {number} middle  of the range, from which on one output stands for class 1
 */
function ownClass(values, n_outputs, sample, middle) {
  const n = values.length / n_outputs;
  let best = 0;
  for (let row = 0; row < n_outputs; row++) {
    const value = Number(values[row * n + sample]);
    if (Number.isNaN(value)) return null;
    if (n_outputs === 1) return value >= middle ? 1 : 0;
    if (value > Number(values[best * n + sample])) best = row;
  }
  return best;
}

/**
 * How many are wrong, in words.
 * @param {Pick<DatasetEvent, "task"|"n_outputs"|"train_targets"|"test_targets">} dataset
 * @param {Pick<StateEvent, "train_accuracy"|"test_accuracy">} network
 * @param {boolean} isTestShown
 * @returns {string}  empty for regression
 */
export function describeWrong(
  { task, n_outputs, train_targets, test_targets },
  { train_accuracy, test_accuracy },
  isTestShown,
) {
  if (task === "regression") return "";
  const count = (/** @type {Float32Array} */ targets, /** @type {number|null} */ accuracy) => {
    const n = targets.length / n_outputs;
    return `${accuracy === null ? "–" : formatCount(Math.round((1 - accuracy) * n))} of ${formatCount(n)}`;
  };
  const test = isTestShown ? `, ${count(test_targets, test_accuracy)} test samples` : "";
  return `Wrong: ${count(train_targets, train_accuracy)} training samples${test}`;
}
