/** How high losses stand, and which of them have a contour line. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { heightOf, lossScale, MOST_LEVELS, roundLosses } from "../../js/scene/plan/loss-scale.js";

/** @import {LossScale} from "../../js/scene/plan/loss-scale.js" */

/** @param {number[]} losses @returns {LossScale} */
function scaleOf(...losses) {
  const scale = lossScale(losses);
  assert.ok(scale);
  return scale;
}

test("heights go from the least loss to the greatest one, whatever is not finite", () => {
  const scale = scaleOf(0.2, Number.NaN, 0.6, Number.POSITIVE_INFINITY);
  assert.deepEqual(scale, { low: 0.2, high: 0.6, isLog: false });
  assert.equal(heightOf(scale, 0.2), 0);
  assert.equal(heightOf(scale, 0.6), 1);
  assert.ok(Math.abs(heightOf(scale, 0.4) - 0.5) < 1e-12);
  assert.ok(Number.isNaN(heightOf(scale, Number.NaN)));
  assert.equal(lossScale([Number.NaN]), null);
});

test("a range of more than a hundred times is logarithmic, and a loss of zero stands at its foot", () => {
  assert.equal(scaleOf(0.01, 0.99).isLog, false);
  const scale = scaleOf(0.01, 10);
  assert.ok(scale.isLog);
  assert.ok(Math.abs(heightOf(scale, Math.sqrt(0.1)) - 0.5) < 1e-12);
  assert.equal(heightOf(scaleOf(0, 5), 0), 0);
});

test("a level surface lies in the middle", () => {
  assert.equal(heightOf(scaleOf(0.25, 0.25), 0.25), 0.5);
  assert.equal(heightOf(scaleOf(0, 0), 0), 0.5);
});

test("contour lines are at round losses, rising, and not too many", () => {
  assert.deepEqual(roundLosses(scaleOf(0.2, 0.6)), [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]);
  assert.deepEqual(roundLosses({ low: 0.012, high: 3, isLog: true }), [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
  for (const [low, high] of [
    [1e-7, 4e3],
    [1e-9, 1],
    [0.3, 0.3004],
    [2, 901],
    [0.0001, 0.0099],
    [5, 1e30],
  ]) {
    const scale = scaleOf(Number(low), Number(high));
    const levels = roundLosses(scale);
    assert.ok(levels.length >= 2 && levels.length <= MOST_LEVELS, `${low} to ${high}: ${levels}`);
    assert.deepEqual(
      levels,
      [...levels].sort((one, other) => one - other),
    );
    assert.ok(levels.every((level) => level >= scale.low && level <= scale.high));
  }
});
