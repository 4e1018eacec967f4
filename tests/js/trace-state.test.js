import assert from "node:assert/strict";
import { test } from "node:test";
import { isBehind, isStale, lineView, runOfLayer, selectedLines } from "../../js/ui/code/trace-state.js";

const TOUCHES = { units: [[2, 5]], parameters: [[0, 6]], samples: "batch" };
const visit = (/** @type {number|null} */ layer) => ({
  ...{ function: "_forward", layer, touches: TOUCHES },
  values: [{ name: "z", shape: [3], dtype: "float64", numbers: [1, 2, 3], changed: true }],
});
/** @type {any} */
const TRACED = {
  trace: {
    step: 1200,
    batch: [4, 7],
    files: { "network.py": { 12: [visit(1), visit(2)], 13: [visit(null)] } },
  },
  at: 1000,
  run_id: 3,
};
/** @type {any} */
const STATE = {
  dataset: { train_inputs: new Float32Array(20), n_inputs: 2 },
  topology: { layer_sizes: [2, 3, 1] },
};
const at = (/** @type {number} */ line) => ({ file: "network.py", line, first: 10 });

test("a line tells the runs that it had, and the numbers of the chosen one", () => {
  const view = lineView(TRACED, at(12), 1, STATE);
  assert.equal(view.heading, "Line 12, in _forward, at step 1,200");
  assert.deepEqual(view.runs, ["Run 1 of 2, layer 1", "Run 2 of 2, layer 2"]);
  assert.deepEqual(view.values, [{ name: "z", text: "3: 1, 2, 3", changed: true }]);
  assert.deepEqual(view.touched?.samples, [4, 7]);
  assert.equal(lineView(TRACED, at(13), 1, STATE).run, 0); // it had one only
});

test("while a step is open a line tells the run in the layer that is looked at, and lights nothing itself", () => {
  assert.equal(runOfLayer(TRACED, at(12), 2), 1);
  assert.equal(runOfLayer(TRACED, at(13), 2), -1);
  assert.notEqual(lineView(TRACED, at(12), 1, STATE).lit, "");
  assert.equal(lineView(TRACED, at(12), 1, { ...STATE, opened: {} }).lit, "");
});

test("a line that does not compute says so and touches nothing", () => {
  const view = lineView(TRACED, at(14), -1, STATE);
  assert.deepEqual(
    [view.heading, view.runs, view.touched],
    ["Line 14 does not compute in a step.", [], null],
  );
});

test("what is selected marks its lines, counted from the first shown", () => {
  assert.deepEqual(selectedLines(TRACED, at(12), { kind: "unit", unit: 3 }), [3, 4]);
  assert.deepEqual(selectedLines(TRACED, at(12), { kind: "parameter", parameter: 6 }), []);
  assert.deepEqual(selectedLines(TRACED, at(12), null), []);
});

test("a trace is looked at anew after a while, and when the run rests elsewhere", () => {
  assert.deepEqual([isStale(null, 0), isStale(TRACED, 3000), isStale(TRACED, 3001)], [true, false, true]);
  const behind = (/** @type {any} */ status, step = 1200, run_id = 3) =>
    isBehind(TRACED, { status, network: /** @type {any} */ ({ step, run_id }) });
  assert.equal(behind("stopped"), false);
  assert.equal(behind("stopped", 1201), true);
  assert.equal(behind("training", 1201), false);
  assert.equal(behind("training", 1200, 4), true);
});
