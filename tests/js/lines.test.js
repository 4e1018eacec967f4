import assert from "node:assert/strict";
import { test } from "node:test";
import { LOSS, makeLines } from "../../js/charts/lines.js";

const CLASSES = {
  task: /** @type {const} */ ("binary"),
  baseline_accuracy: 0.5,
  best_accuracy: 0.97,
  baseline_loss: 0.25,
};
const REGRESSION = {
  ...CLASSES,
  task: /** @type {const} */ ("regression"),
  baseline_accuracy: null,
  best_accuracy: null,
};

/** @param {"loss"|"accuracy"} name @param {Parameters<typeof makeLines>[1]} dataset */
function linesOf(name, dataset) {
  const { lines, levels } = makeLines(name, dataset);
  return [lines.map((line) => line.name).join(" "), levels];
}

test("the accuracy stands beside its baseline and the best that the noise allows", () => {
  assert.deepEqual(linesOf("accuracy", CLASSES), ["train test baseline best", [0.5, 0.97]]);
  assert.deepEqual(linesOf("accuracy", { ...CLASSES, best_accuracy: null }), ["train test baseline", [0.5]]);
});

test("the loss has a baseline for regression", () => {
  assert.deepEqual(linesOf("loss", REGRESSION), ["train test baseline", [0.25]]);
  assert.deepEqual(linesOf("loss", CLASSES), ["train test", []]);
});

test("numbers of an axis are short, however large", () => {
  const written = [0, 0.25, 0.02, 1e-5, 3e-21, 5e-324, 200_000, 1e6, 2.5e290].map(LOSS.formatTick);
  assert.deepEqual(written, ["0", "0.25", "0.02", "0.00001", "3e-21", "5e-324", "200000", "1e6", "2.5e290"]);
});
