import assert from "node:assert/strict";
import { test } from "node:test";
import { makeLayout } from "../../js/scene/plan/layout.js";
import { distanceToSegment, isInside, pick } from "../../js/scene/plan/picking.js";
import { topologyOf } from "./topology.js";

const TOPOLOGY = topologyOf([2, 3, 1]);
const layout = makeLayout(TOPOLOGY);
const project = (/** @type {number} */ x, /** @type {number} */ y) => ({
  x: 300 + 50 * x,
  y: 300 - 50 * y,
  scale: 50,
});
const at = (/** @type {Float32Array} */ points, /** @type {number} */ index) =>
  project(points[index * 3] ?? 0, points[index * 3 + 1] ?? 0);

test("a press on a unit finds it, wherever connections end", () => {
  for (let unit = 0; unit < TOPOLOGY.n_units; unit++) {
    assert.deepEqual(pick(layout, project, at(layout.positions, unit), 6), { kind: "unit", unit });
  }
});

test("a press near the middle of a connection finds it, a far one nothing", () => {
  const parameter = 4; // from x₁ to the third hidden unit
  const [a, b] = [at(layout.starts, parameter), at(layout.ends, parameter)];
  const near = { x: a.x * 0.8 + b.x * 0.2, y: a.y * 0.8 + b.y * 0.2 + 2 };
  assert.deepEqual(pick(layout, project, near, 6), { kind: "parameter", parameter });
  assert.equal(pick(layout, project, { x: -500, y: -500 }, 6), null);
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

test("an output surface stands right of the network, within the box", () => {
  const { surface, box, positions } = makeLayout(TOPOLOGY, 1.4, { surface: true });
  assert.ok(surface);
  const output = positions[5 * 3] ?? 0;
  assert.ok(surface.x - surface.half > output);
  assert.ok(surface.x + surface.half <= box.right + 1e-9);
  assert.ok(box.bottom <= surface.y - surface.half && surface.y + surface.half <= box.top);
});

test("a tile is hit up to its corners, a sphere only within its round outline", () => {
  const tiled = makeLayout(TOPOLOGY, 1.35, { unit_half: 1.2 });
  const unit = 3;
  const [x = 0, y = 0] = tiled.positions.subarray(unit * 3);
  const half = /** @type {number} */ (tiled.radii[unit]) * 0.95;
  const corner = project(x - half, y + half);
  assert.deepEqual(pick(tiled, project, corner, 0), { kind: "unit", unit });
  assert.equal(pick(layout, project, corner, 0), null);
});

test("of two units under the pointer the nearer one is hit", () => {
  const turned = (/** @type {number} */ x, /** @type {number} */ y) => ({
    x: 300,
    y: 300 - 50 * y,
    scale: 50 + x,
  });
  const unit = TOPOLOGY.n_units - 1; // the output, as high as the second hidden unit and nearer
  const y = layout.positions[unit * 3 + 1] ?? 0;
  assert.deepEqual(pick(layout, turned, { x: 300, y: 300 - 50 * y }, 6), { kind: "unit", unit });
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

test("to find a connection nothing is projected once for each of them", () => {
  const [n_in, n_out] = [40, 50];
  const many = makeLayout(topologyOf([n_in, n_out]));
  let projected = 0;
  const counting = (/** @type {number} */ x, /** @type {number} */ y) => {
    projected += 1;
    return project(x, y);
  };
  const parameter = 7 * n_in + 3;
  const [a, b] = [at(many.starts, parameter), at(many.ends, parameter)];
  const found = pick(many, counting, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, 1);
  assert.equal(found?.kind, "parameter");
  assert.ok(projected <= 2 * (n_in + n_out) + n_out, `${projected} projections`);
});
