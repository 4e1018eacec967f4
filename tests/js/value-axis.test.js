/** Numbers as small and as large as a double can be: no axis loops, overflows or runs out of ticks. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  exponentRange,
  exponents,
  exponentTicks,
  inUnits,
  linearRange,
  numbered,
  powerOf,
  unitOf,
  wholePowers,
} from "../../js/charts/value-axis.js";
import { makeTicks } from "../../js/kit/plane/geometry.js";
import { makeLogSteps } from "../../js/kit/scales.js";
import { niceRange } from "../../js/scene/plan/fold.js";
import { heightOf, lossScale, roundLosses } from "../../js/scene/plan/loss-scale.js";
import { frameOf } from "../../js/ui/plane/space-frame.js";

const EXTREME = [5e-324, 1e-308, 3e-25, 1e-21, 0.3, 1, 2, 1e21, 1e200, 1e308, Number.MAX_VALUE];
/** @type {[number, number][]} */
const PAIRS = EXTREME.flatMap((low, at) =>
  EXTREME.slice(at).map((high) => /** @type {[number, number]} */ ([low, high])),
);

test("a logarithmic axis gets exponents, and a gap where a number is not positive", () => {
  const columns = [
    [0, 1, 2],
    [0.1, 0, null],
    [100, -1, 5e-324],
  ];
  const [epochs, one, other] = exponents(columns);
  assert.deepEqual(
    [epochs, one],
    [
      [0, 1, 2],
      [-1, null, null],
    ],
  );
  assert.ok(other?.[0] === 2 && other[1] === null && Number(other[2]) < -323 && Number.isFinite(other[2]));
});

test("a range of exponents ends at round numbers, of alike numbers as well, and there is one of none", () => {
  assert.deepEqual(exponentRange(null, null), [-2, 0]);
  for (const pair of PAIRS) {
    const [least, most] = /** @type {[number, number]} */ (pair.map(Math.log10));
    const [low, high] = exponentRange(least, most);
    assert.ok(low <= least + 1e-9 && most <= high + 1e-9 && low < high, `${pair}`);
  }
  const written = (/** @type {[number, number]} */ range) => range.map(powerOf);
  assert.deepEqual(written(exponentRange(Math.log10(0.0231), Math.log10(0.58))), [0.02, 0.6]);
  assert.deepEqual(written(exponentRange(Math.log10(3), Math.log10(3))), [0.3, 30]);
});

test("an axis of exponents has few ticks, lines and numbers, whatever it holds", () => {
  for (const pair of PAIRS) {
    const range = exponentRange(Math.log10(pair[0]), Math.log10(pair[1]));
    const ticks = exponentTicks(range);
    assert.ok(ticks.length >= 2 && ticks.length < 130, `${pair}: ${ticks.length} ticks`);
    const lines = wholePowers(ticks).filter((tick) => tick !== null);
    assert.ok(lines.length >= 1 && lines.length <= 13, `${pair}: ${lines.length} lines`);
    const shown = numbered(ticks, 130 / (range[1] - range[0]), 14).filter((tick) => tick !== null);
    assert.ok(shown.length >= 1 && shown.length < 16, `${pair}: ${shown.length} numbers`);
  }
  const ticks = exponentTicks([-3, 0]);
  assert.deepEqual(ticks.slice(0, 3).map(powerOf), [0.001, 0.002, 0.003]);
  assert.deepEqual(
    wholePowers(ticks).filter((tick) => tick !== null),
    [-3, -2, -1, 0],
  );
  assert.deepEqual(
    numbered(ticks, 40, 14)
      .filter((tick) => tick !== null)
      .map((tick) => powerOf(Number(tick))),
    [0.001, 0.01, 0.1, 1],
  );
});

test("on a linear axis very small and very large numbers are drawn in a unit of their own", () => {
  for (const most of EXTREME) {
    const columns = [
      [0, 1],
      [most, null],
      [0, most / 2],
    ];
    const unit = unitOf(columns);
    const drawn = inUnits(columns, unit);
    const top = linearRange(Math.max(...drawn.slice(1).flat().map(Number)))[1];
    assert.ok(top > 1e-25 && top < 1e21, `${most}: ${top}`);
  }
  const columns = [[0], [0.5]];
  assert.equal(unitOf(columns), 1);
  assert.equal(inUnits(columns, 1), columns);
  assert.deepEqual([unitOf([]), unitOf([[], []]), unitOf([[0], [0], [null]])], [1, 1, 1]);
  assert.deepEqual(
    [linearRange(0), linearRange(null), linearRange(2)],
    [
      [0, 1],
      [0, 1],
      [0, 2.1],
    ],
  );
});

test("steps of a slider and ticks of a plane are few, of whatever range", () => {
  for (const [low, high] of PAIRS) {
    const steps = makeLogSteps(low, high);
    assert.ok(
      steps.length <= 4 * 633 && steps.every((step) => step >= low && step <= high),
      `${low} ${high}`,
    );
    assert.ok(makeTicks([low, high], 5).length <= 12);
    assert.ok(makeTicks([-high, high], 5).length <= 12);
  }
  assert.deepEqual(makeLogSteps(5, 1), []);
  assert.ok(
    makeLogSteps(0, 1).length < 4 * 326 && makeLogSteps(1, Number.POSITIVE_INFINITY).length < 4 * 310,
  );
  assert.deepEqual(
    [makeTicks([1, 1], 5), makeTicks([0, 0], 5), makeTicks([1, 1 + Number.EPSILON], 5)],
    [[], [], []],
  );
});

test("spaces have a width, whatever their points", () => {
  const place = { width: 100, height: 100, margin: { left: 0, top: 0, right: 0, bottom: 0 } };
  for (const [low, high] of PAIRS) {
    for (const [from, to] of [niceRange(low, high), niceRange(high, high), niceRange(-high, -low)])
      assert.ok(from < to, `${low} ${high}: ${from} ${to}`);
    const part = new Float32Array([
      Math.min(low, 3e38),
      Math.min(low, 3e38),
      Math.min(high, 3e38),
      Math.min(high, 3e38),
    ]);
    const frame = frameOf([part], place);
    assert.ok(Number.isFinite(frame.x(Number(part[0]))) && Number.isFinite(frame.y(Number(part[2]))));
  }
});

test("heights of losses are from 0 to 1, and have few contour lines", () => {
  for (const losses of [...PAIRS, [0, 5e-324], [0], [0, 1e308], [0, 0, 1e-250]]) {
    const scale = lossScale(losses);
    assert.ok(scale);
    for (const loss of losses) {
      const height = heightOf(scale, loss);
      assert.ok(height >= 0 && height <= 1, `${losses}: ${height}`);
    }
    assert.ok(roundLosses(scale).length <= 24, `${losses}`);
  }
});
