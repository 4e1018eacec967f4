/** Where units and connections stand, how they are framed, and what they are called. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeNetwork, layerTitles, unitLabel } from "../../js/model/names.js";
import { actionOf } from "../../js/scene/keyboard.js";
import { frameBox, marginsFor, roomAspect } from "../../js/scene/plan/framing.js";
import {
  KIND_BIAS,
  KIND_WEIGHT,
  makeLayout,
  ROLE_HIDDEN,
  ROLE_INPUT,
  ROLE_OUTPUT,
} from "../../js/scene/plan/layout.js";
import { topologyOf } from "./topology.js";

const NETWORKS = [
  [1, 1],
  [2, 1],
  [2, 4, 1],
  [2, 8, 8, 8, 1],
  [7, 10, 3],
  [2, 11, 1],
  [2, 64, 64, 1],
  [2, 64, 64, 64, 64, 64, 64, 64, 64, 1],
  Array(10).fill(64),
];
const SIZES = [
  { width: 800, height: 620 },
  { width: 390, height: 380 },
  { width: 1200, height: 500 },
];

/**
 * @param {Float32Array} points  (n, 3)
 * @param {number} index
 */
const point = (points, index) => [...points.subarray(index * 3, index * 3 + 3)];

test("every parameter has a place in the order of the flat vector", () => {
  const topology = topologyOf([2, 3, 1]);
  const { positions, starts, ends, kinds } = makeLayout(topology);
  // Weight (to 2, from 1) of the first hidden layer.
  const weight = topology.weight_offsets[0] + 2 * 2 + 1;
  assert.equal(kinds[weight], KIND_WEIGHT);
  assert.deepEqual(point(starts, weight), point(positions, 1));
  assert.deepEqual(point(ends, weight), point(positions, 2 + 2));
  // Bias of the output unit: the last parameter.
  const bias = topology.n_parameters - 1;
  assert.equal(kinds[bias], KIND_BIAS);
  assert.deepEqual(point(ends, bias), point(positions, 5));
  assert.deepEqual([...kinds], [0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1]);
});

test("offsets are followed, not assumed", () => {
  const topology = { ...topologyOf([1, 1]), bias_offsets: [0], weight_offsets: [1] };
  const { kinds } = makeLayout(topology);
  assert.deepEqual([...kinds], [KIND_BIAS, KIND_WEIGHT]);
});

test("all of a network lies in the plane z = 0 and inside its box", () => {
  for (const sizes of NETWORKS) {
    const { positions, radii, starts, ends, box } = makeLayout(topologyOf(sizes));
    for (const points of [positions, starts, ends]) {
      for (let index = 0; index < points.length; index += 3) {
        assert.equal(points[index + 2], 0);
        assert.ok(points[index] >= box.left && points[index] <= box.right);
        assert.ok(points[index + 1] >= box.bottom && points[index + 1] <= box.top);
      }
    }
    assert.ok(positions[1] + radii[0] <= box.top + 1e-6);
  }
});

test("no unit overlaps another one or the bias of another one, in any shape of picture", () => {
  for (const sizes of NETWORKS) {
    for (const size of SIZES) {
      assertApart(makeLayout(topologyOf(sizes), roomAspect(size)));
    }
  }
});

/** @param {ReturnType<typeof makeLayout>} layout */
function assertApart({ positions, radii, starts, ends, kinds, half_width }) {
  const ends_of_biases = [...kinds].flatMap((kind, index) =>
    kind === KIND_BIAS ? [[point(starts, index), point(ends, index)]] : [],
  );
  for (let unit = 0; unit < radii.length; unit++) {
    const [x, y] = point(positions, unit);
    for (let other = unit + 1; other < radii.length; other++) {
      const distance = Math.hypot(positions[other * 3] - x, positions[other * 3 + 1] - y);
      assert.ok(distance > (radii[unit] + radii[other]) * 1.2);
    }
    for (const [[stub_x, stub_y], [end_x, end_y]] of ends_of_biases) {
      if (end_x !== x || end_y !== y) {
        assert.ok(Math.hypot(stub_x - x, stub_y - y) > radii[unit] + half_width);
      }
    }
  }
}

test("a bias enters its unit from below, where no weight runs", () => {
  const { starts, ends, kinds, radii } = makeLayout(topologyOf([2, 8, 8, 1]));
  for (const [index, kind] of kinds.entries()) {
    const across = Math.abs(starts[index * 3] - ends[index * 3]);
    if (kind === KIND_BIAS) {
      assert.equal(across, 0);
      assert.ok(ends[index * 3 + 1] - starts[index * 3 + 1] > radii[0] * 1.4);
    } else {
      assert.ok(across > 1);
    }
  }
});

test("layers run along x and short layers are one column", () => {
  const { layers } = makeLayout(topologyOf([2, 8, 10, 1]));
  assert.ok(layers.every(({ columns }) => columns === 1));
  assert.ok(layers.every(({ x }, index) => index === 0 || x > layers[index - 1].x));
});

test("a long layer becomes a grid of several columns that stays between its neighbours", () => {
  const { layers } = makeLayout(topologyOf([2, 64, 64, 1]));
  assert.ok(layers[1].columns > 1);
  assert.ok(layers[1].x + layers[1].width / 2 < layers[2].x - layers[2].width / 2 - 1);
});

test("inputs, hidden units and outputs have their roles", () => {
  const { roles } = makeLayout(topologyOf([2, 1, 2]));
  assert.deepEqual([...roles], [ROLE_INPUT, ROLE_INPUT, ROLE_HIDDEN, ROLE_OUTPUT, ROLE_OUTPUT]);
});

test("connections are thinner only in a crowd", () => {
  assert.ok(
    makeLayout(topologyOf([2, 8, 8, 1])).half_width >= makeLayout(topologyOf([2, 16, 16, 1])).half_width,
  );
  assert.ok(
    makeLayout(topologyOf([2, 64, 64, 1])).half_width < makeLayout(topologyOf([2, 16, 16, 1])).half_width,
  );
});

test("the head-on view shows the whole box inside the margins", () => {
  for (const sizes of NETWORKS) {
    for (const size of SIZES) {
      const { box } = makeLayout(topologyOf(sizes), roomAspect(size));
      const { x, y, scale } = frameBox(box, size);
      const margins = marginsFor(size);
      const at = (/** @type {number} */ world_x, /** @type {number} */ world_y) => [
        size.width / 2 + (world_x - x) * scale,
        size.height / 2 - (world_y - y) * scale,
      ];
      const [left, top] = at(box.left, box.top);
      const [right, bottom] = at(box.right, box.bottom);
      assert.ok(left >= margins.left - 0.01 && right <= size.width - margins.right + 0.01);
      assert.ok(top >= margins.top - 0.01 && bottom <= size.height - margins.bottom + 0.01);
    }
  }
});

test("ten layers of 64 units are still seen as units of at least 3 px radius at 800 x 620", () => {
  const { box, radii } = makeLayout(topologyOf(Array(10).fill(64)), roomAspect(SIZES[0]));
  assert.ok(radii[0] * frameBox(box, SIZES[0]).scale >= 3);
});

test("layers and units have the names that a reader expects", () => {
  const titles = layerTitles([2, 8, 8, 1], ["tanh", "leaky_relu", "sigmoid"]);
  assert.deepEqual(
    titles.map(({ name, activation }) => `${name} ${activation}`.trim()),
    ["Input", "Hidden 1 tanh", "Hidden 2 leaky relu", "Output sigmoid"],
  );
  const topology = { layer_sizes: [2, 8, 3], input_labels: ["x₁", "x₂²"], output_labels: ["a", "b", "c"] };
  assert.equal(unitLabel(topology, 0, 1), "x₂²");
  assert.equal(unitLabel(topology, 1, 7), "8");
  assert.equal(unitLabel(topology, 2, 0), "a");
});

test("the description names sizes and activations", () => {
  assert.equal(
    describeNetwork([2, 3, 1], ["tanh", "sigmoid"]),
    "Network 2-3-1: Input 2 units; Hidden 1 3 units, tanh; Output 1 unit, sigmoid.",
  );
});

test("keys turn, move and zoom the camera, and the browser's own shortcuts stay", () => {
  const press = (/** @type {string} */ key, modifiers = {}) =>
    actionOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...modifiers });
  assert.deepEqual(press("ArrowLeft"), { kind: "rotate", right: -1, up: 0 });
  assert.deepEqual(press("ArrowUp", { shiftKey: true }), { kind: "pan", right: 0, up: 1 });
  assert.deepEqual(press("+", { shiftKey: true }), { kind: "zoom", steps: 1 });
  assert.deepEqual(press("-"), { kind: "zoom", steps: -1 });
  assert.deepEqual(press("Home"), { kind: "head-on" });
  assert.deepEqual(press("0"), { kind: "head-on" });
  assert.equal(press("+", { ctrlKey: true }), null);
  assert.equal(press("Tab"), null);
  assert.equal(press("constructor"), null);
});
