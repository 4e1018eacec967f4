import assert from "node:assert/strict";
import { test } from "node:test";
import {
  commonValue,
  isLayerCount,
  sameSettings,
  withActivation,
  withFeature,
  withHiddenSize,
  withLayerActivation,
  withLayerAdded,
  withLayerCount,
  withLayerRemoved,
  withUnitAdded,
  withUnitRemoved,
} from "../../js/model/network-changes.js";

const NETWORK = {
  features: ["x1", "x2"],
  layer_sizes: [2, 8, 4, 1],
  activations: ["tanh", "relu"],
  output_activation: "sigmoid",
  loss: "mse",
  initializer: "xavier",
  bias_initializer: "zeros",
};
const CONFIG = /** @type {any} */ ({
  seed: 1,
  network: NETWORK,
  data: { dataset: "xor", n_samples: 200, noise: 0 },
  training: { optimizer: "sgd", learning_rate: 0.1, batch_size: 32, speed: null },
});
const FALLBACK = { size: 5, activation: "sigmoid" };

test("a value is common only when all entries have it", () => {
  assert.equal(commonValue([8, 8]), 8);
  assert.equal(commonValue([8, 4]), null);
  assert.equal(commonValue([]), null);
});

test("added layers take the size and the activation of the last hidden one", () => {
  assert.deepEqual(withLayerCount(NETWORK, 6, FALLBACK), {
    layer_sizes: [2, 8, 4, 4, 4, 1],
    activations: ["tanh", "relu", "relu", "relu"],
  });
});

test("removed layers leave the others as they were", () => {
  assert.deepEqual(withLayerCount(NETWORK, 3, FALLBACK), { layer_sizes: [2, 8, 1], activations: ["tanh"] });
  assert.deepEqual(withLayerCount(NETWORK, 2, FALLBACK), { layer_sizes: [2, 1], activations: [] });
});

test("a first hidden layer takes what was used last", () => {
  const flat = { ...NETWORK, layer_sizes: [2, 1], activations: [] };
  assert.deepEqual(withLayerCount(flat, 3, FALLBACK), { layer_sizes: [2, 5, 1], activations: ["sigmoid"] });
});

test("a number that cannot be a length makes no network", () => {
  for (const count of [1, 0, -3, 2.5, Number.NaN, 1e9]) assert.equal(isLayerCount(count), false);
});

test("one hidden size or activation goes to every hidden layer, input and output stay", () => {
  assert.deepEqual(withHiddenSize(NETWORK, 6), { layer_sizes: [2, 6, 6, 1] });
  assert.deepEqual(withActivation(NETWORK, "tanh"), { activations: ["tanh", "tanh"] });
});

test("one layer's activation changes alone", () => {
  assert.deepEqual(withLayerActivation(NETWORK, 1, "linear"), { activations: ["tanh", "linear"] });
});

test("speed, seed and the order of keys make no other settings", () => {
  const { speed, ...rest } = CONFIG.training;
  assert.ok(sameSettings(CONFIG, { ...CONFIG, seed: 9, training: { speed: 30, ...rest } }));
  assert.ok(!sameSettings(CONFIG, { ...CONFIG, training: { ...CONFIG.training, learning_rate: 1 } }));
  assert.equal(speed, null);
});

test("a unit is added to or taken from one hidden layer alone", () => {
  assert.deepEqual(withUnitAdded(NETWORK, 2), { layer_sizes: [2, 8, 5, 1] });
  assert.deepEqual(withUnitRemoved(NETWORK, 1), { layer_sizes: [2, 7, 4, 1] });
});

test("a new layer is like the one before it, or like the one after it, or like the fallback", () => {
  assert.deepEqual(withLayerAdded(NETWORK, 3, FALLBACK), {
    layer_sizes: [2, 8, 4, 4, 1],
    activations: ["tanh", "relu", "relu"],
  });
  assert.deepEqual(withLayerAdded(NETWORK, 1, FALLBACK), {
    layer_sizes: [2, 8, 8, 4, 1],
    activations: ["tanh", "tanh", "relu"],
  });
  const none = { ...NETWORK, layer_sizes: [2, 1], activations: [] };
  assert.deepEqual(withLayerAdded(none, 1, FALLBACK), { layer_sizes: [2, 5, 1], activations: ["sigmoid"] });
});

test("a removed layer takes its activation along", () => {
  assert.deepEqual(withLayerRemoved(NETWORK, 1), { layer_sizes: [2, 4, 1], activations: ["relu"] });
});

test("a feature is switched on and off", () => {
  assert.deepEqual(withFeature(NETWORK, "sin_x1", true), { features: ["x1", "x2", "sin_x1"] });
  assert.deepEqual(withFeature(NETWORK, "x1", false), { features: ["x2"] });
});
