import assert from "node:assert/strict";
import { test } from "node:test";
import { linesThatTouch, touchesText, valueText } from "../../js/ui/code/trace-text.js";

const NOTHING = { units: [], parameters: [], samples: null };
/** @param {object} touches @returns {any} */
const visit = (touches) => ({ function: "f", layer: null, values: [], touches: { ...NOTHING, ...touches } });
/** @type {any} */
const TOPOLOGY = { layer_sizes: [2, 4, 3, 1] };

test("an array is told by its shape and first numbers", () => {
  const value = { name: "z", dtype: "float64", changed: true };
  assert.equal(
    valueText({ ...value, shape: [2, 4], numbers: [0.123456, -2, 1e-9, 12345.678, 0, 1, 2, 3] }),
    "2 × 4: 0.1235, −2, 1.00e−9, 1.23e+4, 0, 1, …",
  );
  assert.equal(valueText({ ...value, shape: [2], numbers: [1, "nan"] }), "2: 1, nan");
  assert.equal(valueText({ ...value, shape: [], numbers: [0.5] }), "one number: 0.5");
});

test("what lights up is named by layers", () => {
  const touches = /** @type {any} */ ({
    units: [
      [0, 2],
      [6, 9],
    ],
    parameters: [
      [0, 12],
      [20, 23],
    ],
    samples: [32, 64],
  });
  assert.equal(
    touchesText(visit(touches), TOPOLOGY),
    "Lit in the picture: units of the input and hidden layer 2, 15 weights and biases, training samples 33 to 64 of this epoch.",
  );
  assert.match(touchesText(visit({ units: [[9, 10]] }), TOPOLOGY), /units of the output\./);
  assert.equal(touchesText(visit({}), TOPOLOGY), "Nothing in the picture.");
});

test("the lines of a unit or parameter are those that touch it in any of their runs", () => {
  const lines = {
    7: [visit({ units: [[0, 2]] }), visit({ units: [[2, 6]] })],
    8: [visit({ parameters: [[3, 5]] })],
    9: [visit({})],
  };
  assert.deepEqual(linesThatTouch(lines, "units", 2), [7]);
  assert.deepEqual(linesThatTouch(lines, "units", 6), []);
  assert.deepEqual(linesThatTouch(lines, "parameters", 4), [8]);
  assert.deepEqual(linesThatTouch(lines, "parameters", 5), []);
});
