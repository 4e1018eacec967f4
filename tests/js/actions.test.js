import assert from "node:assert/strict";
import { test } from "node:test";
import { asSeenStore, withNotice } from "../../js/model/state.js";
import { createStore } from "../../js/model/store.js";
import { createActions, seedsInWords } from "../../js/sync/actions.js";

/** @param {string|null} undo */
const withUndo = (undo) => withRun({ edits: { undo, redo: null } });
/** @param {object} changes  of the run that is shown */
function withRun(changes) {
  return (/** @type {any} */ state) => ({ ...state, runs: { a: { ...state.runs.a, ...changes } } });
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** Actions on a worker that answers when the test says so. */
function begin() {
  const run = { config: {}, edits: { undo: null, redo: null }, network: { status: "stopped", step: 1 } };
  const page = { loading: { stage: "ready" }, notice: null };
  const store = asSeenStore(
    createStore(/** @type {any} */ ({ page, catalog: {}, view: {}, runs: { a: run }, shown: "a" })),
  );
  /** @type {{name: string, params: any, resolve: (value?: unknown) => void, reject: (error: Error) => void}[]} */
  const asked = [];
  const request = (/** @type {string} */ name, /** @type {object} */ params) =>
    new Promise((resolve, reject) => asked.push({ name, params, resolve, reject }));
  /** @type {unknown[]} */ const reported = [];
  globalThis.reportError = (error) => reported.push(error);
  const actions = createActions({
    request,
    store,
    showError: () => false,
  });
  return { actions, store, asked, reported, names: () => asked.map(({ name }) => name) };
}

test("undo takes back the change that is still under way", async () => {
  const { actions, store, asked, names } = begin();
  actions.onParameter(3, 0.5);
  actions.onUndo();
  await settle();
  assert.deepEqual(names(), ["set_parameter"]);
  store.update(withUndo("a weight"));
  asked[0].resolve();
  await settle();
  assert.deepEqual(names(), ["set_parameter", "undo"]);
  asked[1].resolve();
  await settle();
  assert.equal(store.get().notice?.message, "Taken back: a weight.");
});

test("undo asks for nothing when there is nothing to take back", async () => {
  const { actions, names } = begin();
  actions.onUndo();
  actions.onRedo();
  await settle();
  assert.deepEqual(names(), []);
});

test("a fault of the page is reported and keeps no later command waiting", async () => {
  const { actions, store, asked, reported, names } = begin();
  const fault = new TypeError("a fault");
  actions.onStart();
  asked[0].reject(fault);
  store.update(withUndo("the network"));
  actions.onNetwork(() => {
    throw fault;
  });
  actions.onUndo();
  await settle();
  assert.deepEqual(reported, [fault, fault]);
  assert.deepEqual(names(), ["start_training", "undo"]);
});

test("a key pressed again before the state shows what it did starts and stops in turn", async () => {
  const { actions, store, asked, names } = begin();
  const show = (/** @type {string} */ status) => store.update(withRun({ network: { status, step: 1 } }));
  actions.onToggle();
  actions.onToggle();
  assert.deepEqual(names(), ["start_training", "stop_training"]);
  show("training"); // sent before the second was heard
  asked[0].resolve();
  await settle();
  actions.onToggle();
  asked[1].resolve();
  asked[2].resolve();
  await settle();
  show("training");
  actions.onToggle();
  asked[3].resolve();
  await settle();
  actions.onToggle();
  assert.deepEqual(names().slice(2), ["start_training", "stop_training", "start_training"]);
});

test("after a refused start the key starts again", async () => {
  const { actions, asked, names } = begin();
  actions.onToggle();
  asked[0].reject(Object.assign(new Error(), { error: { code: "invalid", message: "diverged" } }));
  await settle();
  actions.onToggle();
  assert.deepEqual(names(), ["start_training", "start_training"]);
});

test("an error that comes while a command is under way stays to be read", async () => {
  const { actions, store, asked } = begin();
  const error = { kind: /** @type {const} */ ("error"), message: "the edit has failed" };
  store.update((state) => withNotice(state, { kind: "error", message: "read before" }));
  actions.onStart();
  store.update((state) => withNotice(state, error));
  asked[0].resolve();
  await settle();
  assert.equal(store.get().notice, error);
  actions.onStop(); // what was there when it was asked has been read
  asked[1].resolve();
  await settle();
  assert.equal(store.get().notice, null);
});

test("Regenerate goes on from the data seed that the press before it leads to", async () => {
  const { actions, store, asked } = begin();
  const withSeed = (/** @type {number|null} */ data_seed) => (/** @type {any} */ state) => ({
    ...withRun({ config: { seed: 7, data_seed } })(state),
    catalog: { limits: { seed: { max: 9 } } },
  });
  store.update(withSeed(null));
  actions.onRegenerate();
  actions.onRegenerate();
  await settle();
  assert.deepEqual(asked[0].params, { data_seed: 8 });
  store.update(withSeed(8));
  asked[0].resolve();
  await settle();
  assert.deepEqual(asked[1].params, { data_seed: 9 });
  store.update(withSeed(9));
  actions.onRegenerate();
  asked[1].resolve();
  await settle();
  assert.deepEqual(asked[2].params, { data_seed: 0 });
});

test("new weights are told with the seed that Python has taken", async () => {
  const { actions, store, asked } = begin();
  actions.onNewWeights();
  await settle();
  assert.deepEqual([asked[0].name, asked[0].params], ["new_weights", {}]);
  store.update(withRun({ config: { weight_seed: 4 } }));
  asked[0].resolve();
  await settle();
  assert.match(
    store.get().notice?.message ?? "",
    /new weights, from weight seed 4: same samples, same order\.$/,
  );
});

test("seeds in words are those that are set", () => {
  const config = /** @type {any} */ ({ seed: 7, data_seed: null, weight_seed: null, order_seed: null });
  assert.equal(seedsInWords(config), "seed 7");
  assert.equal(seedsInWords({ ...config, data_seed: 0, order_seed: 3 }), "seed 7, data seed 0, order seed 3");
});
