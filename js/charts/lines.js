/**
 * Which lines the two charts have, by task. Pure.
 */

import { formatAccuracy, formatLoss } from "../kit/format.js";

/** @import {DatasetEvent} from "../protocol.js" */
/** @import {ChartSpec, Line} from "./chart.js" */

/** By the mark of a line: px drawn and left out. */
export const DASHES = { solid: undefined, dashed: [6, 4], dotted: [2, 3] };

/** @type {Line} */
const TRAIN = {
  name: "train",
  label: "train",
  color: "series-train",
  mark: "solid",
  hint: "Over all training samples, not over one batch.",
};

/** @type {Line} */
const TEST = {
  name: "test",
  label: "test",
  color: "series-test",
  mark: "dashed",
  hint: "Over all test samples, which training never sees.",
};

/** @type {Line} */
const PREVIOUS = {
  name: "previous",
  label: "last run",
  color: "border-control",
  mark: "solid",
  hint: "Over the test samples of the run before this one on the same dataset, at the same epoch; straight between its records.",
};

/** @type {Line} */
const BASELINE = {
  name: "baseline",
  label: "baseline",
  color: "series-baseline",
  mark: "dotted",
  hint: "Test accuracy of always answering the more frequent class: what has learned something is above it.",
};

/** @type {Line} */
const BEST = {
  name: "best",
  label: "best",
  color: "series-best",
  mark: "dotted",
  hint: "An estimate of the best test accuracy that the noise of these samples allows to any network.",
};

/** @type {Line} */
const BASELINE_LOSS = {
  ...BASELINE,
  hint: "Test loss of always answering the mean target: what has learned something is below it.",
};

/** As short as the axis is narrow. @param {number} value */
function formatTick(value) {
  const text = Number(value.toPrecision(6));
  const isShort = text === 0 || (Math.abs(text) >= 1e-5 && Math.abs(text) < 1e6);
  return isShort ? String(text) : text.toExponential().replace("e+", "e");
}

/** @type {ChartSpec & {name: "loss"}} */
export const LOSS = {
  name: "loss",
  title: "Loss",
  hint: "How wrong the network is after each epoch. The left and right arrow keys read the numbers there.",
  format: formatLoss,
  formatTick,
  range: null,
};

/** @type {ChartSpec & {name: "accuracy"}} */
export const ACCURACY = {
  name: "accuracy",
  title: "Accuracy",
  hint: "The share of samples that the network is right on after each epoch. The left and right arrow keys read the numbers there.",
  format: formatAccuracy,
  formatTick: (value) => `${Math.round(value * 100)} %`,
  range: [0, 1.02],
};

/**
 * The lines of a chart, and the heights of those that are level and come last.
 * @param {"loss"|"accuracy"} name
 * @param {Pick<DatasetEvent, "task"|"baseline_accuracy"|"best_accuracy"|"baseline_loss">} dataset
 * @param {boolean} [hasPrevious]  whether there is a run to compare with; its line follows the rows of this one
 * @returns {{lines: Line[], levels: number[]}}
 */
export function makeLines(
  name,
  { task, baseline_accuracy, best_accuracy, baseline_loss },
  hasPrevious = false,
) {
  /** @type {[Line, number|null][]} */
  const candidates =
    name === "accuracy"
      ? [
          [BASELINE, baseline_accuracy],
          [BEST, best_accuracy],
        ]
      : [[BASELINE_LOSS, task === "regression" ? baseline_loss : null]];
  const shown = candidates.filter(([, value]) => value !== null);
  return {
    lines: [TRAIN, TEST, ...(hasPrevious ? [PREVIOUS] : []), ...shown.map(([line]) => line)],
    levels: shown.map(([, value]) => value ?? Number.NaN),
  };
}
