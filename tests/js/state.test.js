import assert from "node:assert/strict";
import { test } from "node:test";
import {
  makeState,
  reduce,
  spaceUnits,
  unitOf,
  wantedViews,
  withError,
  withNotice,
  withView,
} from "../../js/model/state.js";
import { FIRST_VIEW } from "../../js/model/view.js";

const EDITS = { frozen: [], undo: null, redo: null };
/** @type {any} */
const TOPOLOGY = {
  type: "topology",
  run: "a",
  run_id: 1,
  config: { seed: 0, data: { dataset: "xor" } },
  layer_sizes: [2, 3, 1],
  weight_offsets: [0, 9],
  bias_offsets: [6, 12],
  unit_offsets: [0, 2, 5],
  edits: EDITS,
};
/** @type {any} */
const NETWORK = {
  type: "state",
  run: "a",
  run_id: 1,
  status: "stopped",
  step: 0,
  grid: Float32Array.of(1),
  history: Float64Array.of(0, 0, 0, 0, 0, 0),
  unit_grids: null,
  distributions: null,
};
/** @type {any} */
const DATASET = { type: "dataset", run: "a", run_id: 1, n_inputs: 2, train_inputs: new Float32Array(20) };
/** @type {any} */
const CATALOG = { type: "catalog", catalog: { datasets: [] } };

const first = () => makeState([CATALOG, TOPOLOGY, DATASET, NETWORK], { ...FIRST_VIEW });
const ready = () => reduce(first(), { type: "status", stage: "ready", loaded: 1, total: 1 });

test("the first state is loading and shows what the build has computed", () => {
  const state = first();
  assert.equal(state.status, "loading");
  assert.equal(state.grid, NETWORK.grid);
  assert.equal(state.config, TOPOLOGY.config);
  assert.equal(reduce(state, NETWORK).status, "loading");
});

test("the status follows the worker: ready, training, stopped, diverged, failed", () => {
  let state = ready();
  assert.equal(state.status, "ready");
  for (const status of /** @type {const} */ (["training", "stopped", "diverged"])) {
    state = reduce(state, { ...NETWORK, status, step: 5 });
    assert.equal(state.status, status);
  }
  state = reduce(state, { type: "status", stage: "failed", loaded: 0, total: 1 });
  assert.equal(state.status, "failed");
  assert.equal(reduce(state, NETWORK).status, "failed");
});

test("events of a run that is over change nothing", () => {
  const state = reduce(ready(), { ...TOPOLOGY, run: "a", run_id: 4 });
  for (const late of [
    { ...NETWORK, run: "a", run_id: 3 },
    { ...TOPOLOGY, run: "a", run_id: 3 },
    { ...DATASET, run: "a", run_id: 3 },
    { type: /** @type {const} */ ("config"), run: "a", run_id: 3, config: TOPOLOGY.config, edits: EDITS },
  ]) {
    assert.equal(reduce(state, late), state);
  }
});

test("a state without grid and history keeps the last ones", () => {
  const state = ready();
  const next = reduce(state, { ...NETWORK, step: 9, grid: null, history: null });
  assert.equal(next.network.step, 9);
  assert.equal(next.grid, state.grid);
  assert.equal(next.history, state.history);
});

test("another shape clears the selection, the same shape keeps it", () => {
  const state = withView(ready(), { selection: { kind: "unit", unit: 3 } });
  const same = reduce(state, { ...TOPOLOGY, run: "a", run_id: 2 });
  assert.deepEqual(same.view.selection, { kind: "unit", unit: 3 });
  const other = reduce(state, { ...TOPOLOGY, run: "a", run_id: 2, layer_sizes: [2, 4, 1] });
  assert.equal(other.view.selection, null);
});

test("the run to compare with is the one that Python says", () => {
  const previous_history = new Float64Array(12);
  const run = reduce(ready(), { ...NETWORK, step: 9, history: new Float64Array(18) });
  const next = reduce(run, { ...TOPOLOGY, run: "a", run_id: 2, previous_history });
  assert.equal(next.previous_history, previous_history);
  assert.equal(
    reduce(next, { ...TOPOLOGY, run: "a", run_id: 3, previous_history: null }).previous_history,
    null,
  );
});

test("what has become of the run is told with the failure of an edit", () => {
  const failed = reduce(ready(), {
    type: "error",
    run: "a",
    error: { code: "code", message: "ValueError: only now", traceback: "…" },
  });
  const said = "The edit has failed (ValueError: only now), and the version before it goes on.";
  assert.deepEqual(failed.notice, { kind: "error", message: said, detail: "…" });
  assert.equal(failed.code_error?.message, "ValueError: only now");
  const older = { code: "older_run", message: "An older run goes on." };
  const next = reduce(failed, { type: "error", run: "a", error: older });
  assert.equal(next.notice?.message, `${said} An older run goes on.`);
  assert.equal(next.code_error, failed.code_error);
  assert.equal(reduce(ready(), { type: "error", run: "a", error: older }).notice?.message, older.message);
});

test("the hidden space is spanned by the first units of the last layer with two, or as chosen in one layer", () => {
  const units = (/** @type {[number, number]|null} */ space_units, layer_sizes = [2, 3, 1], n_units = 6) =>
    spaceUnits({ ...FIRST_VIEW, space_units }, { ...TOPOLOGY, layer_sizes, n_units });
  assert.deepEqual(units(null), [2, 3]);
  assert.deepEqual(units([4, 2]), [4, 2]);
  assert.deepEqual(units([1, 1]), [1, 1]);
  assert.deepEqual(units([4, 1]), [2, 3]); // of two layers, which the units of another network may be
  assert.deepEqual(units([6, 0]), [2, 3]);
  assert.equal(units(null, [1, 1, 1], 3), null);
});

test("a sample that is not there any more gives way to the first", () => {
  const state = withView(ready(), { sample: 9 });
  assert.equal(reduce(state, DATASET).view.sample, 9);
  assert.equal(reduce(state, { ...DATASET, train_inputs: new Float32Array(18) }).view.sample, 0);
  assert.equal(reduce(withView(state, { sample: null }), DATASET).view.sample, null);
});

test("a divergence is kept until the run goes on", () => {
  /** @type {any} */
  const divergence = { type: "divergence", run: "a", run_id: 1, step: 7, quantity: "the loss" };
  let state = reduce(reduce(ready(), divergence), { ...NETWORK, status: "diverged", step: 7 });
  assert.equal(state.divergence, divergence);
  state = reduce(state, { ...TOPOLOGY, run: "a", run_id: 2 });
  assert.equal(state.divergence, null);
});

test("errors and notices are told and taken away", () => {
  const error = { code: "python", message: "No.", traceback: "line 1" };
  const told = reduce(ready(), { type: "error", run: "a", error });
  assert.deepEqual(told.notice, { kind: "error", message: "No.", detail: "line 1" });
  assert.deepEqual(withError(ready(), error).notice, told.notice);
  assert.equal(withNotice(told, null).notice, null);
});

test("an unknown event is a mistake of ours", () => {
  // @ts-expect-error: no such event
  assert.throws(() => reduce(ready(), { type: "weather" }), TypeError);
});

test("every parameter enters a unit", () => {
  const units = Array.from({ length: 13 }, (_, parameter) =>
    unitOf({ kind: "parameter", parameter }, TOPOLOGY),
  );
  assert.deepEqual(units, [2, 2, 3, 3, 4, 4, 2, 3, 4, 5, 5, 5, 5]);
});

test("the worker computes what is open, and the sum of a unit that has one", () => {
  const view = { ...FIRST_VIEW, tiles: true, confusion: true };
  assert.deepEqual(wantedViews(view, TOPOLOGY), {
    grid: true,
    sample: 0,
    unit_grids: true,
    confusion: true,
    distributions: false,
    unit: null,
    space: null,
    probe: null,
  });
  assert.deepEqual(wantedViews({ ...view, probe: [1, -2] }, TOPOLOGY).probe, [1, -2]);
  const unit = (/** @type {import("../../js/model/view.js").Selection} */ selection) =>
    wantedViews({ ...view, selection }, TOPOLOGY).unit;
  assert.equal(unit({ kind: "unit", unit: 1 }), null);
  assert.equal(unit({ kind: "unit", unit: 2 }), 2);
  assert.equal(unit({ kind: "unit", unit: 4 }), 4);
  assert.equal(unit({ kind: "parameter", parameter: 12 }), 5);
});

test("loading is told in stages and bytes, and does not touch the run", () => {
  const state = reduce(first(), { type: "status", stage: "packages", loaded: 10, total: 40 });
  assert.equal(state.status, "loading");
  assert.deepEqual(state.loading, { stage: "packages", loaded: 10, total: 40 });
  assert.equal(state.network, NETWORK);
});

test("ready is told of the run in hand: one that has taken steps is stopped, not ready", () => {
  const state = reduce(first(), { ...NETWORK, step: 5 });
  assert.equal(state.status, "loading");
  assert.equal(reduce(state, { type: "status", stage: "ready", loaded: 1, total: 1 }).status, "stopped");
});

test("a worker that replaces a failed one loads again", () => {
  const failed = reduce(ready(), { type: "status", stage: "failed", loaded: 0, total: 1 });
  assert.equal(reduce(failed, { type: "status", stage: "runtime", loaded: 0, total: 1 }).status, "loading");
});

test("the run of the first worker follows the one that the build has computed", () => {
  const state = first();
  assert.equal(state.topology.run_id, 0);
  assert.equal(TOPOLOGY.run_id, 1); // the build's event is left as it was
  assert.notEqual(reduce(state, TOPOLOGY), state);
});

test("a new run brings its configuration and edits, and forgets the old unit grids", () => {
  const old = reduce(ready(), { ...NETWORK, unit_grids: Float32Array.of(1, 2) });
  /** @type {any} */
  const event = {
    ...TOPOLOGY,
    run: "a",
    run_id: 2,
    config: { ...TOPOLOGY.config, seed: 7 },
    edits: { ...EDITS, undo: "the network" },
  };
  const state = reduce(old, event);
  assert.equal(state.topology, event);
  assert.equal(state.config, event.config);
  assert.equal(state.edits, event.edits);
  assert.equal(old.unit_grids.length, 2);
  assert.equal(state.unit_grids.length, 0);
});

test("a changed configuration does not begin a run", () => {
  const state = ready();
  /** @type {any} */
  const event = {
    type: "config",
    run: "a",
    run_id: 1,
    config: { seed: 0, training: {} },
    edits: { ...EDITS, frozen: [3] },
  };
  const next = reduce(state, event);
  assert.equal(next.config, event.config);
  assert.equal(next.edits, event.edits);
  assert.equal(next.topology, state.topology);
  assert.equal(next.network, state.network);
});

test("a catalog replaces the one that the build has computed", () => {
  /** @type {any} */
  const event = { type: "catalog", catalog: { datasets: [{ name: "moons" }] } };
  assert.equal(reduce(ready(), event).catalog, event.catalog);
});

test("costly parts stay until newer ones come", () => {
  /** @type {any} */
  const distributions = { n_bins: 1 };
  const unit_grids = Float32Array.of(3);
  let state = reduce(ready(), { ...NETWORK, unit_grids, distributions });
  state = reduce(state, { ...NETWORK, step: 2 });
  assert.equal(state.unit_grids, unit_grids);
  assert.equal(state.distributions, distributions);
});

test("a state that is finite again takes the word of a divergence away", () => {
  /** @type {any} */
  const divergence = { type: "divergence", run: "a", run_id: 1, step: 7, quantity: "the loss" };
  const diverged = reduce(reduce(ready(), divergence), { ...NETWORK, status: "diverged", step: 7 });
  assert.equal(reduce(diverged, { ...NETWORK, step: 6 }).divergence, null);
});

test("a snapshot is the worker client's own and changes nothing", () => {
  const state = ready();
  /** @type {any} */
  const event = { type: "keyframe", run: "a", entry: 1, step: 0, meta: "{}", values: new Float64Array() };
  assert.equal(reduce(state, event), state);
});

test("a view is changed in part, and no reducer changes the state that it is given", () => {
  const state = ready();
  const before = structuredClone(state);
  const next = withView(state, { theme: "dark", sample: null });
  assert.deepEqual(next.view, { ...state.view, theme: "dark", sample: null });
  withNotice(state, { kind: "info", message: "Hello." });
  reduce(state, { ...TOPOLOGY, run: "a", run_id: 2 });
  reduce(state, { ...NETWORK, step: 9 });
  assert.deepEqual(state, before);
});
