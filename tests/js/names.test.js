import assert from "node:assert/strict";
import { test } from "node:test";
import {
  parameterName,
  parametersInto,
  placeOfParameter,
  placeOfUnit,
  unitName,
} from "../../js/model/names.js";
import { readUnitSum } from "../../js/ui/inspect/unit-sum.js";

const TOPOLOGY = /** @type {any} */ ({
  layer_sizes: [2, 3, 1],
  activations: ["tanh", "sigmoid"],
  input_labels: ["x₁", "x₂²"],
  output_labels: ["ŷ"],
  unit_offsets: [0, 2, 5],
  weight_offsets: [0, 9],
  bias_offsets: [6, 12],
});

test("a unit is found by its index and named after its layer", () => {
  assert.deepEqual(placeOfUnit(4, TOPOLOGY), { layer: 1, index: 2 });
  const names = [1, 4, 5].map((unit) => unitName(unit, TOPOLOGY));
  assert.deepEqual(names, ["input x₂²", "unit 3 of hidden layer 1", "output ŷ"]);
});

test("a parameter is found between its units", () => {
  assert.deepEqual(placeOfParameter(3, TOPOLOGY), { layer: 1, to: 3, from: 1 });
  assert.deepEqual(placeOfParameter(8, TOPOLOGY), { layer: 1, to: 4, from: null });
  assert.deepEqual(placeOfParameter(10, TOPOLOGY), { layer: 2, to: 5, from: 3 });
  assert.deepEqual(placeOfParameter(12, TOPOLOGY), { layer: 2, to: 5, from: null });
  assert.equal(parameterName(3, TOPOLOGY), "weight from input x₂² to unit 2 of hidden layer 1");
  assert.equal(parameterName(12, TOPOLOGY), "bias of output ŷ");
});

test("each parameter enters exactly one unit", () => {
  const all = [2, 3, 4, 5].flatMap((unit) => parametersInto(unit, TOPOLOGY));
  assert.deepEqual(
    all.toSorted((a, b) => a - b),
    Array.from({ length: 13 }, (_, index) => index),
  );
  assert.deepEqual(parametersInto(3, TOPOLOGY), [2, 3, 7]);
});

test("a sum is read only when it is the unit's own", () => {
  const parameters = Float32Array.from({ length: 13 }, (_, index) => index / 10);
  const unit_sum = Float64Array.of(0.2, 0.3, 2, -1, 0.4, -0.3, 0.7, 0.8, 0.664);
  const network = /** @type {any} */ ({ unit_sum, parameters });
  const sum = readUnitSum(network, 3, TOPOLOGY);
  assert.deepEqual([sum?.weights, sum?.inputs, sum?.bias, sum?.z], [[0.2, 0.3], [2, -1], 0.7, 0.8]);
  assert.equal(readUnitSum(network, 4, TOPOLOGY), null);
  assert.equal(readUnitSum(network, 5, TOPOLOGY), null);
  assert.equal(readUnitSum({ ...network, unit_sum: null }, 3, TOPOLOGY), null);
});
