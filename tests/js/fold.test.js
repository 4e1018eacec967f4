/** A layer's space in its cube: sheet, samples and pane are where the arrays say, and nothing leaves the window. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedTurn } from "../../js/model/poses.js";
import { flatOf, foldedOf, mixed } from "../../js/scene/hidden/folding.js";
import { clipToCube } from "../../js/scene/plan/clip.js";
import { CORNERS, cubeMargins, HALF, planCubeLabels } from "../../js/scene/plan/cube.js";
import { fitEye, projection } from "../../js/scene/plan/fit.js";
import { niceRange } from "../../js/scene/plan/fold.js";
import { overlap } from "../../js/scene/plan/label-plan.js";
import { homeLook } from "../../js/scene/plan/look.js";
import { fromFarToNear, sheetNormals, sheetTriangles } from "../../js/scene/plan/sheet.js";
import { networkOf } from "./scenery.js";

const SIZE = 5;
const DOMAIN = /** @type {[number, number]} */ ([-6, 6]);

/** Numbers that look like chance but are the same in every run. @param {number} length @param {number} [low] @param {number} [high] */
function numbers(length, low = -1, high = 1) {
  return Float32Array.from(
    { length },
    (_, at) => low + (high - low) * ((Math.sin(at * 12.9898) * 43758.5453 + 1e6) % 1),
  );
}

/** @param {Partial<import("../../js/protocol.js").LayerSpace>} given */
const spaceOf = (given = {}) => ({
  layer: 1,
  units: [0, 2, 1],
  shares: null,
  train: numbers(3 * 7, -0.9, 0.9),
  test: numbers(3 * 4, -0.8, 0.8),
  grid: numbers(3 * SIZE * SIZE, -0.95, 0.95),
  outputs: numbers(SIZE * SIZE, 0, 1),
  planes: Float32Array.from([1, -0.5, 0.7, 0.1, 0.2, 2, -1, -0.3]),
  before: null,
  ...given,
});

/** @param {string} activation */
function stateOf(activation = "tanh") {
  const topology = { ...networkOf([2, 3, 2, 1]), activations: [activation, "tanh", "sigmoid"] };
  const unit_ranges = Array.from({ length: topology.n_units }, () =>
    activation === "relu" ? [0, 4] : [-1, 1],
  );
  const dataset = {
    domain: DOMAIN,
    target_range: [0, 1],
    train_inputs: numbers(2 * 7, -5, 5),
    test_inputs: numbers(2 * 4, -5, 5),
  };
  return /** @type {any} */ ({ topology: { ...topology, unit_ranges }, dataset });
}

/** The coordinates of a place of the world. @param {ArrayLike<number>} place @param {[number, number][]} frame */
const coordinatesOf = (place, frame) =>
  frame.map(([low, high], axis) => {
    const share = ((axis === 2 ? -1 : 1) * Number(place[axis])) / HALF;
    return (low + high) / 2 + (share * (high - low)) / 2;
  });

/** @param {number[]} found @param {number[]} expected @param {number} tolerance */
function assertClose(found, expected, tolerance) {
  for (const [at, value] of found.entries())
    assert.ok(Math.abs(value - expected[at]) <= tolerance, `${found} is not ${expected}`);
}

test("sheet and samples stand where their activations say, to float32", () => {
  for (const [space, activation] of /** @type {const} */ ([
    [spaceOf(), "tanh"],
    [spaceOf({ units: null, shares: [0.6, 0.3, 0.1], grid: numbers(3 * SIZE * SIZE, -3, 2) }), "tanh"],
    [spaceOf({ train: numbers(21, 0, 37), test: numbers(12, 0, 11), grid: numbers(75, 0, 20) }), "relu"],
  ])) {
    const { image, frame } = foldedOf(space, stateOf(activation), 0);
    const scale = Math.max(...frame.flat().map(Math.abs));
    const check = (
      /** @type {Float32Array} */ places,
      /** @type {Float32Array} */ coordinates,
      first = 0,
    ) => {
      const n = coordinates.length / 3;
      for (let at = 0; at < n; at++) {
        const place = places.subarray(3 * (first + at), 3 * (first + at) + 3);
        const expected = [0, 1, 2].map((axis) => coordinates[axis * n + at]);
        assertClose(coordinatesOf(place, frame), expected, 3e-7 * scale);
        assert.ok(place.every((/** @type {number} */ each) => Math.abs(each) <= HALF + 1e-6));
      }
    };
    check(image.grid, space.grid);
    check(image.samples, space.train);
    check(image.samples, space.test, 7);
  }
});

test("flat, x1 is to the right and x2 away, and half-folded everything is half-way", () => {
  const state = stateOf();
  const { image } = foldedOf(spaceOf(), state, 0);
  const flat = flatOf(state.dataset, SIZE);
  const { train_inputs, test_inputs } = state.dataset;
  for (let at = 0; at < 7; at++) {
    const expected = [train_inputs[at] / 12, 0, -train_inputs[7 + at] / 12];
    assertClose([...flat.samples.subarray(3 * at, 3 * at + 3)], expected, 1e-7);
  }
  assertClose([...flat.samples.subarray(21, 24)], [test_inputs[0] / 12, 0, -test_inputs[4] / 12], 1e-7);
  assert.deepEqual([...flat.grid.subarray(0, 3)], [-0.5, 0, 0.5]); // x2 of the first row is lowest: nearest
  assert.deepEqual([...flat.grid.subarray(-3)], [0.5, 0, -0.5]);
  assert.equal(mixed(flat, image, 0).grid, flat.grid);
  assert.equal(mixed(flat, image, 1).samples, image.samples);
  const half = mixed(flat, image, 0.5);
  assertClose(
    [...half.grid],
    [...image.grid].map((each, at) => (each + flat.grid[at]) / 2),
    1e-7,
  );
});

test("the pane is where the next unit's sum is 0, and the sums of the sheet are those of its points", () => {
  for (const next of [0, 1]) {
    const space = spaceOf();
    const { corners, frame, sums } = foldedOf(space, stateOf(), next);
    const [first, second, third, offset] = space.planes.subarray(4 * next, 4 * next + 4);
    const sumAt = (/** @type {number[]} */ coordinates) =>
      first * coordinates[0] + second * coordinates[1] + third * coordinates[2] + offset;
    assert.ok(corners.length >= 3);
    for (const corner of corners) assert.ok(Math.abs(sumAt(coordinatesOf(corner, frame))) < 1e-6);
    const n = SIZE * SIZE;
    for (let at = 0; at < n; at++) {
      const expected = sumAt([space.grid[at], space.grid[n + at], space.grid[2 * n + at]]);
      assert.ok(Math.abs(Number(sums?.[at]) - expected) < 1e-6);
    }
  }
  const { corners, sums } = foldedOf(spaceOf({ planes: new Float32Array() }), stateOf(), null);
  assert.deepEqual([corners, sums], [[], null]);
  assert.deepEqual(
    foldedOf(spaceOf({ planes: new Float32Array(4).fill(Number.NaN) }), stateOf(), 0).corners,
    [],
  );
});

test("an axis ends where its activation function does, or fits what it gives; directions share one scale", () => {
  assert.deepEqual(foldedOf(spaceOf(), stateOf("tanh"), 0).frame, [
    [-1, 1],
    [-1, 1],
    [-1, 1],
  ]);
  const grid = Float32Array.from([...Array(25).fill(3), ...Array(25).fill(0), ...Array(25).fill(0.41)]);
  const relu = spaceOf({ grid, train: new Float32Array(21), test: new Float32Array(12) });
  assert.deepEqual(foldedOf(relu, stateOf("relu"), 0).frame, [
    [0, 3],
    [-1, 1],
    [0, 0.5],
  ]);
  const { frame } = foldedOf({ ...relu, units: null, shares: [1, 0, 0] }, stateOf("relu"), 0);
  assert.deepEqual(frame, [
    [-3, 3],
    [-3, 3],
    [-3, 3],
  ]);
  const few = foldedOf(spaceOf({ units: [1], grid: new Float32Array(75) }), stateOf("tanh"), 0);
  assert.deepEqual(few.frame.slice(1), [
    [-1, 1],
    [-1, 1],
  ]);
});

test("what is not a number moves no axis", () => {
  const grid = numbers(75, -0.5, 0.5).fill(Number.NaN, 3, 9);
  const { frame } = foldedOf(spaceOf({ grid }), stateOf("relu"), 0);
  assert.ok(frame.flat().every(Number.isFinite));
  const nothing = spaceOf({ grid: grid.fill(Number.NaN), units: null, train: grid, test: grid });
  assert.ok(foldedOf(nothing, stateOf(), 0).frame.flat().every(Number.isFinite));
});

test("ends of a range are short to write, and hold it", () => {
  for (const [low, high] of [
    [0.013, 0.91],
    [-37, 2],
    [5, 5],
    [-1e-9, 4e-9],
    [1e6, 1e6 + 1],
    [-0.3, 0],
  ]) {
    const [first, last] = niceRange(low, high);
    assert.ok(first <= low && last >= high && first < last, `${low} to ${high}: ${first} to ${last}`);
  }
  assert.deepEqual(niceRange(0.013, 0.91), [0, 1]);
});

test("a plane cuts a convex polygon out of the cube, of corners on its surface, in their order", () => {
  assert.equal(clipToCube([0, 0, 1], 0.25).length, 4);
  assert.equal(clipToCube([1, 1, 1], 0).length, 6);
  assert.equal(clipToCube([1, 1, 1], 2).length, 3);
  assert.deepEqual(clipToCube([1, 1, 1], 4), []);
  assert.deepEqual(clipToCube([0, 0, 0], 1), []);
  const random = numbers(4 * 500);
  for (let at = 0; at < random.length; at += 4) {
    const [x, y, z, offset] = random.subarray(at, at + 4);
    const corners = clipToCube([x, y, z], 1.5 * offset);
    const isMet = Math.abs(1.5 * offset) < Math.abs(x) + Math.abs(y) + Math.abs(z);
    assert.equal(corners.length >= 3, isMet);
    for (const [index, corner] of corners.entries()) {
      assert.ok(Math.abs(x * corner[0] + y * corner[1] + z * corner[2] + 1.5 * offset) < 1e-9);
      assert.ok(Math.abs(Math.max(...corner.map(Math.abs)) - 1) < 1e-9);
      const [next, after] = [1, 2].map((step) => corners[(index + step) % corners.length]);
      const [ax, ay, az] = next.map((each, axis) => each - corner[axis]);
      const [bx, by, bz] = after.map((each, axis) => each - next[axis]);
      const turn = x * (ay * bz - az * by) + y * (az * bx - ax * bz) + z * (ax * by - ay * bx);
      assert.ok(turn > -1e-9, "it turns the same way at every corner");
    }
  }
});

test("a sheet's triangles come from far to near, each once, and a flat sheet faces up", () => {
  const { grid } = foldedOf(spaceOf(), stateOf(), 0).image;
  const triangles = sheetTriangles(SIZE);
  const back = /** @type {import("../../js/scene/plan/fit.js").Point} */ ([0.6, 0, 0.8]);
  const sorted = fromFarToNear(grid, triangles, back);
  const each = (/** @type {Uint16Array} */ all) =>
    Array.from({ length: all.length / 3 }, (_, at) => all.subarray(3 * at, 3 * at + 3).join());
  assert.deepEqual(each(sorted).sort(), each(triangles).sort());
  const depth = (/** @type {number} */ vertex) => grid[3 * vertex] * 0.6 + grid[3 * vertex + 2] * 0.8;
  const depths = each(sorted).map((text) => text.split(",").reduce((sum, at) => sum + depth(Number(at)), 0));
  for (const [at, next] of depths.slice(1).entries()) assert.ok(next >= depths[at] - 1e-6);
  const normals = sheetNormals(flatOf(stateOf().dataset, SIZE).grid, SIZE);
  for (let at = 0; at < normals.length; at += 3) {
    assert.ok(normals[at + 1] > 0 && Math.abs(normals[at]) + Math.abs(normals[at + 2]) < 1e-9);
  }
});

test("the cube stays in the window with its names, none of them on another, however it is turned", () => {
  const measure = (/** @type {{text: string, px: number}} */ { text, px }) => text.length * px * 0.6;
  const axes = ["1st (62 %)", "unit 13", "3rd (1 %)"].map((name) => ({ name, ends: ["−0.35", "12.5"] }));
  const cover = { top: 10, right: 20, bottom: 30, left: 5 };
  const note = "interpolated between flat and hidden layer 1";
  for (const size of [
    [2560, 1440],
    [1440, 900],
    [1024, 768],
    [390, 844],
    [390, 320],
  ].map(([width, height]) => ({ width, height }))) {
    for (let at = 0; at < 40; at++) {
      const turn = allowedTurn("space_of_layer", {
        across: -80 + ((at * 37) % 161),
        up: -30 + ((at * 23) % 91),
      });
      const look = { ...homeLook("space_of_layer"), ...(at === 0 ? {} : turn) };
      const project = projection(fitEye(CORNERS, look, size, cubeMargins(size, cover)), look, size);
      for (const corner of CORNERS) {
        const { x, y } = project(corner);
        assert.ok(x > cover.left && x < size.width - cover.right);
        assert.ok(y > cover.top && y < size.height - cover.bottom);
      }
      const labels = planCubeLabels(axes, note, { project, size, cover, measure });
      const texts = labels.map(({ text }) => text);
      assert.ok(
        texts.includes(note) && axes.filter(({ name }) => texts.includes(name)).length >= 2,
        `${texts}`,
      );
      for (const [index, label] of labels.entries()) {
        const half = measure(label) / 2;
        assert.ok(
          label.px >= 11 && label.x >= cover.left + half && label.x <= size.width - cover.right - half,
        );
        assert.ok(
          label.y >= cover.top + label.px / 2 && label.y <= size.height - cover.bottom - label.px / 2,
        );
        for (const other of labels.slice(0, index)) assert.ok(!overlap(label, other, measure));
      }
    }
  }
});

test("between two layers every place is on a straight way from what the one has to what the other has", () => {
  const first = spaceOf({ grid: numbers(3 * SIZE * SIZE, -0.5, 0.2) });
  const { image, before } = foldedOf(spaceOf({ layer: 2, before: first }), stateOf(), null);
  assert.deepEqual(before, foldedOf(first, stateOf(), null).image);
  const half = mixed(/** @type {any} */ (before), image, 0.5);
  for (const [at, place] of half.grid.entries()) {
    assert.ok(Math.abs(place - (Number(before?.grid[at]) + Number(image.grid[at])) / 2) < 1e-6);
  }
});
