/** The geometry of tiles and of the output surface, and the names that stand at them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { frameBox, roomAspect } from "../../js/scene/plan/framing.js";
import { planLabels } from "../../js/scene/plan/label-plan.js";
import { makeLayout } from "../../js/scene/plan/layout.js";
import { makeRelief } from "../../js/scene/things/relief.js";
import { topologyOf } from "./topology.js";

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

const NETWORK = /** @type {any} */ ({
  ...topologyOf([2, 3, 1]),
  activations: ["tanh", "sigmoid"],
  input_labels: ["x₁", "x₂"],
  output_labels: ["ŷ"],
});

const measure = (/** @type {{text: string, px: number}} */ { text, px }) => text.length * px * 0.6;

/**
 * @param {any} network
 * @param {{width: number, height: number}} size
 * @param {{surface?: boolean, unit_half?: number}} options
 * @param {boolean} [has_tiles]
 */
function planFor(network, size, options, has_tiles = (options.unit_half ?? 1) > 1) {
  const layout = makeLayout(network, roomAspect(size), options);
  const frame = frameBox(layout.box, size);
  const labels = planLabels({ network, domain: [-6, 6], layout, has_tiles, frame, size, measure });
  return { layout, frame, labels };
}

/**
 * @param {{surface?: boolean, unit_half?: number}} options
 * @param {boolean} [has_tiles]
 */
function labelsWith(options, has_tiles) {
  const { layout, labels } = planFor(NETWORK, { width: 800, height: 600 }, options, has_tiles);
  return { layout, labels, named: (/** @type {string} */ name) => labels.find(({ text }) => text === name) };
}

test("a hidden unit's number stands in the middle of its sphere and in the corner of its tile", () => {
  assert.deepEqual(labelsWith({}).named("2")?.shift, [0, 0]);
  const [right, up] = labelsWith({ unit_half: 1.2 }).named("2")?.shift ?? [0, 0];
  assert.ok(right < 0 && up === -right);
  // A link wants tiles, and their responses come with Python.
  assert.deepEqual(labelsWith({ unit_half: 1.2 }, false).named("2")?.shift, [0, 0]);
});

test("the output surface has a title, and names and ends at both axes", () => {
  const { labels, layout } = labelsWith({ surface: true });
  const title = labels.find(({ text }) => text.startsWith("Output over"));
  assert.deepEqual(title?.anchor.slice(0, 2), [
    layout.surface?.x,
    (layout.surface?.y ?? 0) + (layout.surface?.half ?? 0),
  ]);
  const texts = labels.map(({ text }) => text);
  for (const text of ["x₁", "x₂", "−6", "6"]) {
    assert.ok(texts.filter((other) => other === text).length >= 2);
  }
  assert.equal(labelsWith({}).named("−6"), undefined);
});

const CLASSES = /** @type {any} */ ({
  ...topologyOf([2, 6, 3]),
  activations: ["tanh", "softmax"],
  input_labels: ["x₁", "x₂"],
  output_labels: ["class 0", "class 1", "class 2"],
});

/** @param {number} width  of a scene with tiles and an output surface, CSS px */
function classesIn(width) {
  const size = { width, height: width < 600 ? 380 : 600 };
  const { frame, labels } = planFor(CLASSES, size, { surface: true, unit_half: 1.22 });
  const boxes = labels.map((label) => {
    const { text, anchor, shift, offset, px } = label;
    const x = (anchor[0] + shift[0]) * frame.scale + offset[0];
    const y = (anchor[1] + shift[1]) * frame.scale + offset[1];
    const half = measure(label) / 2;
    return { text, left: x - half, right: x + half, bottom: y - px / 2, top: y + px / 2 };
  });
  return { classes: boxes.filter(({ text }) => /^(class )?[012]$/.test(text)), axes: boxes.slice(-6) };
}

test("the names of classes never stand on the axis of the output surface, and are short where room is scarce", () => {
  for (const width of [290, 330, 366, 390, 500, 700, 900]) {
    const { classes, axes } = classesIn(width);
    for (const name of classes) {
      for (const { text, left, right, bottom, top } of axes) {
        const isApart = name.right < left || name.left > right || name.top < bottom || name.bottom > top;
        assert.ok(isApart, `${name.text} and ${text} at ${width}`);
      }
    }
  }
  const textsIn = (/** @type {number} */ width) => classesIn(width).classes.map(({ text }) => text);
  assert.deepEqual(textsIn(900).slice(-3), ["class 0", "class 1", "class 2"]);
  assert.deepEqual(textsIn(366).slice(-3), ["0", "1", "2"]);
});
