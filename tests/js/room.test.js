/** The room that cards leave to the picture: the way from one to another. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fitEye, projection } from "../../js/scene/plan/fit.js";
import { homeLook } from "../../js/scene/plan/look.js";
import { approachedMargins, areSameMargins, marginsFor } from "../../js/scene/plan/room.js";
import { atHome, POSE_NAMES } from "./scenery.js";

const FRAME_MS = 1000 / 60;
const LONGEST_MS = 500;
const COVERS = [
  { top: 52, right: 272, bottom: 136, left: 0 },
  { top: 52, right: 272, bottom: 136, left: 264 }, // the settings
  { top: 52, right: 272, bottom: 136, left: 640 }, // the code
  { top: 52, right: 560, bottom: 300, left: 16 },
];
const PAIRS = COVERS.flatMap((from) => COVERS.map((to) => ({ from, to }))).filter(
  ({ from, to }) => from !== to,
);
const WINDOWS = [
  { width: 1440, height: 900 },
  { width: 1280, height: 700 },
];

/**
 * Margins of each frame on the way.
 * @param {import("../../js/scene/plan/fit.js").Margins} from
 * @param {import("../../js/scene/plan/fit.js").Margins} to
 * @param {number} [ms]  a frame takes
 */
function wayOf(from, to, ms = FRAME_MS) {
  const way = [from];
  while (!areSameMargins(way.at(-1) ?? to, to) && way.length < 1000) {
    way.push(approachedMargins(way.at(-1) ?? from, to, ms));
  }
  return way;
}

test("nothing leaves the window, nor goes under what covers both rooms, at any moment of the way", () => {
  for (const size of WINDOWS) {
    for (const name of POSE_NAMES) {
      const { points } = atHome([2, 8, 8, 1], name, size);
      for (const { from, to } of PAIRS) {
        for (const margins of wayOf(marginsFor(size, from), marginsFor(size, to))) {
          const project = projection(fitEye(points, homeLook(name), size, margins), homeLook(name), size);
          for (const { x, y } of points.map(project)) {
            const [left, right] = [Math.min(from.left, to.left), Math.min(from.right, to.right)];
            assert.ok(x > left && x < size.width - right, `${name}: ${x} in ${JSON.stringify({ from, to })}`);
            assert.ok(y > 0 && y < size.height, `${name}: ${y} in ${JSON.stringify({ from, to })}`);
          }
        }
      }
    }
  }
});

test("the way takes half a second at most, goes one way only, and ends where it leads", () => {
  for (const { from, to } of PAIRS) {
    const way = wayOf(from, to);
    assert.ok(way.length * FRAME_MS <= LONGEST_MS, `${way.length} frames`);
    assert.ok(way.length > 10);
    assert.deepEqual(way.at(-1), to);
    for (const side of /** @type {const} */ (["top", "right", "bottom", "left"])) {
      const steps = way.slice(1).map((margins, at) => margins[side] - Number(way[at]?.[side]));
      assert.ok(steps.every((step) => step * (to[side] - from[side]) >= 0));
    }
  }
});

test("the way does not depend on how many frames it has", () => {
  const [from, to] = [COVERS[0], COVERS[2]];
  assert.ok(from && to);
  const one = approachedMargins(from, to, 40);
  const two = approachedMargins(approachedMargins(from, to, 20), to, 20);
  assert.ok(Math.abs(one.left - two.left) < 1e-9);
});
