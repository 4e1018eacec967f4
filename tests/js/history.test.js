import assert from "node:assert/strict";
import { test } from "node:test";
import { createColumns } from "../../js/charts/history.js";

// Two points: epochs 0 and 1, steps 0 and 7, then losses and accuracies.
const HISTORY = Float64Array.of(0, 1, 0, 7, 0.7, 0.5, 0.8, 0.6, 0.5, 0.75, 0.5, 0.7);
const NEWEST = {
  step: 14,
  steps_per_epoch: 7,
  train_loss: 0.4,
  test_loss: 0.45,
  train_accuracy: 0.8,
  test_accuracy: 0.75,
};

/** @param {Partial<import("../../js/charts/history.js").Newest>} changes */
function columnsWith(changes, history = HISTORY) {
  const { columns, update } = createColumns(["epoch", "train_loss"]);
  update(history, { ...NEWEST, ...changes });
  return columns;
}

test("the newest numbers follow the history", () => {
  assert.deepEqual(columnsWith({}), [
    [0, 1, 2],
    [0.7, 0.5, 0.4],
  ]);
});

test("the curve ends within an epoch where training is", () => {
  assert.deepEqual(columnsWith({ step: 8 })[0], [0, 1, 1 + 1 / 7]);
  assert.deepEqual(columnsWith({ step: 3 }, new Float64Array()), [[3 / 7], [0.4]]);
});

test("epochs go on from the history when the batch size has changed in between", () => {
  assert.deepEqual(columnsWith({ step: 8, steps_per_epoch: 200 })[0], [0, 1, 1.005]);
});

test("at the step of the last record the newest numbers take its place", () => {
  // A parameter that is changed by hand changes the loss without a step.
  assert.deepEqual(columnsWith({ step: 7, train_loss: 9 }), [
    [0, 1],
    [0.7, 9],
  ]);
});

test("numbers that are older than the history change nothing", () => {
  assert.deepEqual(columnsWith({ step: 2 })[1], [0.7, 0.5]);
});

test("a loss that is not finite leaves a gap in its line", () => {
  const history = HISTORY.with(5, Number.POSITIVE_INFINITY);
  assert.deepEqual(columnsWith({ train_loss: null }, history)[1], [0.7, null, null]);
});

test("the newest numbers replace each other, in the same arrays", () => {
  const { columns, update } = createColumns(["epoch", "train_loss"]);
  const [, losses] = columns;
  for (const train_loss of [0.4, 0.3]) update(HISTORY, { ...NEWEST, train_loss });
  assert.equal(columns[1], losses);
  assert.deepEqual(losses, [0.7, 0.5, 0.3]);
});
