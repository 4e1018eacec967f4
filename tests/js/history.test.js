import assert from "node:assert/strict";
import { test } from "node:test";
import { historyRows, withNewest } from "../../js/charts/history.js";

// Two points: epochs 0 and 1, steps 0 and 7, then losses and accuracies.
const HISTORY = Float64Array.of(0, 1, 0, 7, 0.7, 0.5, 0.8, 0.6, 0.5, 0.75, 0.5, 0.7);
/** @type {import("../../js/charts/history.js").Row[]} */
const NAMES = ["epoch", "train_loss"];
const NETWORK = /** @type {import("../../js/protocol.js").StateEvent} */ (
  /** @type {unknown} */ ({ epoch: 2, step: 14, train_loss: 0.4 })
);

test("rows are views into the history, not copies", () => {
  const [epochs, losses] = historyRows(HISTORY, NAMES);
  assert.deepEqual([...(epochs ?? [])], [0, 1]);
  assert.deepEqual([...(losses ?? [])], [0.7, 0.5]);
  assert.equal(epochs?.buffer, HISTORY.buffer);
});

test("the newest numbers follow the history once, and only when it lacks them", () => {
  const rows = historyRows(HISTORY, NAMES);
  assert.deepEqual(
    withNewest(rows, NAMES, NETWORK, 7).map((row) => [...row]),
    [
      [0, 1, 2],
      [0.7, 0.5, 0.4],
    ],
  );
  assert.equal(withNewest(rows, NAMES, NETWORK, 14), rows);
});

test("a loss that is not finite leaves a gap in its line", () => {
  const rows = historyRows(HISTORY, NAMES);
  const diverged = { ...NETWORK, train_loss: null };
  assert.ok(Number.isNaN(withNewest(rows, NAMES, diverged, 7)[1]?.[2]));
});
