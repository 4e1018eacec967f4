import assert from "node:assert/strict";
import { test } from "node:test";
import { traceContour } from "../../js/kit/plane/contour.js";
import {
  adjacentSample,
  fromPixel,
  makeTicks,
  nearestSample,
  toPixelX,
  toPixelY,
} from "../../js/kit/plane/geometry.js";
import { makeColorTable } from "../../js/kit/plane/heatmap-colors.js";
import { bytesFromHex } from "../../js/model/colors.js";

/** @type {[number, number]} */
const DOMAIN = [-6, 6];
const BOX = { left: 30, top: 6, size: 240 };
// Three samples: (-6, -6), (0, 0), (6, 6).
const INPUTS = Float32Array.of(-6, 0, 6, -6, 0, 6);

/** @param {number[]} values */
function contourOf(values, size = 2) {
  /** @type {number[][]} */
  const points = [];
  const keep = (/** @type {number} */ x, /** @type {number} */ y) => void points.push([x, y]);
  traceContour(Float32Array.from(values), size, 0.5, { moveTo: keep, lineTo: keep });
  return points;
}

test("x2 points upwards on the screen", () => {
  assert.equal(toPixelX(BOX, DOMAIN, -6), 30);
  assert.equal(toPixelY(BOX, DOMAIN, -6), 246);
  assert.equal(toPixelY(BOX, DOMAIN, 6), 6);
});

test("a pixel is at the point that is drawn there", () => {
  const { x1, x2 } = fromPixel(BOX, DOMAIN, { x: toPixelX(BOX, DOMAIN, 1.5), y: toPixelY(BOX, DOMAIN, -4) });
  assert.ok(Math.abs(x1 - 1.5) < 1e-12);
  assert.ok(Math.abs(x2 + 4) < 1e-12);
});

test("ticks are round numbers inside the domain", () => {
  assert.deepEqual(makeTicks([-6, 6], 6), [-6, -4, -2, 0, 2, 4, 6]);
  assert.deepEqual(makeTicks([-1, 1], 5), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(makeTicks([0.05, 0.32], 5), [0.1, 0.2, 0.3]);
});

test("a press finds the nearest sample within reach, and none beyond", () => {
  assert.equal(nearestSample(INPUTS, BOX, DOMAIN, { x: 152, y: 130 }, 12), 1);
  assert.equal(nearestSample(INPUTS, BOX, DOMAIN, { x: 34, y: 242 }, 12), 0);
  assert.equal(nearestSample(INPUTS, BOX, DOMAIN, { x: 100, y: 60 }, 12), null);
});

test("arrow keys go round the samples and start from the mean", () => {
  assert.equal(adjacentSample(null, 3, 1), 0);
  assert.equal(adjacentSample(null, 3, -1), 2);
  assert.equal(adjacentSample(2, 3, 1), 0);
  assert.equal(adjacentSample(0, 3, -1), 2);
});

test("the contour crosses where the grid takes the level", () => {
  assert.deepEqual(contourOf([0, 1, 0, 1]), [
    [0.5, 0],
    [0.5, 1],
  ]);
  assert.deepEqual(contourOf([0, 0, 1, 1]), [
    [0, 0.5],
    [1, 0.5],
  ]);
});

test("each single corner is cut off, from both sides of the level", () => {
  for (let corner = 0; corner < 4; corner++) {
    for (const value of [0, 1]) {
      const grid = [1 - value, 1 - value, 1 - value, 1 - value];
      grid[corner] = value;
      const [x, y] = [corner % 2, corner >> 1];
      const points = contourOf(grid).map(([px = 0, py = 0]) => [Math.abs(px - x), Math.abs(py - y)]);
      assert.deepEqual(new Set(points.map(String)), new Set(["0.5,0", "0,0.5"]));
    }
  }
});

test("a saddle has two segments, and a flat grid or one of NaN none", () => {
  assert.equal(contourOf([1, 0, 0, 1]).length, 4);
  assert.equal(contourOf([0.9, 0.2, 0.2, 0.9]).length, 4);
  assert.equal(contourOf([1, 1, 1, 1]).length, 0);
  assert.equal(contourOf([Number.NaN, Number.NaN, Number.NaN, Number.NaN]).length, 0);
});

test("the colour table goes from one class over the middle to the other", () => {
  const table = makeColorTable("#ff0000", "#808080", "#0000ff", 1);
  assert.equal(table.length, 256);
  assert.equal(table[0], 0xff0000ff);
  assert.equal(table[255], 0xffff0000);
  assert.deepEqual(bytesFromHex("#12abff"), [0x12, 0xab, 0xff]);
});
