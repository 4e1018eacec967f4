import assert from "node:assert/strict";
import { test } from "node:test";
import { marksOf, zerosOf } from "../../js/charts/marks.js";

const DIVERGED = {
  status: /** @type {const} */ ("diverged"),
  divergence: /** @type {any} */ ({ step: 21, after: null }),
  network: { steps_per_epoch: 7 },
};

test("a divergence is marked at its epoch, for as long as the run has diverged", () => {
  assert.deepEqual(marksOf(DIVERGED), [{ epoch: 3, label: "diverged" }]);
  assert.deepEqual(marksOf({ ...DIVERGED, status: "stopped" }), []);
  assert.deepEqual(marksOf({ ...DIVERGED, divergence: null }), []);
});

test("zeros are told with their line", () => {
  const columns = [
    [0, 1, 2],
    [0.5, 0, null],
    [0, 0.25, 0],
  ];
  assert.deepEqual(zerosOf(columns), [
    { line: 0, epoch: 1 },
    { line: 1, epoch: 0 },
    { line: 1, epoch: 2 },
  ]);
});
