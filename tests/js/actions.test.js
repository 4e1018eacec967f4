import assert from "node:assert/strict";
import { test } from "node:test";
import { createActions } from "../../js/actions.js";
import { createStore } from "../../js/store.js";

/** @param {string|null} undo */
const withUndo = (undo) => (/** @type {any} */ state) => ({ ...state, edits: { undo, redo: null } });
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** Actions on a worker that answers when the test says so. */
function begin() {
  const store = createStore(
    /** @type {any} */ ({ config: {}, edits: { undo: null, redo: null }, notice: null }),
  );
  /** @type {{name: string, resolve: (value?: unknown) => void, reject: (error: Error) => void}[]} */
  const asked = [];
  const request = (/** @type {string} */ name) =>
    new Promise((resolve, reject) => asked.push({ name, resolve, reject }));
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
  const show = (/** @type {string} */ status) => store.update((state) => ({ ...state, status, network: {} }));
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
