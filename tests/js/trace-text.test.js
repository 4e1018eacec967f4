import assert from "node:assert/strict";
import { test } from "node:test";
import { linesThatTouch, touchedOf, touchesText, valueText } from "../../js/ui/code/trace-text.js";

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
    samples: "batch",
  });
  const text = (/** @type {object} */ changes) => {
    const of_visit = { ...NOTHING, ...changes };
    return touchesText(of_visit, touchedOf(of_visit, [2, 3, 7], 40), TOPOLOGY);
  };
  assert.equal(
    text(touches),
    "Lit in the picture: units of the input and hidden layer 2, 15 weights and biases, 3 training samples, this batch.",
  );
  assert.match(text({ units: [[9, 10]] }), /units of the output\./);
  assert.match(text({ samples: "all" }), /all 40 training samples\./);
  assert.equal(text({}), "Nothing in the picture.");
});

test("the samples that light up are those of the batch, or all", () => {
  const samples = (/** @type {"batch"|"all"|null} */ kind) =>
    touchedOf({ ...NOTHING, samples: kind }, [2, 4], 6).samples;
  assert.deepEqual(samples("batch"), [2, 4]);
  assert.deepEqual(samples("all"), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(samples(null), []);
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
