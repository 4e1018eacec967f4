/** Which point of the plane is under a pixel, on tiles and on the map, however one looks at them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fitEye, lineOfSight, projection } from "../../js/scene/plan/fit.js";
import { homeLook } from "../../js/scene/plan/look.js";
import { cornersOf } from "../../js/scene/plan/placement.js";
import { mapRelief, placeUnder, spotOn, tileRelief, valueAtPlace } from "../../js/scene/plan/relief-shape.js";
import { connectionScales } from "../../js/scene/plan/scales.js";
import { withPointMark } from "../../js/scene/things/point-mark.js";
import { makeRelief } from "../../js/scene/things/relief.js";
import { marginsOf, POSE_NAMES, placed } from "./scenery.js";

const SIZES = [2, 8, 4, 1];
const SIZE = { width: 1440, height: 900 };
const PLACES = /** @type {[number, number][]} */ (
  Array.from({ length: 40 }, (_, at) => [Math.sin(at * 1.7) * 0.97, Math.cos(at * 2.3) * 0.97])
);

/** Ways to look at a pose: at home, and turned, zoomed and moved. @param {import("../../js/model/poses.js").PoseName} name */
const looksOf = (name) => [
  homeLook(name),
  { ...homeLook(name), across: 70, up: 30 },
  { ...homeLook(name), zoom: 3, x: 0.4, y: -0.2 },
];

/** @param {import("../../js/model/poses.js").PoseName} name @param {any} look */
function seenFrom(name, look) {
  const placement = placed(SIZES, name, SIZE);
  const eye = fitEye(
    placement.plates.flatMap((plate) => cornersOf(plate)),
    look,
    SIZE,
    marginsOf(SIZE),
  );
  return { placement, project: projection(eye, look, SIZE), sight: lineOfSight(eye, look, SIZE) };
}

test("the line of sight through a pixel is the inverse of projecting", () => {
  for (const name of POSE_NAMES) {
    for (const look of looksOf(name)) {
      const { placement, project, sight } = seenFrom(name, look);
      for (let unit = 0; unit * 4 < placement.spots.length; unit++) {
        const [x = 0, y = 0, z = 0] = placement.spots.subarray(unit * 4, unit * 4 + 3);
        const [atX, atY] = sight(project([x, y, z]), z);
        assert.ok(Math.hypot(atX - x, atY - y) < 1e-9, `${name} ${unit}`);
      }
    }
  }
});

test("on a level tile every place is found under its own pixel", () => {
  for (const name of POSE_NAMES) {
    for (const look of looksOf(name)) {
      const { placement, project, sight } = seenFrom(name, look);
      for (let unit = 0; unit < 14; unit++) {
        const square = /** @type {any} */ ([...placement.spots.subarray(unit * 4, unit * 4 + 4)]);
        const relief = tileRelief(square, 0, () => 0);
        for (const place of PLACES) {
          const found = placeUnder(relief, project(spotOn(relief, place, 0.5)), sight);
          assert.ok(Math.hypot(found[0] - place[0], found[1] - place[1]) < 1e-6, `${name} ${unit}`);
        }
      }
    }
  }
});

test("on a hill the place is found that is seen there, and not the one behind it on the pane", () => {
  const { placement, project, sight } = seenFrom("space", homeLook("space"));
  const slope = (/** @type {[number, number]} */ [x, y]) => 0.5 + 0.2 * x - 0.25 * y;
  assert.ok(placement.map);
  const relief = mapRelief(placement.map, 1, slope);
  for (const place of PLACES) {
    const found = placeUnder(relief, project(spotOn(relief, place, slope(place))), sight);
    assert.ok(Math.hypot(found[0] - place[0], found[1] - place[1]) < 0.005, `${place} is taken for ${found}`);
  }
});

test("beside a relief its lowest level goes on, so that a drag may leave it", () => {
  const { placement, project, sight } = seenFrom("space", homeLook("space"));
  assert.ok(placement.map);
  const relief = mapRelief(placement.map, 1, () => 0);
  const [x, y] = placeUnder(relief, project(spotOn(relief, [-1.5, 0.3], 0)), sight);
  assert.ok(Math.abs(x + 1.5) < 1e-6 && Math.abs(y - 0.3) < 1e-6);
});

test("a value between the points of a grid is mixed from the four around it", () => {
  const grid = Float32Array.of(9, 9, 9, 9, 0, 1, 2, 4);
  const value = (/** @type {[number, number]} */ place) => valueAtPlace(grid, 2, 1, place);
  assert.deepEqual([value([-1, -1]), value([1, -1]), value([-1, 1]), value([1, 1])], [0, 1, 2, 4]);
  assert.equal(value([0, 0]), 1.75);
  assert.equal(value([3, 3]), 4);
});

test("the mark is a part of a relief and faces the viewer, and the relief stays as it was", () => {
  const plain = makeRelief(3, 5);
  const marked = withPointMark(makeRelief(3, 5));
  const [before, after] = [plain, marked].map((geometry) => [...geometry.getAttribute("position").array]);
  assert.deepEqual(after?.slice(0, before?.length), before);
  assert.equal(marked.instanceCount, 5);
  const points = Array.from(
    { length: (after?.length ?? 0) / 3 },
    (_, at) => after?.slice(at * 3, at * 3 + 3) ?? [],
  );
  const triangles = [...(marked.index?.array ?? [])].slice(plain.index?.count);
  assert.ok(triangles.length > 30);
  for (let at = 0; at < triangles.length; at += 3) {
    const [[, , z] = [], [bx = 0, by = 0] = [], [cx = 0, cy = 0] = []] = triangles
      .slice(at, at + 3)
      .map((vertex) => points[vertex] ?? []);
    assert.equal(z, 5);
    assert.ok(bx * cy - by * cx > 0);
  }
});

test("contributions are scaled by the largest of their layer, as what is shown is", () => {
  const wiring = {
    fromUnits: Int32Array.of(0, 1, 2, 2, 3),
    toUnits: Int32Array.of(2, 2, 2, 3, 3),
    layers: Uint8Array.of(0, 0, 0, 1, 1),
  };
  const values = Float32Array.of(2, -1, 0.5, 4, 1);
  const activations = Float64Array.of(0.25, 3, -0.5, 0.1);
  const scaled = (/** @type {boolean} */ isContribution) => [
    ...connectionScales(values, activations, wiring, { isContribution, focus: -1 }).scales,
  ];
  assert.deepEqual(scaled(false), [2, 4]);
  assert.deepEqual(scaled(true), [3, 2]); // 2 × 0.25, −1 × 3, the bias; 4 × −0.5, the bias
});
