import assert from "node:assert/strict";
import { test } from "node:test";
import { fillWithRun } from "../../js/charts/history.js";
import { makeLines } from "../../js/charts/lines.js";

test("another run is read at the epochs of this one, and ends where it ended", () => {
  const rows = [
    [0, 10, 20], // epoch
    [0, 70, 140],
    [1, 1, 1],
    [0.5, 0.3, 0.2], // test loss
    [0, 0, 0],
    [0, 0, 0],
  ];
  /** @type {(number|null)[]} */
  const column = [9, 9];
  fillWithRun(column, Float64Array.from(rows.flat()), "test_loss", [0, 5, 10, 20, 21]);
  assert.deepEqual(
    column.map((value) => value && Number(value.toFixed(12))),
    [0.5, 0.4, 0.3, 0.2, null],
  );
});

test("the last run has a line of its own between this run's and the level ones", () => {
  const dataset = {
    task: /** @type {const} */ ("binary"),
    baseline_accuracy: 0.5,
    best_accuracy: 1,
    baseline_loss: 0.25,
  };
  const names = (/** @type {boolean} */ hasPrevious) =>
    makeLines("accuracy", dataset, hasPrevious).lines.map(({ name }) => name);
  assert.deepEqual(names(true), ["train", "test", "previous", "baseline", "best"]);
  assert.deepEqual(names(false), ["train", "test", "baseline", "best"]);
});
