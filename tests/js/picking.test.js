import assert from "node:assert/strict";
import { test } from "node:test";
import { curveOf, pointOn, stubOf } from "../../js/scene/plan/curves.js";
import { distanceToSegment, isInside, lineOf, pick } from "../../js/scene/plan/picking.js";
import { makeWiring } from "../../js/scene/plan/wiring.js";
import { atHome, POSE_NAMES } from "./scenery.js";
import { topologyOf } from "./topology.js";

const SIZES = [2, 3, 1];
const TOPOLOGY = topologyOf(SIZES);
const SIZE = { width: 900, height: 700 };

/** @param {import("../../js/model/poses.js").PoseName} name @param {number[]} sizes @param {boolean} hasTiles */
function sceneryOf(name, sizes = SIZES, hasTiles = true) {
  const { placement, project } = atHome(sizes, name, SIZE);
  const { spots } = placement;
  const mapUnit = sizes.at(-1) === 1 ? spots.length / 4 - 1 : null;
  return { scenery: { spots, wiring: makeWiring(topologyOf(sizes)), hasTiles, mapUnit }, project };
}

/** @param {Float32Array} spots @param {number} unit @returns {[number, number, number]} */
const middleOf = (spots, unit) => [spots[unit * 4], spots[unit * 4 + 1], spots[unit * 4 + 2]];

test("a press on a unit finds it in every pose", () => {
  for (const name of POSE_NAMES) {
    const { scenery, project } = sceneryOf(name);
    for (let unit = 0; unit < TOPOLOGY.n_units; unit++) {
      const pixel = project(middleOf(scenery.spots, unit));
      assert.deepEqual(pick(scenery, project, pixel, 6), { kind: "unit", unit }, name);
    }
  }
});

test("a press on the middle of a curve or on a bias finds it, a far one nothing", () => {
  for (const name of /** @type {const} */ (["space", "diagram"])) {
    const { scenery, project } = sceneryOf(name);
    for (const [parameter, to] of scenery.wiring.toUnits.entries()) {
      const line = lineOf(scenery.spots, scenery.wiring.fromUnits[parameter], to);
      const pixel = project(line[Math.floor(line.length / 2)]);
      const found = pick(scenery, project, pixel, 6);
      // Curves cross, and tiles stand before some of them.
      if (found?.kind !== "parameter") continue;
      const other = lineOf(
        scenery.spots,
        scenery.wiring.fromUnits[found.parameter],
        scenery.wiring.toUnits[found.parameter],
      );
      const near = Math.min(
        ...other.map((point) => Math.hypot(project(point).x - pixel.x, project(point).y - pixel.y)),
      );
      assert.ok(found.parameter === parameter || near < 60);
    }
    const bias = TOPOLOGY.bias_offsets[0] + 1;
    const [tip] = lineOf(scenery.spots, 3, 3);
    assert.deepEqual(pick(scenery, project, project(tip), 6), { kind: "parameter", parameter: bias });
    assert.equal(pick(scenery, project, { x: -500, y: -500 }, 6), null);
  }
});

test("a tile is hit up to its corners, a sphere only within its round outline", () => {
  const { scenery, project } = sceneryOf("diagram");
  const unit = 3;
  const [x, y, z, half] = scenery.spots.subarray(unit * 4, unit * 4 + 4);
  const corner = project([x - 0.95 * half, y + 0.95 * half, z]);
  assert.deepEqual(pick(scenery, project, corner, 0), { kind: "unit", unit });
  assert.equal(pick({ ...scenery, hasTiles: false }, project, corner, 0), null);
  const last = TOPOLOGY.n_units - 1; // the output map, whatever stands for the others
  const [mapX, mapY, mapZ, mapHalf] = scenery.spots.subarray(last * 4, last * 4 + 4);
  const far = project([mapX + 0.9 * mapHalf, mapY - 0.9 * mapHalf, mapZ]);
  assert.deepEqual(pick({ ...scenery, hasTiles: false }, project, far, 0), { kind: "unit", unit: last });
});

test("of two units under the pointer the nearer one is hit", () => {
  const { scenery } = sceneryOf("space");
  const project = (/** @type {[number, number, number]} */ [, y, z]) => ({
    x: 300,
    y: 300 - 100 * y,
    depth: 10 - z,
  });
  const last = TOPOLOGY.n_units - 1;
  const wide = (/** @type {[number, number, number]} */ point) => ({ ...project(point), x: 300 + point[0] });
  assert.deepEqual(pick(scenery, wide, { x: 300, y: 300 }, 6), { kind: "unit", unit: last });
});

test("the distance to a segment is that to its nearer end beyond it", () => {
  const [a, b] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ];
  assert.equal(distanceToSegment({ x: 5, y: 3 }, a, b), 3);
  assert.equal(distanceToSegment({ x: 13, y: 4 }, a, b), 5);
  assert.equal(distanceToSegment({ x: 3, y: 4 }, a, a), 5);
});

test("inside is inside whichever way round the corners run", () => {
  const square = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 4 },
    { x: 0, y: 4 },
  ];
  for (const corners of [square, square.toReversed()]) {
    assert.ok(isInside({ x: 1, y: 3 }, corners));
    assert.ok(!isInside({ x: 5, y: 3 }, corners));
  }
});

test("to find a connection most of them are not looked at", () => {
  const sizes = [40, 50];
  const { scenery, project } = sceneryOf("diagram", sizes);
  let projected = 0;
  const counting = (/** @type {[number, number, number]} */ point) => {
    projected += 1;
    return project(point);
  };
  const line = lineOf(scenery.spots, 0, 40);
  assert.equal(pick(scenery, counting, project(line[5]), 2)?.kind, "parameter");
  assert.ok(projected < 0.25 * 11 * 40 * 50, `${projected} projections`);
});

test("a curve leaves the right edge of a tile and arrives behind the next, or at its edge in one plane", () => {
  const [from, to] = [
    [0, 0.2, 0, 0.1],
    [0.1, -0.2, 1, 0.1],
  ];
  const deep = curveOf(from, to);
  assert.deepEqual(deep[0], [0.1, 0.2, 0]);
  assert.ok(deep[3][2] < 1 && deep[3][0] > 0 && deep[3][0] < 0.1);
  assert.deepEqual(pointOn(deep, 0), deep[0]);
  assert.deepEqual(pointOn(deep, 1), deep[3]);
  const flat = curveOf(from, [1, -0.2, 0, 0.1]);
  assert.deepEqual(flat[3], [0.9, -0.2, 0]);
  assert.equal(flat[1][1], 0.2); // it leaves level
  const [tip, end] = stubOf(from);
  assert.ok(tip[1] < end[1] && Math.abs(end[1] - 0.1) < 1e-12 && tip[0] === 0);
});

test("every parameter connects its units, in the order of the flat vector, wherever that puts a layer", () => {
  const { fromUnits, toUnits, layers } = makeWiring(TOPOLOGY);
  assert.deepEqual([...fromUnits], [0, 1, 0, 1, 0, 1, 2, 3, 4, 2, 3, 4, 5]);
  assert.deepEqual([...toUnits], [2, 2, 3, 3, 4, 4, 2, 3, 4, 5, 5, 5, 5]);
  assert.deepEqual([...layers], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  const swapped = makeWiring({ ...topologyOf([1, 1]), bias_offsets: [0], weight_offsets: [1] });
  assert.deepEqual([...swapped.fromUnits], [1, 0]);
});
