/**
 * The input plane in words. Pure.
 */

import { formatAccuracy, formatCoordinate, formatCount, formatShort } from "./format.js";

/** @import {DatasetEvent, StateEvent} from "../protocol.js" */

/**
 * What the units show, as a sentence.
 * @param {Pick<DatasetEvent, "train_inputs"|"train_targets"|"n_inputs">} dataset
 * @param {number|null} sample  index of a training sample; null is the mean
 */
export function describeSample({ train_inputs, train_targets, n_inputs }, sample) {
  const x1 = sample === null ? undefined : train_inputs[sample];
  if (sample === null || x1 === undefined) return "Units show the mean over the training samples.";
  const x2 = train_inputs[train_inputs.length / n_inputs + sample] ?? 0;
  const label = formatShort(train_targets[sample] ?? 0);
  const place = `x₁ ${formatCoordinate(x1)}, x₂ ${formatCoordinate(x2)}`;
  return `Units show training sample ${sample + 1}: ${place}, label ${label}.`;
}

/**
 * What the map shows, as a sentence.
 * @param {Pick<DatasetEvent, "domain"|"train_inputs"|"n_inputs">} dataset
 * @param {Pick<StateEvent, "train_accuracy"|"test_accuracy">} network
 */
export function describeOutput({ domain, train_inputs, n_inputs }, { train_accuracy, test_accuracy }) {
  const [low, high] = domain.map(formatShort);
  const n_samples = formatCount(train_inputs.length / n_inputs);
  return (
    `Output of the network for x₁ and x₂ from ${low} to ${high}, with ${n_samples} training samples; ` +
    `it is right on ${formatAccuracy(train_accuracy)} of them and on ` +
    `${formatAccuracy(test_accuracy)} of the test samples.`
  );
}
