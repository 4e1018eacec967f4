import assert from "node:assert/strict";
import { test } from "node:test";
import { openStep } from "../../js/model/opened-step.js";
import { spaceUnits } from "../../js/model/space-units.js";
import {
  asSeen,
  asSeenStore,
  makeState,
  reduce,
  withError,
  withNotice,
  withOpened,
  withView,
} from "../../js/model/state.js";
import { createStore } from "../../js/model/store.js";
import { FIRST_VIEW } from "../../js/model/view.js";
import { unitOf, wantedViews } from "../../js/model/wanted-views.js";
import { recordOf } from "./step-record.js";

const EDITS = { frozen: [], undo: null, redo: null };
/** @type {any} */
const TOPOLOGY = {
  type: "topology",
  run: "a",
  run_id: 1,
  config: { seed: 0, data: { dataset: "xor" }, training: { speed: 1 } },
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
  entry: 0,
  step: 0,
  grid: Float32Array.of(1),
  history: Float64Array.of(0, 0, 0, 0, 0, 0),
  unit_grids: null,
  distributions: null,
};
/** @type {any} */
const DATASET = { type: "dataset", run: "a", run_id: 1, n_inputs: 2, train_inputs: new Float32Array(20) };
/** @type {any} */
const CONFIG = { seed: 0, training: { learning_rate: 0.1, speed: 1 } };
/** @type {any} */
const CATALOG = { type: "catalog", run: "a", catalog: { datasets: [] } };

const first = () => makeState([CATALOG, TOPOLOGY, DATASET, NETWORK], { ...FIRST_VIEW });
const ready = () => reduce(first(), { type: "status", stage: "ready", loaded: 1, total: 1 });

test("the first state is loading and shows what the build has computed", () => {
  const state = first();
  assert.equal(asSeen(state).status, "loading");
  assert.equal(asSeen(state).grid, NETWORK.grid);
  assert.equal(asSeen(state).config, TOPOLOGY.config);
  assert.equal(asSeen(reduce(state, NETWORK)).status, "loading");
});

test("an equal catalog or configuration is the old one, so that no control is made anew under the pointer", () => {
  const state = first();
  const again = reduce(reduce(state, structuredClone(CATALOG)), structuredClone(TOPOLOGY));
  assert.equal(asSeen(again).catalog, asSeen(state).catalog);
  assert.equal(asSeen(again).config, asSeen(state).config);
  const config = { ...structuredClone(TOPOLOGY.config), seed: 1 };
  const other = reduce(
    again,
    /** @type {any} */ ({ type: "config", run: "a", run_id: 1, config, edits: EDITS }),
  );
  assert.deepEqual(asSeen(other).config, config);
  assert.equal(asSeen(other).config.data, asSeen(state).config.data);
});

test("the status follows the worker: ready, training, stopped, diverged, failed", () => {
  let state = ready();
  assert.equal(asSeen(state).status, "ready");
  for (const status of /** @type {const} */ (["training", "stopped", "diverged"])) {
    state = reduce(state, { ...NETWORK, status, step: 5 });
    assert.equal(asSeen(state).status, status);
  }
  state = reduce(state, { type: "status", stage: "failed", loaded: 0, total: 1 });
  assert.equal(asSeen(state).status, "failed");
  assert.equal(asSeen(reduce(state, NETWORK)).status, "failed");
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
  assert.equal(asSeen(next).network.step, 9);
  assert.equal(asSeen(next).grid, asSeen(state).grid);
  assert.equal(asSeen(next).history, asSeen(state).history);
});

test("another shape clears the selection, the same shape keeps it", () => {
  const state = withView(ready(), { selection: { kind: "unit", unit: 3 } });
  const same = reduce(state, { ...TOPOLOGY, run: "a", run_id: 2 });
  assert.deepEqual(asSeen(same).view.selection, { kind: "unit", unit: 3 });
  const other = reduce(state, { ...TOPOLOGY, run: "a", run_id: 2, layer_sizes: [2, 4, 1] });
  assert.equal(asSeen(other).view.selection, null);
});

test("the run to compare with is the one that Python says", () => {
  const previous_history = new Float64Array(12);
  const run = reduce(ready(), { ...NETWORK, step: 9, history: new Float64Array(18) });
  const next = reduce(run, { ...TOPOLOGY, run: "a", run_id: 2, previous_history });
  assert.equal(asSeen(next).previous_history, previous_history);
  assert.equal(
    asSeen(reduce(next, { ...TOPOLOGY, run: "a", run_id: 3, previous_history: null })).previous_history,
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
  assert.deepEqual(asSeen(failed).notice, { kind: "error", message: said, detail: "…" });
  assert.equal(asSeen(failed).code_error?.message, "ValueError: only now");
  const older = { code: "older_run", message: "An older run goes on." };
  const next = reduce(failed, { type: "error", run: "a", error: older });
  assert.equal(asSeen(next).notice?.message, `${said} An older run goes on.`);
  assert.equal(asSeen(next).code_error, asSeen(failed).code_error);
  assert.equal(
    asSeen(reduce(ready(), { type: "error", run: "a", error: older })).notice?.message,
    older.message,
  );
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
  assert.equal(asSeen(reduce(state, DATASET)).view.sample, 9);
  assert.equal(asSeen(reduce(state, { ...DATASET, train_inputs: new Float32Array(18) })).view.sample, 0);
  assert.equal(asSeen(reduce(withView(state, { sample: null }), DATASET)).view.sample, null);
});

test("a divergence is kept until the run goes on", () => {
  /** @type {any} */
  const divergence = { type: "divergence", run: "a", run_id: 1, step: 7, quantity: "the loss" };
  let state = reduce(reduce(ready(), divergence), { ...NETWORK, status: "diverged", step: 7 });
  assert.equal(asSeen(state).divergence, divergence);
  state = reduce(state, { ...TOPOLOGY, run: "a", run_id: 2 });
  assert.equal(asSeen(state).divergence, null);
});

test("errors and notices are told and taken away", () => {
  const error = { code: "python", message: "No.", traceback: "line 1" };
  const told = reduce(ready(), { type: "error", run: "a", error });
  assert.deepEqual(asSeen(told).notice, { kind: "error", message: "No.", detail: "line 1" });
  assert.deepEqual(asSeen(withError(ready(), error)).notice, asSeen(told).notice);
  assert.equal(asSeen(withNotice(told, null)).notice, null);
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
    sample_outputs: true,
    sample: 0,
    point: null,
    unit_grids: true,
    confusion: true,
    distributions: false,
    unit: null,
    space: null,
    layer_space: null,
    probe: null,
    gradient: false,
    loss_surface: null,
  });
  assert.equal(wantedViews({ ...view, connections: "gradients" }, TOPOLOGY).gradient, true);
  const over = wantedViews({ ...view, pose: "loss", loss_directions: [2, 900] }, TOPOLOGY).loss_surface;
  assert.deepEqual(over, { directions: "path", samples: "train", extent: 1, size: 41 });
  assert.deepEqual(wantedViews({ ...view, pose: "space_of_layer" }, TOPOLOGY).layer_space?.[0], 1);
  const several = { ...TOPOLOGY, layer_sizes: [2, 3, 3] };
  const outputs = (/** @type {object} */ shown) =>
    wantedViews({ ...FIRST_VIEW, surface: false, data: false, ...shown }, several).sample_outputs;
  assert.deepEqual([outputs({}), outputs({ surface: true }), outputs({ data: true })], [false, true, true]);
  const { distributions, space } = wantedViews({ ...view, distributions: true, space: true }, TOPOLOGY);
  assert.deepEqual([distributions, space], [true, [2, 3]]);
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
  assert.equal(asSeen(state).status, "loading");
  assert.deepEqual(asSeen(state).loading, { stage: "packages", loaded: 10, total: 40 });
  assert.equal(asSeen(state).network, NETWORK);
});

test("ready is told of the run in hand: one that has taken steps is stopped, not ready", () => {
  const state = reduce(first(), { ...NETWORK, step: 5 });
  assert.equal(asSeen(state).status, "loading");
  assert.equal(
    asSeen(reduce(state, { type: "status", stage: "ready", loaded: 1, total: 1 })).status,
    "stopped",
  );
});

test("a worker that replaces a failed one loads again", () => {
  const failed = reduce(ready(), { type: "status", stage: "failed", loaded: 0, total: 1 });
  assert.equal(
    asSeen(reduce(failed, { type: "status", stage: "runtime", loaded: 0, total: 1 })).status,
    "loading",
  );
});

test("the run of the first worker follows the one that the build has computed", () => {
  const state = first();
  assert.equal(asSeen(state).topology.run_id, 0);
  assert.equal(TOPOLOGY.run_id, 1); // the build's event is left as it was
  assert.notEqual(reduce(state, TOPOLOGY), state);
});

test("a new run brings its configuration and edits, and forgets the old unit grids and outputs at samples", () => {
  const known = { unit_grids: Float32Array.of(1, 2), sample_outputs: Float32Array.of(3) };
  const old = reduce(ready(), { ...NETWORK, ...known });
  /** @type {any} */
  const event = {
    ...TOPOLOGY,
    run: "a",
    run_id: 2,
    config: { ...TOPOLOGY.config, seed: 7 },
    edits: { ...EDITS, undo: "the network" },
  };
  const state = reduce(old, event);
  assert.equal(asSeen(state).topology, event);
  assert.deepEqual(asSeen(state).config, event.config);
  assert.equal(asSeen(state).edits, event.edits);
  assert.equal(asSeen(old).unit_grids.length, 2);
  assert.equal(asSeen(state).unit_grids.length, 0);
  assert.equal(asSeen(old).sample_outputs.length, 1);
  assert.equal(asSeen(state).sample_outputs.length, 0);
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
  assert.deepEqual(asSeen(next).config, event.config);
  assert.equal(asSeen(next).edits, event.edits);
  assert.equal(asSeen(next).topology, asSeen(state).topology);
  assert.equal(asSeen(next).network, asSeen(state).network);
});

test("a catalog replaces the one that the build has computed", () => {
  /** @type {any} */
  const event = { type: "catalog", run: "a", catalog: { datasets: [{ name: "moons" }] } };
  assert.deepEqual(asSeen(reduce(ready(), event)).catalog, event.catalog);
});

test("costly parts stay until newer ones come", () => {
  /** @type {any} */
  const distributions = { n_bins: 1 };
  const unit_grids = Float32Array.of(3);
  let state = reduce(ready(), { ...NETWORK, unit_grids, distributions });
  state = reduce(state, { ...NETWORK, step: 2 });
  assert.equal(asSeen(state).unit_grids, unit_grids);
  assert.equal(asSeen(state).distributions, distributions);
});

test("a state that is finite again takes the word of a divergence away", () => {
  /** @type {any} */
  const divergence = { type: "divergence", run: "a", run_id: 1, step: 7, quantity: "the loss" };
  const diverged = reduce(reduce(ready(), divergence), { ...NETWORK, status: "diverged", step: 7 });
  assert.equal(asSeen(reduce(diverged, { ...NETWORK, step: 6 })).divergence, null);
});

test("a keyframe is kept with the past and changes nothing else", () => {
  const state = ready();
  /** @type {any} */
  const event = { type: "keyframe", run: "a", entry: 1, step: 0, meta: "{}", values: new Float64Array() };
  const { past, ...others } = asSeen(reduce(state, event));
  assert.deepEqual([...past.keyframes.keys()], ["1:0"]);
  const { past: _before, ...same } = asSeen(state);
  assert.deepEqual(others, same);
});

test("a view is changed in part, and no reducer changes the state that it is given", () => {
  const state = ready();
  const before = structuredClone(state);
  const next = withView(state, { theme: "dark", sample: null });
  assert.deepEqual(asSeen(next).view, { ...asSeen(state).view, theme: "dark", sample: null });
  withNotice(state, { kind: "info", message: "Hello." });
  reduce(state, { ...TOPOLOGY, run: "a", run_id: 2 });
  reduce(state, { ...NETWORK, step: 9 });
  assert.deepEqual(state, before);
});

test("a state is seen as the same record, and what has not changed is the same object in it", () => {
  const state = ready();
  assert.equal(asSeen(state), asSeen(state));
  const next = withView(state, { theme: "dark" });
  assert.notEqual(asSeen(next), asSeen(state));
  for (const name of /** @type {const} */ (["network", "topology", "dataset", "grid", "edits", "catalog"])) {
    assert.equal(asSeen(next)[name], asSeen(state)[name]);
  }
  assert.throws(() => asSeen(state, "b"), /there is no run "b"/);
});

test("another run is kept beside the one that is shown, and changes nothing of what is seen", () => {
  const state = ready();
  const other = reduce(reduce(state, { ...TOPOLOGY, run: "b", run_id: 2, layer_sizes: [2, 5, 1] }), {
    ...NETWORK,
    run: "b",
    run_id: 2,
    step: 7,
    status: "training",
  });
  assert.deepEqual(asSeen(other), asSeen(state));
  assert.deepEqual(Object.keys(other.runs), ["a", "b"]);
  const seen = asSeen(other, "b");
  assert.deepEqual([seen.network.step, seen.status, seen.topology.layer_sizes], [7, "training", [2, 5, 1]]);
  assert.equal(seen.dataset, asSeen(state).dataset);
  // Each has run ids of its own.
  const both = reduce(other, { ...NETWORK, step: 3 });
  assert.deepEqual([asSeen(both).network.step, asSeen(both, "b").network.step], [3, 7]);
  assert.deepEqual(reduce(both, { type: "closed", run: "b" }).runs, { a: both.runs.a });
});

test("a fork has its own code, and its own run ids, however high those of the run that is shown are", () => {
  const edited = { type: /** @type {const} */ ("code"), run: "a", edited: [], files: { "losses.py": "…" } };
  let state = reduce(reduce(ready(), edited), { ...TOPOLOGY, run_id: 9 });
  state = reduce(state, { type: "log", run: "a", text: "printed by the edit" });
  // As Python tells it: the code first.
  let both = reduce(state, { ...edited, run: "c", files: {} });
  both = reduce(both, { ...TOPOLOGY, run: "c", run_id: 3, layer_sizes: [2, 5, 1] });
  both = reduce(both, { ...NETWORK, run: "c", run_id: 3, step: 7 });
  const seen = asSeen(both, "c");
  assert.deepEqual([seen.code, seen.log], [{}, []]);
  assert.deepEqual([seen.topology.layer_sizes, seen.network.step], [[2, 5, 1], 7]);
  assert.equal(reduce(both, { ...NETWORK, run: "c", run_id: 2 }), both); // of a network that is over
  assert.equal(asSeen(both), asSeen(state));
});

test("who looks at the run that is shown is not told of what another does", () => {
  const pages = createStore(ready());
  const store = asSeenStore(pages);
  /** @type {number[]} */
  const told = [];
  store.subscribe(({ network }, previous) => told.push(network.step, previous.network.step));
  pages.update((state) => reduce(state, { ...TOPOLOGY, run: "b", run_id: 2 }));
  const before = store.get();
  pages.update((state) => reduce(state, { ...NETWORK, run: "b", run_id: 2, step: 5 }));
  assert.equal(store.get(), before);
  assert.deepEqual(told, []);
  pages.update((state) => reduce(state, { ...NETWORK, step: 3 }));
  assert.deepEqual(told, [3, 0]);
  assert.equal(asSeen(pages.get(), "b"), asSeen(pages.get(), "b"));
});

test("of a run that nobody has heard of only its network is the beginning", () => {
  const state = ready();
  assert.equal(reduce(state, { ...NETWORK, run: "b" }), state);
  assert.equal(reduce(state, { type: "catalog", run: "b", catalog: CATALOG.catalog }), state);
});

test("the table of weights turns to what is chosen, and stays where that is in it", () => {
  const choose = (/** @type {any} */ selection, weights_layer = /** @type {number|null} */ (null)) =>
    asSeen(withView(withView(ready(), { weights_layer }), { selection })).view.weights_layer;
  assert.equal(choose({ kind: "unit", unit: 5 }), 2);
  assert.equal(choose({ kind: "parameter", parameter: 12 }), 2);
  assert.equal(choose({ kind: "unit", unit: 3 }), null);
  assert.equal(choose({ kind: "unit", unit: 3 }, 2), 1);
  assert.equal(choose(null, 2), 2);
});

test("a map of another number of outputs is not kept: it could be taken for one of another size", () => {
  const state = reduce(ready(), { ...NETWORK, grid: Float32Array.of(1, 2, 3, 4) });
  assert.equal(asSeen(reduce(state, { ...TOPOLOGY, run_id: 2 })).grid.length, 4);
  const other = reduce(state, { ...TOPOLOGY, run_id: 2, layer_sizes: [2, 3, 4] });
  assert.equal(asSeen(other).grid.length, 0);
});

/** A run at step 0 whose next step is open. */
const opened = () => withOpened(ready(), () => openStep({ ...recordOf([2, 3, 1]), step: 0 }));

test("an open step stays while nothing but the looks of the run changes", () => {
  const state = opened();
  assert.equal(asSeen(state).opened?.at, 0);
  const again = reduce(reduce(state, { ...NETWORK, sample: 3 }), structuredClone(DATASET));
  assert.equal(asSeen(again).opened, asSeen(state).opened);
  const faster = { ...CONFIG, training: { ...CONFIG.training, speed: 2 } };
  const before = reduce(state, { type: "config", run: "a", run_id: 1, config: CONFIG, edits: EDITS });
  const shown = withOpened(before, () => openStep({ ...recordOf([2, 3, 1]), step: 0 }));
  const after = reduce(shown, { type: "config", run: "a", run_id: 1, config: faster, edits: EDITS });
  assert.notEqual(asSeen(after).opened, null);
});

test("an open step is closed when the run takes a step, is changed, or is another", () => {
  /** @type {any[]} */
  const events = [
    { ...NETWORK, step: 1 },
    { ...NETWORK, entry: 5 },
    { ...TOPOLOGY, run_id: 2 },
    { ...DATASET, train_inputs: new Float32Array(22) },
    { type: "code", run: "a", files: { "network.py": "" } },
    { type: "config", run: "a", run_id: 1, config: CONFIG, edits: EDITS },
  ];
  for (const event of events) assert.equal(asSeen(reduce(opened(), event)).opened, null, event.type);
});
