/** What is written around the surface of the loss, and the lines on it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fitEye, projection } from "../../js/scene/plan/fit.js";
import { overlap } from "../../js/scene/plan/label-plan.js";
import { axisCorner, planLossLabels, shortNumber } from "../../js/scene/plan/loss-labels.js";
import { BASE, blockCorners, HALF, HEIGHT } from "../../js/scene/plan/loss-relief.js";
import { axisStrokes, ballStrokes, pathStrokes, STROKE_INKS } from "../../js/scene/plan/loss-strokes.js";

/** @import {LossSurface} from "../../js/protocol.js" */
/** @import {Text} from "../../js/scene/things/atlas.js" */

const SIZES = [
  { width: 2560, height: 1440 },
  { width: 1440, height: 900 },
  { width: 740, height: 460 },
  { width: 390, height: 330 },
];
const MARGINS = { top: 64, right: 70, bottom: 56, left: 84 };
const measure = (/** @type {Text} */ { text, px }) => text.length * px * 0.55;

test("names and numbers lie inside the window and on none other, however it is turned", () => {
  for (const size of SIZES) {
    for (const [across, up] of [
      [30, 34],
      [-80, 4],
      [0, 20],
      [80, 80],
      [-35, 50],
      [12, 70],
    ]) {
      const look = { across: Number(across), up: Number(up), zoom: 1, x: 0, y: 0 };
      const project = projection(fitEye(blockCorners(), look, size, MARGINS), look, size);
      const labels = planLossLabels({
        scale: { low: 0.01, high: 30, isLog: true },
        lossName: "train loss",
        names: ["weight x₁ → unit 3 of hidden 1", "2nd direction (12 %)"],
        ends: [
          ["−1.25", "1.25"],
          ["−300", "300"],
        ],
        ball: { at: [0, 0.4, 0], text: "0.03258" },
        ...{ project, size, cover: { top: 0, right: 0, bottom: 0, left: 0 }, measure },
      });
      const names = labels.map(({ text }) => text);
      for (const name of ["0.03258", "weight x₁ → unit 3 of hidden 1"]) assert.ok(names.includes(name));
      for (const [index, label] of labels.entries()) {
        const half = measure(label) / 2;
        assert.ok(label.x >= half && label.x <= size.width - half, `${label.text} ${label.x}`);
        assert.ok(label.y >= 0 && label.y <= size.height);
        assert.ok(label.px >= 11);
        assert.ok(!labels.slice(0, index).some((other) => overlap(label, other, measure)));
      }
    }
  }
});

test("the vertical axis stands at the corner that is farthest to the left", () => {
  const size = { width: 1000, height: 700 };
  for (const across of [-70, -20, 20, 70]) {
    const look = { across, up: 30, zoom: 1, x: 0, y: 0 };
    const project = projection(fitEye(blockCorners(), look, size, MARGINS), look, size);
    const [x, z] = axisCorner(project);
    const left = Math.min(...blockCorners().map((corner) => project([corner[0], 0, corner[2]]).x));
    assert.equal(project([x, 0, z]).x, left);
    const [axis, ...ticks] = axisStrokes([x, z], { low: 0, high: 1, isLog: false });
    assert.deepEqual(
      [axis?.from, axis?.to],
      [
        [x, -BASE, z],
        [x, HEIGHT, z],
      ],
    );
    assert.ok(ticks.length > 4 && ticks.every(({ from, to }) => from[1] === to[1]));
  }
});

test("round losses are said as short as can be", () => {
  assert.deepEqual([0, 0.2, 1500, 1e-4, 5e-8, 2e12, -0.5].map(shortNumber), [
    "0",
    "0.2",
    "1500",
    "10⁻⁴",
    "5·10⁻⁸",
    "2·10¹²",
    "−0.5",
  ]);
});

test("every point of the path has its stick, from the surface to its own loss, and the way ends at the ball", () => {
  /** @type {LossSurface} */
  const surface = {
    ...{ step: 3, samples: "train", loss: 0, size: 2, losses: Float32Array.of(0, 0, 1, 1) },
    ...{ half_widths: [2, 0.5], parameters: null, values: null, moved: [0, 1], shares: [0.8, 0.1] },
    path: Float32Array.of(-2, -1, 0, 0.25, 1, 0.5, 0.5, 0.75, 0.1, 0.2),
  };
  const scale = { low: 0, high: 1, isLog: false };
  const strokes = pathStrokes(surface, scale);
  const sticks = strokes.filter(({ ink }) => ink === STROKE_INKS.stick);
  assert.deepEqual(
    sticks.map(({ from, to }) => [from, to]),
    [
      [
        [-HALF, 0.5 * HEIGHT, -0],
        [-HALF, HEIGHT, -0],
      ],
      [
        [-HALF / 2, 0.75 * HEIGHT, -HALF / 2],
        [-HALF / 2, 0.5 * HEIGHT, -HALF / 2],
      ],
    ],
  );
  const legs = strokes.filter(({ ink, from, to }) => ink === STROKE_INKS.path && from !== to);
  assert.deepEqual(legs.at(-1)?.to, [0, 0, -0]);
  assert.ok(ballStrokes([0, 0, 0]).every(({ from, to }) => from === to));
});
