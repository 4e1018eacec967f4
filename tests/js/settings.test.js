import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choicesOf,
  createFittingChoices,
  createHiddenActivations,
  isOffered,
  settingOf,
  valueIn,
} from "../../js/model/settings.js";
import { CATALOG } from "./catalog.js";

const { defaults } = CATALOG;
/** @param {object} changes @param {"data"|"training"|"network"} part */
const withPart = (part, changes) => ({ ...defaults, [part]: { ...defaults[part], ...changes } });
const names = (/** @type {{name: string}[]} */ choices) => choices.map(({ name }) => name);

test("every setting is in the configuration, and every choice in the catalog", () => {
  for (const setting of CATALOG.fields) {
    assert.notEqual(valueIn(defaults, setting), undefined, setting.name);
    if (setting.kind !== "choice") continue;
    assert.ok(names(choicesOf(setting, CATALOG)).includes(valueIn(defaults, setting)), setting.name);
  }
  assert.throws(() => settingOf("n_frogs", CATALOG), /n_frogs/);
});

test("an optimizer's constants are offered for that optimizer alone", () => {
  const offeredFor = (/** @type {string} */ optimizer) =>
    names(
      CATALOG.fields.filter(
        (setting) =>
          setting.belongs_to !== null && isOffered(setting, withPart("training", { optimizer }), CATALOG),
      ),
    );
  assert.deepEqual(offeredFor("sgd"), []);
  assert.deepEqual(offeredFor("momentum"), ["momentum"]);
  assert.deepEqual(offeredFor("nesterov"), ["momentum"]);
  assert.deepEqual(offeredFor("rmsprop"), ["alpha", "epsilon"]);
  assert.deepEqual(offeredFor("adam"), ["beta1", "beta2", "epsilon"]);
  assert.deepEqual(offeredFor("adamw"), ["beta1", "beta2", "epsilon", "weight_decay"]);
  assert.deepEqual(offeredFor("one that is gone"), []);
});

test("the number of classes is offered where the dataset lets one choose", () => {
  const classes = settingOf("n_classes", CATALOG);
  assert.equal(isOffered(classes, withPart("data", { dataset: "blobs" }), CATALOG), true);
  assert.equal(isOffered(classes, withPart("data", { dataset: "xor" }), CATALOG), false);
});

test("losses and output activations fit the task, and the list stays the same while it may", () => {
  const choicesFor = createFittingChoices();
  const loss = settingOf("loss", CATALOG);
  const output = settingOf("output_activation", CATALOG);
  const plane = withPart("data", { dataset: "plane" });
  assert.ok(names(choicesFor(loss, defaults, CATALOG)).includes("binary_cross_entropy"));
  assert.ok(!names(choicesFor(loss, plane, CATALOG)).includes("binary_cross_entropy"));
  assert.ok(!names(choicesFor(output, plane, CATALOG)).includes("softmax"));
  assert.ok(names(choicesFor(output, withPart("data", { dataset: "blobs" }), CATALOG)).includes("softmax"));
  const before = choicesFor(loss, defaults, CATALOG);
  assert.equal(choicesFor(loss, withPart("data", { dataset: "xor" }), CATALOG), before);
  assert.equal(choicesFor(settingOf("optimizer", CATALOG), defaults, CATALOG), CATALOG.optimizers);
});

test("a hidden layer is not offered what only an output may have", () => {
  const choicesFor = createHiddenActivations();
  const choices = choicesFor(CATALOG);
  assert.ok(names(choices).includes("tanh") && !names(choices).includes("softmax"));
  assert.equal(choicesFor(CATALOG), choices);
});
