/** The surface of the loss as a block of relief. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  blockCorners,
  HALF,
  HEIGHT,
  lossAt,
  lossesOf,
  pathOf,
  placing,
  refined,
  reliefOf,
  SIDE,
  spaced,
} from "../../js/scene/plan/loss-relief.js";
import { heightOf, lossScale } from "../../js/scene/plan/loss-scale.js";

/** @import {LossSurface} from "../../js/protocol.js" */
/** @import {LossScale} from "../../js/scene/plan/loss-scale.js" */

/** @param {number} size @param {(x: number, y: number) => number} loss  of places from -1 to 1 @returns {LossSurface} */
function surfaceOf(size, loss) {
  const at = (/** @type {number} */ index) => (2 * index) / (size - 1) - 1;
  const losses = Float32Array.from({ length: size * size }, (_, index) =>
    loss(at(index % size), at(Math.floor(index / size))),
  );
  return {
    ...{ step: 3, samples: "train", loss: loss(0, 0), size, losses, half_widths: [2, 0.5] },
    ...{ parameters: null, values: null, moved: [0, 1], shares: [0.8, 0.1] },
    path: Float32Array.of(-2, 1, 0.25, -0.5, 3, 1, 2.5, 1.5, 0.5, 0),
  };
}
const bowl = (/** @type {number} */ x, /** @type {number} */ y) => 1 + x * x + 2 * y * y;
const scaleOf = (/** @type {LossSurface} */ surface) =>
  /** @type {LossScale} */ (lossScale(lossesOf(surface)));

test("every loss of the grid stands where it was computed, and at its own height", () => {
  const surface = surfaceOf(SIDE, bowl);
  const scale = scaleOf(surface);
  const { heights } = reliefOf(surface, scale);
  const place = placing(surface.half_widths, scale);
  for (const [column, row] of [
    [0, 0],
    [40, 0],
    [20, 20],
    [7, 33],
  ]) {
    const [x, y] = [(Number(column) / 20 - 1) * 2, (Number(row) / 20 - 1) * 0.5];
    const loss = Number(surface.losses[Number(row) * SIDE + Number(column)]);
    const [right, height, near] = place(x, y, loss);
    assert.ok(Math.abs(right - (Number(column) / 20 - 1) * HALF) < 1e-9);
    assert.ok(Math.abs(near + (Number(row) / 20 - 1) * HALF) < 1e-9);
    assert.ok(Math.abs(height - Number(heights[Number(row) * SIDE + Number(column)]) * HEIGHT) < 1e-6);
  }
});

test("a coarse grid is drawn with as many points: its own losses stay, others lie between them", () => {
  for (const size of [11, 21]) {
    const surface = surfaceOf(size, bowl);
    const fine = refined(surface.losses, size);
    const stride = (SIDE - 1) / (size - 1);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        assert.equal(fine[row * stride * SIDE + column * stride], surface.losses[row * size + column]);
      }
    }
    assert.ok(fine.every((loss) => loss >= 1 && loss <= 4));
  }
  assert.equal(lossAt(Float32Array.of(0, 1, 2, 3), 2, 0.5, 0.5), 1.5);
});

test("slopes are those of the drawn relief", () => {
  const surface = surfaceOf(SIDE, (x) => 2 + x);
  const scale = scaleOf(surface);
  const { slopes } = reliefOf(surface, scale);
  const across = ((heightOf(scale, 3) - heightOf(scale, 1)) * HEIGHT) / (2 * HALF);
  for (const at of [0, 20, 20 * SIDE + 20, SIDE * SIDE - 1]) {
    assert.ok(Math.abs(Number(slopes[2 * at]) - across) < 1e-5);
    assert.ok(Math.abs(Number(slopes[2 * at + 1])) < 1e-6);
  }
});

test("a loss that is no number is a hole, and what is next to it stays finite", () => {
  const surface = surfaceOf(SIDE, (x, y) => (x > 0.9 && y > 0.9 ? Number.NaN : bowl(x, y)));
  const { heights, slopes } = reliefOf(surface, scaleOf(surface));
  assert.ok(Number.isNaN(heights.at(-1)) && heights.filter(Number.isNaN).length === 4);
  assert.ok(slopes.every(Number.isFinite));
  const coarse = surfaceOf(11, (x, y) => (x > 0.9 && y > 0.9 ? Number.NaN : bowl(x, y)));
  assert.equal(refined(coarse.losses, 11).filter(Number.isNaN).length, 16);
});

test("each point of the path stands at its own loss, on a stick as long as that differs from the plane's", () => {
  const surface = surfaceOf(SIDE, bowl);
  const scale = scaleOf(surface);
  const points = pathOf(surface, scale);
  assert.equal(points.length, 2);
  const [first, second] = points;
  assert.ok(first && second);
  assert.deepEqual([first.true[0], first.true[2]], [first.foot[0], first.foot[2]]);
  const stick = Math.abs(first.true[1] - first.foot[1]);
  assert.ok(Math.abs(stick - (Math.abs(3 - 2.5) / (scale.high - scale.low)) * HEIGHT) < 1e-6);
  assert.ok(second.true[1] < second.foot[1]);
  assert.deepEqual([first.distance, second.distance], [0.5, 0]);
});

test("everything that is drawn lies within the block that the eye fits to", () => {
  const surface = surfaceOf(21, bowl);
  const corners = blockCorners();
  const low = [0, 1, 2].map((axis) => Math.min(...corners.map((corner) => Number(corner[axis]))));
  const high = [0, 1, 2].map((axis) => Math.max(...corners.map((corner) => Number(corner[axis]))));
  for (const { true: point, foot } of pathOf(surface, scaleOf(surface))) {
    for (const [axis, at] of [...point.entries(), ...foot.entries()]) {
      assert.ok(at >= Number(low[axis]) - 1e-9 && at <= Number(high[axis]) + 1e-9);
    }
  }
});

test("knots are at least so far apart, and the first point is one", () => {
  /** @type {[number, number, number][]} */
  const points = [
    [0, 0, 0],
    [0.1, 0, 0],
    [0.3, 0, 0],
    [0.35, 0, 0],
    [0.35, 0.3, 0],
  ];
  assert.deepEqual(spaced(points, 0.2), [points[0], points[2], points[4]]);
});
