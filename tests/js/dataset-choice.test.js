import assert from "node:assert/strict";
import { test } from "node:test";
import { hidesSettings, withRecommended } from "../../js/model/dataset-choice.js";
import { asSeenStore } from "../../js/model/state.js";
import { createStore } from "../../js/model/store.js";
import { createActions } from "../../js/sync/actions.js";

/** @typedef {import("../../js/protocol.js").Config} Config */

const DATA = { dataset: "circular", n_samples: 200, noise: 0, train_share: 0.5, n_classes: 3 };
/** @returns {any} */
const settings = (data = {}, network = {}, training = {}) => ({
  seed: 0,
  data: { ...DATA, ...data },
  network: {
    features: ["x1", "x2"],
    layer_sizes: [2, 8, 1],
    activations: ["tanh"],
    output_activation: "sigmoid",
    loss: "mse",
    initializer: "xavier",
    ...network,
  },
  training: { optimizer: "sgd", learning_rate: 0.3, batch_size: 32, speed: null, ...training },
});
const SPIRAL = settings(
  { dataset: "spiral", n_samples: 400 },
  { layer_sizes: [2, 16, 16, 1], activations: ["tanh", "tanh"], loss: "binary_cross_entropy" },
  { optimizer: "adam", learning_rate: 0.03 },
);
const BLOBS = settings(
  { dataset: "blobs" },
  { layer_sizes: [2, 4, 3], output_activation: "softmax", loss: "cross_entropy" },
  { learning_rate: 0.1 },
);
const PLANE = settings({ dataset: "plane" }, { layer_sizes: [2, 4, 1], output_activation: "linear" });
const entry = (
  /** @type {string} */ name,
  /** @type {string} */ task,
  /** @type {Config} */ recommended,
) => ({
  name,
  label: name,
  task,
  recommended,
  has_n_classes: task === "multiclass",
  is_tested: name !== "mine",
});
const CATALOG = /** @type {any} */ ({
  defaults: settings({}, {}, { speed: 100 }),
  datasets: [
    entry("circular", "binary", settings()),
    entry("spiral", "binary", SPIRAL),
    entry("blobs", "multiclass", BLOBS),
    entry("plane", "regression", PLANE),
    entry("mine", "binary", { ...SPIRAL, data: { ...SPIRAL.data, dataset: "mine" } }),
  ],
  activations: [{ name: "tanh", label: "Tanh" }],
  optimizers: [{ name: "adam", label: "Adam" }],
});

test("settings that nobody has changed follow the dataset", () => {
  const taken = withRecommended("spiral", settings({}, {}, { speed: 7 }), CATALOG);
  assert.deepEqual(taken?.network, SPIRAL.network);
  assert.deepEqual(taken?.training, SPIRAL.training);
  assert.deepEqual(taken?.data, SPIRAL.data);
  const back = withRecommended("circular", SPIRAL, CATALOG);
  assert.deepEqual(back?.data, DATA);
});

test("a network or a training of one's own stays", () => {
  assert.equal(withRecommended("spiral", settings({}, { layer_sizes: [2, 9, 1] }), CATALOG), null);
  assert.equal(withRecommended("spiral", settings({}, { loss: "binary_cross_entropy" }), CATALOG), null);
  assert.equal(withRecommended("spiral", settings({}, {}, { learning_rate: 0.2 }), CATALOG), null);
});

test("samples and noise that were set by hand stay, what came with the dataset before does not", () => {
  const config = { ...SPIRAL, data: { ...SPIRAL.data, noise: 0.2 } };
  assert.deepEqual(withRecommended("circular", config, CATALOG)?.data, { ...DATA, noise: 0.2 });
  const more = { ...SPIRAL, data: { ...SPIRAL.data, n_samples: 50 } };
  assert.equal(withRecommended("circular", more, CATALOG)?.data.n_samples, 50);
});

test("several classes and regression get the outputs that they need", () => {
  assert.deepEqual(withRecommended("blobs", settings(), CATALOG)?.network, BLOBS.network);
  const four = settings({ n_classes: 4 });
  const taken = withRecommended("blobs", four, CATALOG);
  assert.deepEqual(taken?.network.layer_sizes, [2, 4, 4]);
  assert.equal(taken?.data.n_classes, 4);
  const blobs = {
    ...BLOBS,
    data: { ...BLOBS.data, n_classes: 4 },
    network: { ...BLOBS.network, layer_sizes: [2, 4, 4] },
  };
  const plane = withRecommended("plane", blobs, CATALOG);
  assert.deepEqual(plane?.network, PLANE.network);
  assert.equal(plane?.data.n_classes, 4);
});

test("the page's first network counts as nobody's on any dataset, whatever its output had to become", () => {
  const linked = settings({ dataset: "spiral" });
  assert.deepEqual(withRecommended("plane", linked, CATALOG)?.network, PLANE.network);
  const blobs = settings(
    { dataset: "blobs" },
    { layer_sizes: [2, 8, 3], output_activation: "softmax", loss: "cross_entropy" },
  );
  assert.deepEqual(withRecommended("spiral", blobs, CATALOG)?.network, SPIRAL.network);
});

test("a link that hides what would follow keeps it", () => {
  for (const name of ["n_layers", "learning_rate", "more", "recommended", "loss"]) {
    assert.ok(hidesSettings(["help", name], CATALOG), name);
  }
  assert.ok(!hidesSettings(["seed", "speed", "noise", "code"], CATALOG));
});

/** @param {Config} config @param {string[]} [hidden] */
async function choose(config, name = "spiral", hidden = []) {
  globalThis.reportError = (error) => {
    throw error;
  };
  const page = { loading: { stage: "ready" }, notice: null };
  const run = { config, network: { status: "stopped", step: 1 } };
  const state = { page, catalog: CATALOG, view: {}, runs: { a: run }, shown: "a" };
  const store = asSeenStore(createStore(/** @type {any} */ (state)));
  /** @type {[string, any][]} */ const asked = [];
  const request = async (/** @type {string} */ command, /** @type {object} */ params) => {
    asked.push([command, params]);
    return /** @type {any} */ ({});
  };
  createActions({ request, store, hidden, showError: () => false }).onDataset(name);
  await new Promise((resolve) => setTimeout(resolve));
  return { asked, notice: store.get().notice };
}

test("choosing a dataset brings its settings, at the speed that is set, and offers to undo it", async () => {
  const { asked, notice } = await choose(settings({}, {}, { speed: 7 }));
  assert.equal(asked.length, 1);
  const [command, { config }] = asked[0];
  assert.equal(command, "configure");
  assert.equal(config.training.speed, 7);
  assert.equal(config.training.optimizer, "adam");
  assert.ok(!("seed" in config));
  assert.deepEqual(notice, {
    kind: "info",
    message: "Started over with “spiral” and its recommended settings: 2–16–16–1, Tanh, Adam 0.03.",
    offer: "undo",
  });
  assert.match(
    (await choose(settings(), "mine")).notice?.message ?? "",
    /settings that nobody has tried on it/,
  );
});

test("choosing a dataset for a network of one's own offers the recommended settings", async () => {
  const { asked, notice } = await choose(settings({}, { layer_sizes: [2, 3, 1] }));
  assert.deepEqual(asked, [["generate_data", { dataset: "spiral" }]]);
  assert.equal(notice?.offer, "recommended");
});

test("where a link hides the settings nothing follows and nothing is offered", async () => {
  const { asked, notice } = await choose(settings(), "spiral", ["recommended"]);
  assert.deepEqual(asked, [["generate_data", { dataset: "spiral" }]]);
  assert.equal(notice?.offer, undefined);
});
