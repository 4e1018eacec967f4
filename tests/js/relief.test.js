/** The geometry of tiles and of the output surface, and the names that stand at them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { planLabels } from "../../js/scene/plan/label-plan.js";
import { drawByDetail } from "../../js/scene/things/detail.js";
import { makeRelief, withCoarseRelief } from "../../js/scene/things/relief.js";
import { makeRibbons } from "../../js/scene/things/ribbons.js";
import { atHome, networkOf } from "./scenery.js";

/** @param {import("three").InstancedBufferGeometry} geometry */
function pointsOf(geometry) {
  const { array } = geometry.getAttribute("position");
  return Array.from({ length: array.length / 3 }, (_, index) => [...array.slice(index * 3, index * 3 + 3)]);
}

test("a relief has a vertex at every point of its grid, and a frame", () => {
  const geometry = makeRelief(4, 7);
  const points = pointsOf(geometry);
  assert.equal(geometry.instanceCount, 7);
  assert.equal(points.length, 4 * 4 + 8);
  assert.deepEqual(points[4 * 2 + 3], [3, 2, 0]);
  assert.equal(geometry.index?.count, 3 * (2 * 3 * 3 + 8));
});

test("a coarser relief has fewer vertices, each at a point of the grid, and reaches its edges", () => {
  const points = pointsOf(makeRelief(24, 1, 8)).slice(0, 64);
  assert.deepEqual([...new Set(points.map(([x]) => x))], [0, 3, 7, 10, 13, 16, 20, 23]);
});

/**
 * The triangles that are drawn of a frame, by their corners.
 * @param {import("three").InstancedBufferGeometry} geometry @param {boolean} isCoarse
 */
function drawn(geometry, isCoarse) {
  const mesh = /** @type {any} */ ({ geometry });
  drawByDetail(mesh);
  mesh.onBeforeRender(null, { userData: { isCoarse } });
  const { start, count } = geometry.drawRange;
  const points = pointsOf(geometry);
  const corners = [...(geometry.index?.array ?? [])]
    .slice(start, start + count)
    .map((at) => points[at] ?? []);
  return Array.from({ length: count / 3 }, (_, at) => corners.slice(3 * at, 3 * at + 3));
}

/** @param {number[][]} triangle  seen from the front */
function areaOf([[ax = 0, ay = 0] = [], [bx = 0, by = 0] = [], [cx = 0, cy = 0] = []]) {
  return ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;
}

test("a coarse frame has a quarter of the triangles, over all of the relief, and the same frame around it", () => {
  for (const nAlong of [2, 7, 12]) {
    const geometry = withCoarseRelief(makeRelief(12, 1, nAlong), nAlong);
    const [fine, coarse] = [drawn(geometry, false), drawn(geometry, true)];
    const [ofFine, ofCoarse] = [fine, coarse].map((all) =>
      all.filter((corners) => corners.every(([, , z]) => z === 0)),
    );
    assert.equal(ofFine?.length, 2 * (nAlong - 1) ** 2);
    assert.equal(ofCoarse?.length, 2 * Math.ceil((nAlong - 1) / 2) ** 2);
    for (const relief of [ofFine, ofCoarse]) {
      const areas = relief?.map(areaOf) ?? [];
      assert.ok(areas.every((area) => area > 0));
      assert.equal(
        areas.reduce((sum, area) => sum + area),
        11 * 11,
      );
    }
    assert.equal(fine.length - Number(ofFine?.length), coarse.length - Number(ofCoarse?.length));
  }
});

test("every ribbon goes from its start to its end, in pieces that are fewer the more there are, and in coarse frames", () => {
  for (const [count, fine, coarse] of /** @type {const} */ ([
    [1, 14, 14],
    [98, 14, 14],
    [4417, 13, 3],
    [97_650, 3, 3],
  ])) {
    const block = Math.min(count, 256);
    const geometry = makeRibbons(count, block);
    assert.equal(geometry.instanceCount, Math.ceil(count / block));
    for (const [isCoarse, pieces] of /** @type {const} */ ([
      [false, fine],
      [true, coarse],
    ])) {
      const triangles = drawn(geometry, isCoarse);
      assert.equal(triangles.length, block * 2 * pieces);
      const last = triangles.slice(-2 * pieces);
      assert.ok(last.every((corners) => corners.every(([, , place]) => place === block - 1)));
      assert.ok(Math.abs(last.reduce((sum, corners) => sum + Math.abs(areaOf(corners)), 0) - 2) < 1e-6);
    }
  }
});

test("all triangles of a relief face the viewer", () => {
  const geometry = makeRelief(3, 1);
  const points = pointsOf(geometry);
  const index = geometry.index?.array ?? [];
  for (let at = 0; at < index.length; at += 3) {
    const [a, b, c] = [...index.slice(at, at + 3)].map((vertex) => {
      const [x = 0, y = 0, z = 0] = points[vertex] ?? [];
      return z > 1 ? [x * 2, y * 2] : [x, y];
    });
    if (!a || !b || !c) assert.fail();
    const [ax = 0, ay = 0] = a;
    assert.ok(((b[0] ?? 0) - ax) * ((c[1] ?? 0) - ay) - ((b[1] ?? 0) - ay) * ((c[0] ?? 0) - ax) > 0);
  }
});

const measure = (/** @type {{text: string, px: number}} */ { text, px }) => text.length * px * 0.6;

/** @param {number[]} sizes @param {{name?: any, width?: number, hasTiles?: boolean, map?: any}} [options] */
function labelsOf(sizes, { name = "diagram", width = 1000, hasTiles = true, map = undefined } = {}) {
  const size = { width, height: 700 };
  const { placement, project } = atHome(sizes, name, size, map === undefined ? {} : { map });
  const network = networkOf(sizes);
  const labels = planLabels({ network, domain: [-6, 6], placement, hasTiles, project, size, measure });
  return {
    labels,
    placement,
    project,
    named: (/** @type {string} */ text) => labels.filter((label) => label.text === text),
  };
}

test("a hidden unit's number stands on its sphere, and not on its tile", () => {
  const { named, placement, project } = labelsOf([2, 3, 1], { hasTiles: false });
  const [x, y, z] = placement.spots.subarray(3 * 4);
  const [label] = named("2");
  assert.deepEqual([label.x, label.y], [project([x, y, z]).x, project([x, y, z]).y]);
  assert.deepEqual(labelsOf([2, 3, 1]).named("2"), []);
});

test("inputs have their names at the left of their tiles", () => {
  for (const name of ["diagram", "space"]) {
    const { named, placement, project } = labelsOf([2, 3, 1], { name });
    const [x, y, z, half] = placement.spots.subarray(0, 4);
    const left = project([x - half, y, z]);
    const label = named("x₁").find((each) => Math.abs(each.y - left.y) < 1);
    assert.ok(label && label.x + measure(label) / 2 < left.x, name);
  }
});

test("the output map has names and ends at both axes, and several classes have theirs", () => {
  const { named } = labelsOf([2, 3, 1]);
  for (const text of ["−6", "6"]) assert.equal(named(text).length, 2);
  assert.ok(named("x₂").length >= 2);
  const classes = labelsOf([2, 6, 3]);
  assert.equal(classes.named("class 1").length, 1);
  assert.equal(classes.named("−6").length, 0);
  assert.ok(labelsOf([2, 6, 3], { map: "beside" }).named("−6").length > 0);
});

test("no name stands on the output map, of what it hides", () => {
  const shown = (/** @type {number} */ width) =>
    labelsOf([2, 8, 1], { name: "output", width }).labels.map(({ text }) => text.trim());
  assert.ok(shown(1200).includes("Input"));
  const narrow = shown(420);
  assert.ok(!narrow.some((text) => ["In", "Input", "H1", "Hidden 1"].includes(text)), String(narrow));
  assert.ok(narrow.includes("Out") || narrow.includes("Output"), String(narrow));
});
