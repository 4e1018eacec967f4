import assert from "node:assert/strict";
import { test } from "node:test";
import { LABELS } from "../../js/model/labels.js";
import { inUserWords, messageFor, refusalOfWhole } from "../../js/model/user-words.js";
import { CATALOG as OFFERED } from "./catalog.js";

const named = (/** @type {Record<string, string>} */ entries) =>
  Object.entries(entries).map(([name, label]) => ({ name, label }));
const CATALOG = /** @type {any} */ ({
  fields: OFFERED.fields,
  datasets: named({ circular: "Circular", spiral: "Spiral" }),
  activations: named({ tanh: "Tanh", relu: "ReLU", softmax: "Softmax" }),
  losses: named({ mse: "Mean squared error", cross_entropy: "Cross-entropy" }),
  initializers: named({ xavier: "Xavier" }),
  bias_initializers: named({ zeros: "Zeros" }),
  optimizers: named({ sgd: "SGD", adam: "Adam" }),
  schedules: named({ constant: "Constant", step: "Step" }),
  features: named({ x1: "x₁", x2: "x₂" }),
});

/** @param {string} field @param {string} rule @param {unknown} value @param {object} [params] */
const said = (field, rule, value, params = {}) =>
  messageFor({ code: "invalid", message: `${field} ${rule}.`, field, rule, value }, params, CATALOG);

test("every field that a link or a control can set has a label", () => {
  for (const { name: field, part } of OFFERED.fields) {
    const params = { layer_sizes: [2, 5000, 1] };
    const name = field === "layer_sizes" ? "layer_sizes[1]" : field;
    const text = said(name, "must be a number from 1 to 2", 3, params);
    assert.match(text, /^[A-Z]/, `${part}.${field}: ${text}`);
    assert.ok(!text.includes("_"), text);
  }
  const labels = [...Object.values(LABELS), ...OFFERED.fields.map(({ label }) => label)];
  assert.equal(new Set(labels).size, labels.length);
});

test("a number is named by its label, and limits are written as the fields write them", () => {
  assert.equal(
    said("learning_rate", "must be a number from 1e-06 to 100", 1000),
    "Learning rate must be a number from 0.000001 to 100, but is 1000.",
  );
  assert.equal(
    said("clip_norm", "must be a number from 1e-06 to 1e+06", 0),
    "Gradient clipping must be a number from 0.000001 to 1000000, but is 0.",
  );
  assert.equal(
    said("n_samples", "must be a whole number from 10 to 5000", "many"),
    "Samples must be a whole number from 10 to 5000, but is “many”.",
  );
  assert.equal(
    said("seed", "must be a whole number from 0 to 9", null),
    "Seed must be a whole number from 0 to 9, but is empty.",
  );
});

test("the sizes of layers are told at the control that asks for them", () => {
  const size = "must be a whole number from 1 to 64";
  const config = (/** @type {number[]} */ layer_sizes) => ({ config: { network: { layer_sizes } } });
  assert.equal(
    said("layer_sizes[1]", size, 99, { layer_sizes: [2, 99, 1] }),
    `Hidden size ${size}, but is 99.`,
  );
  assert.equal(said("layer_sizes[1]", size, 99, config([2, 99, 99, 1])), `Hidden size ${size}, but is 99.`);
  assert.equal(said("layer_sizes[2]", size, 99, config([2, 8, 99, 1])), `Hidden 2 units ${size}, but is 99.`);
  const sizes = [2, ...Array.from({ length: 200 }, () => 8), 1];
  assert.equal(
    said("layer_sizes", "must be a list of 2 to 10 layers", "[2, 8, 8, 8, …", { layer_sizes: sizes }),
    "Layers must be a whole number from 2 to 10, but is 202.",
  );
});

test("names of choices are their labels, in the rule and in the value", () => {
  assert.equal(
    said("dataset", "must be one of circular, spiral", "cats"),
    "Dataset must be one of Circular, Spiral, but is “cats”.",
  );
  assert.equal(
    said("loss", "must fit the dataset: cross_entropy is for multiclass", "cross_entropy, for binary", {
      loss: "cross_entropy",
    }),
    "Loss must fit the dataset: Cross-entropy is for several classes, but is Cross-entropy, for two classes.",
  );
  assert.equal(
    said("features", "must be a list of one or more of x1, x2, none of them twice", "['x1', 'x1']", {
      features: ["x1", "x1"],
    }),
    "Inputs must be one or more of x₁, x₂, none of them twice, but is x₁, x₁.",
  );
  assert.equal(
    said("activations[1]", "must be one of tanh, relu", "step"),
    "Activation of hidden layer 2 must be one of Tanh, ReLU, but is “step”.",
  );
});

test("what is refused for what a dataset of one's own returns is said of that dataset", () => {
  const message = "“mine” must return labels 0 and 1, but returned -1.";
  const error = {
    code: "invalid",
    message,
    field: "dataset",
    rule: "“mine” must return labels 0 and 1",
    value: -1,
  };
  assert.equal(messageFor(error, {}, CATALOG), message);
});

test("no refusal speaks of lists, which the page does not have", () => {
  assert.equal(
    said("features", "must be a list of one or more of x1, x2, none of them twice", [], { features: [] }),
    "Inputs must be one or more of x₁, x₂, none of them twice, but is empty.",
  );
  const activations = ["relu", "tanh"];
  assert.equal(
    said("activations", "must be one name or a list of 1, one per hidden layer", activations, {
      activations,
    }),
    "Activation must be one, as there is one hidden layer, but is ReLU, Tanh.",
  );
  assert.equal(
    said("activations", "must be one name or a list of 3, one per hidden layer", activations, {
      activations,
    }),
    "Activation must be one for all hidden layers, or 3, one for each, but is ReLU, Tanh.",
  );
});

test("what is not even asked of Python is refused with limits and value as well", () => {
  const limit = { min: 2, max: 10 };
  assert.equal(
    refusalOfWhole("Layers", limit, 1e12),
    "Layers must be a whole number from 2 to 10, but is 1000000000000.",
  );
  assert.equal(
    refusalOfWhole("Shown sample", { min: 1, max: 200 }, 0.5, "empty or "),
    "Shown sample must be empty or a whole number from 1 to 200, but is 0.5.",
  );
});

test("samples are counted from 1, as the page counts them", () => {
  assert.equal(
    said("sample", "must be null or a whole number from 0 to 199", 200),
    "Shown sample must be empty or a whole number from 1 to 200, but is 201.",
  );
});

test("what a button does is refused in the button's words", () => {
  assert.equal(
    said("undo", "is possible only after a change", null),
    "Undo is possible only after a change.",
  );
  assert.equal(
    said("run", "must have finite parameters: go back with restore_finite, or reset it", "diverged"),
    "The run must have finite parameters: go back to its last sound step, or press Reset, but is “diverged”.",
  );
});

test("a field that the page does not know keeps its name, and other errors their message", () => {
  assert.equal(said("n_frogs", "is not a field of data", 3), "n_frogs is not a field of data.");
  assert.equal(
    messageFor({ code: "python", message: "ZeroDivisionError" }, {}, CATALOG),
    "ZeroDivisionError",
  );
});

test("only the message of a refusal is another; what programs rely on stays", async () => {
  const error = {
    code: "invalid",
    message: "n_samples must be 3.",
    field: "n_samples",
    rule: "must be 3",
    value: 4,
  };
  const refused = Promise.reject(Object.assign(new Error(error.message), { error }));
  const thrown = await inUserWords(refused, {}, () => CATALOG).catch((reason) => reason);
  assert.equal(thrown.message, "Samples must be 3, but is 4.");
  assert.deepEqual(thrown.error, { ...error, message: thrown.message });
  assert.equal(await inUserWords(Promise.resolve(5), {}, () => CATALOG), 5);
  const fault = new TypeError("ours");
  assert.equal(await inUserWords(Promise.reject(fault), {}, () => CATALOG).catch((reason) => reason), fault);
});
