import assert from "node:assert/strict";
import { test } from "node:test";
import { openStep } from "../../js/model/opened-step.js";
import { kindAt, knownOf, numberAt, parameterIndex, selectionOf } from "../../js/model/step-number.js";
import { recordOf } from "./step-record.js";
import { topologyOf } from "./topology.js";

/** @type {any} */
const TOPOLOGY = topologyOf([2, 3, 1]);
/** @param {string} station @param {any} [selection] @param {number|null} [sample] */
const at = (station, selection = null, sample = null) =>
  numberAt(openStep(recordOf([2, 3, 1]), { station, sample }), selection, TOPOLOGY);

test("without a selection the first unit or weight of the station is explained", () => {
  assert.deepEqual(at("forward.2.z"), { quantity: "z", layer: 2, unit: 0, input: null, sample: null });
  assert.deepEqual(at("forward.batch", null, 17), {
    quantity: "batch",
    layer: 0,
    unit: 0,
    input: null,
    sample: 17,
  });
  assert.deepEqual(at("backward.1.d_weights"), {
    quantity: "d_weights",
    layer: 1,
    unit: 0,
    input: 0,
    sample: null,
  });
  assert.deepEqual(at("update.change"), { quantity: "change", layer: 1, unit: 0, input: 0, sample: null });
  assert.deepEqual(at("loss.mean"), { quantity: "mean", layer: null, unit: null, input: null, sample: null });
});

test("a loss is always one sample's, and what is of the step is of no sample", () => {
  assert.equal(at("loss.loss").sample, 17);
  assert.equal(at("loss.loss", null, 3).sample, 3);
  assert.equal(at("update.change", null, 3).sample, null);
  assert.equal(at("backward.1.d_weights", null, 3).sample, 3);
});

test("what is selected is explained where it is, and its ends in their layers", () => {
  const second = { kind: "unit", unit: 3 }; // of hidden layer 1
  assert.equal(at("forward.1.z", second).unit, 1);
  assert.equal(at("forward.2.z", second).unit, 0);
  assert.deepEqual(at("backward.2.d_weights", second).input, 1, "what leaves it");
  assert.deepEqual(at("backward.1.d_weights", second).unit, 1, "what enters it");
  const weight = { kind: "parameter", parameter: 5 }; // from input 2 to unit 3
  assert.deepEqual([at("update.change", weight).unit, at("update.change", weight).input], [2, 1]);
  assert.equal(at("forward.batch", weight).unit, 1);
  assert.equal(at("forward.1.a", weight).unit, 2);
  const bias = { kind: "parameter", parameter: 7 }; // of unit 2
  assert.deepEqual([at("update.change", bias).unit, at("update.change", bias).input], [1, null]);
  assert.equal(at("backward.1.d_weights", bias).input, 0);
  assert.equal(
    at("update.change", { kind: "unit", unit: 1 }).input,
    1,
    "the first weight that leaves an input",
  );
});

test("what is explained can be selected", () => {
  for (let parameter = 0; parameter < TOPOLOGY.n_parameters; parameter++) {
    const { layer, unit, input } = at("update.change", { kind: "parameter", parameter });
    assert.deepEqual(
      selectionOf("parameter", { layer: Number(layer), unit: Number(unit), input }, TOPOLOGY),
      {
        kind: "parameter",
        parameter,
      },
    );
  }
  assert.deepEqual(selectionOf("unit", { layer: 1, unit: 2, input: null }, TOPOLOGY), {
    kind: "unit",
    unit: 4,
  });
});

test("of a unit and of a weight those numbers are known that have been computed", () => {
  const numbers = (/** @type {number} */ n) => Float64Array.from({ length: n }, (_, i) => i + 0.5);
  const arrays = {
    ...Object.fromEntries(["z", "a", "d_a", "d_z"].map((name) => [name, numbers(18)])),
    means: Object.fromEntries(["z", "a", "d_a", "d_z"].map((name) => [name, numbers(6)])),
    ...Object.fromEntries(["before", "d_parameters", "change", "after"].map((name) => [name, numbers(13)])),
  };
  const record = { ...recordOf([2, 3, 1]), arrays };
  /** @param {string} station @param {number|null} sample */
  const known = (station, sample = null) => {
    const opened = openStep(record, { station, sample });
    return knownOf(opened, numberAt(opened, null, TOPOLOGY), TOPOLOGY).map(({ value }) => value);
  };
  assert.deepEqual(known("forward.1.z"), [2.5, null, null, null]);
  assert.deepEqual(known("forward.1.a", 3), [7.5, 7.5, null, null]);
  assert.deepEqual(known("backward.1.d_z"), [2.5, 2.5, 2.5, 2.5]);
  assert.deepEqual(known("backward.1.d_weights"), [0.5, 0.5, null, null]);
  assert.deepEqual(known("update.new_value"), [0.5, 0.5, 0.5, 0.5]);
  assert.deepEqual(known("loss.mean"), []);
  assert.equal(parameterIndex({ layer: 2, unit: 0, input: null }, TOPOLOGY), 12);
  assert.equal(kindAt(openStep(record, { station: "backward.1.d_biases" })), "bias");
});
