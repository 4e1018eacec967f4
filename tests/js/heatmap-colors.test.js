import assert from "node:assert/strict";
import { test } from "node:test";
import {
  indexOfLargest,
  makeShades,
  targetClass,
  writeClassColorsInto,
  writeFinerInto,
  writeMarginsInto,
  writeScalarColorsInto,
} from "../../js/kit/plane/heatmap-colors.js";

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => index);
const UNDEFINED = 999;
// Three classes on a 2 × 2 grid: the winners are 0, 1, 2 and 2, the last one sure.
const CLASSES = Float32Array.of(0.6, 0.2, 0.1, 0, 0.3, 0.5, 0.2, 0, 0.1, 0.3, 0.7, 1);

/** @param {number[]} values @param {number} n_levels @param {[number, number]} range */
function scalarColors(values, n_levels = 256, range = [0, 1]) {
  const pixels = new Uint32Array(values.length);
  writeScalarColorsInto(pixels, Float32Array.from(values), TABLE, {
    range,
    undefinedColor: UNDEFINED,
    n_levels,
  });
  return [...pixels];
}

test("an output is coloured by its place in the range, and clipped to it", () => {
  assert.deepEqual(scalarColors([0, 1, -3, 7, Number.NaN]), [0, 255, 0, 255, UNDEFINED]);
  assert.deepEqual(scalarColors([-1, 0, 1], 256, [-1, 1]), [0, 128, 255]);
});

test("a discretized output has the colour of its class, 0.5 that of class 1", () => {
  assert.deepEqual(scalarColors([0, 0.49, 0.5, 1, 2, -1], 2), [0, 0, 255, 255, 255, 0]);
});

test("the winning class gives the colour, its probability how pure it is", () => {
  const shades = [0, 1000, 2000].map((first) => TABLE.map((level) => first + level));
  const pixels = new Uint32Array(4);
  writeClassColorsInto(pixels, CLASSES, shades, { range: [0, 1], undefinedColor: UNDEFINED, isSure: false });
  assert.deepEqual(
    [...pixels].map((color) => Math.floor(color / 1000)),
    [0, 1, 2, 2],
  );
  assert.equal(pixels[3], 2255);
  assert.ok((pixels[2] ?? 0) - 2000 > (pixels[0] ?? 0));
  writeClassColorsInto(pixels, CLASSES, shades, { range: [0, 1], undefinedColor: UNDEFINED, isSure: true });
  assert.deepEqual([...pixels], [255, 1255, 2255, 2255]);
});

test("how sure a class is counts from the low end of the range", () => {
  const shades = [0, 1000, 2000].map((first) => TABLE.map((level) => first + level));
  const [plain, stretched] = [new Uint32Array(4), new Uint32Array(4)];
  const how = { undefinedColor: UNDEFINED, isSure: false };
  writeClassColorsInto(plain, CLASSES, shades, { ...how, range: [0, 1] });
  const twice = CLASSES.map((value) => 2 * value - 1); // as a tanh output has it
  writeClassColorsInto(stretched, twice, shades, { ...how, range: [-1, 1] });
  assert.deepEqual(stretched, plain);
});

test("a target of −1 or 1 stands for the class that 0 or 1 stands for", () => {
  const ofAll = (/** @type {Float32Array} */ targets, /** @type {number} */ n_outputs) =>
    [0, 1].map((sample) => targetClass(targets, n_outputs, sample));
  assert.deepEqual(ofAll(Float32Array.of(-1, 1), 1), [0, 1]);
  assert.deepEqual(ofAll(Float32Array.of(-1, 1, -1, -1, 1, -1), 3), [2, 0]);
});

test("outputs that are no numbers have a colour of their own", () => {
  const pixels = new Uint32Array(1);
  const grid = Float32Array.of(Number.NaN, Number.NaN);
  writeClassColorsInto(pixels, grid, [TABLE, TABLE], {
    range: [0, 1],
    undefinedColor: UNDEFINED,
    isSure: false,
  });
  assert.equal(pixels[0], UNDEFINED);
});

test("a margin is positive where its class wins", () => {
  const margins = new Float32Array(4);
  for (const [chosen, wins] of /** @type {const} */ ([
    [0, [true, false, false, false]],
    [2, [false, false, true, true]],
  ])) {
    writeMarginsInto(margins, CLASSES, chosen);
    assert.deepEqual(
      [...margins].map((margin) => margin > 0),
      wins,
    );
  }
});

test("a finer grid keeps the points and fills in between them", () => {
  const fine = new Float32Array(2 * 9);
  writeFinerInto(fine, Float32Array.of(0, 1, 2, 3, 10, 10, 10, 10), 2, 2);
  assert.deepEqual([...fine.subarray(0, 9)], [0, 0.5, 1, 1, 1.5, 2, 2, 2.5, 3]);
  assert.deepEqual(new Set(fine.subarray(9)), new Set([10]));
});

test("a target stands for a class", () => {
  assert.equal(targetClass(Float32Array.of(0, 1), 1, 1), 1);
  assert.equal(targetClass(Float32Array.of(0, 1, 0, 0, 1, 0), 3, 0), 2);
  assert.equal(indexOfLargest([1, 3, 3, 2]), 1);
});

test("shades go from the middle to the colour", () => {
  const shades = makeShades("#000000", "#0000ff", 0.5);
  assert.equal(shades[0], 0xff000000);
  assert.equal(shades[255], 0xff800000);
});
