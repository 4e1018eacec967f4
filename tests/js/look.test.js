/** How the viewer looks at a pose: turns, zoom and shift, and the eye that fits. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedTurn, POSES } from "../../js/model/poses.js";
import { readPose, readView, writePose } from "../../js/model/view.js";
import { actionOf } from "../../js/scene/keyboard.js";
import { axesOf, fitEye, projection } from "../../js/scene/plan/fit.js";
import {
  approached,
  eased,
  homeLook,
  isSameLook,
  lookOf,
  mixLooks,
  roundedLook,
  shifted,
  turned,
  zoomed,
} from "../../js/scene/plan/look.js";

/** @import {Point} from "../../js/scene/plan/fit.js" */

const SIZE = { width: 800, height: 600 };
const NO_MARGINS = { top: 0, right: 0, bottom: 0, left: 0 };
const HOME = homeLook("space");

test("the axes are at right angles, one long, and face the viewer head-on", () => {
  assert.deepEqual(axesOf({ across: 0, up: 0 }).back, [-0, 0, 1]);
  for (const direction of [HOME, { across: 80, up: -5 }, { across: 12, up: 40 }]) {
    const { right, up, back } = axesOf(direction);
    const dot = (/** @type {Point} */ a, /** @type {Point} */ b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    for (const [one, other, expected] of /** @type {const} */ ([
      [right, up, 0],
      [right, back, 0],
      [up, back, 0],
      [right, right, 1],
      [up, up, 1],
      [back, back, 1],
    ])) {
      assert.ok(Math.abs(dot(one, other) - expected) < 1e-12);
    }
    assert.ok(back[0] < 0, "from the left");
  }
});

test("the eye is as near as it can be: what it fits touches two borders that face each other", () => {
  const points = /** @type {Point[]} */ ([
    [-1, -1, 0],
    [1, -1, 0.5],
    [1, 1, 2],
    [-1, 1, -1],
  ]);
  for (const look of [homeLook("diagram"), HOME]) {
    const project = projection(fitEye(points, look, SIZE, NO_MARGINS), look, SIZE);
    const seen = points.map(project);
    const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)];
    const wide = Math.max(...xs) - Math.min(...xs);
    const high = Math.max(...ys) - Math.min(...ys);
    assert.ok(Math.abs(wide - 800) < 1e-6 || Math.abs(high - 600) < 1e-6, `${wide} x ${high}`);
    assert.ok(wide < 800.001 && high < 600.001);
  }
});

test("zooming leaves the point under the pointer where it is, and never shows less than the window full", () => {
  const at = { x: 0.4, y: -0.6 };
  const near = zoomed(HOME, 3, at);
  // What is at `at` was at (at - shift) / zoom of the picture before and is now.
  assert.ok(Math.abs((at.x - near.x) / near.zoom - (at.x - HOME.x) / HOME.zoom) < 1e-12);
  assert.ok(Math.abs((at.y - near.y) / near.zoom - (at.y - HOME.y) / HOME.zoom) < 1e-12);
  assert.deepEqual(zoomed(near, 0.001, at), HOME);
  assert.equal(zoomed(HOME, 1e9).zoom, 25);
  assert.deepEqual(shifted(HOME, 5, 5), HOME);
  const moved = shifted(zoomed(HOME, 2), 9, -9);
  assert.deepEqual([moved.x, moved.y], [1, -1]);
});

test("a pose is turned within what it allows, and Diagram not at all", () => {
  assert.deepEqual(turned("space", HOME, 500, 500), { ...HOME, across: 80, up: 40 });
  assert.deepEqual(turned("space", HOME, -500, -500), { ...HOME, across: 12, up: -5 });
  assert.equal(turned("pane", homeLook("pane"), -10, 0).across, 0);
  assert.deepEqual(turned("diagram", homeLook("diagram"), 30, 30), homeLook("diagram"));
  assert.deepEqual(turned("space_of_layer", HOME, 500, 500), { ...HOME, across: 80, up: 60 });
  assert.deepEqual(turned("space_of_layer", HOME, -500, -500), { ...HOME, across: -80, up: -30 });
  assert.deepEqual(allowedTurn("diagram", { across: 30, up: 9 }), POSES.diagram.home);
});

test("what a link says of the way one looks is brought within bounds", () => {
  const { view } = readView("camera:170,-80,0.5");
  assert.deepEqual(lookOf("space", view.camera ?? null), { across: 80, up: -5, zoom: 1, x: 0, y: 0 });
  assert.deepEqual(lookOf("space", null), HOME);
  assert.deepEqual(lookOf("diagram", { across: 30, up: 9, zoom: 2, x: 5, y: 0 }), {
    ...homeLook("diagram"),
    zoom: 2,
    x: 1,
  });
});

test("a turn comes to rest where it was asked to, and does not drift", () => {
  let look = HOME;
  const target = { ...HOME, across: 60, up: 5, zoom: 2 };
  let frames = 0;
  while (!isSameLook(look, target)) {
    look = approached(look, target, 16);
    frames += 1;
    assert.ok(frames < 60);
  }
  assert.equal(look, target);
  assert.ok(frames > 5);
});

test("the way between two looks begins and ends at them, slowly", () => {
  const other = { ...HOME, across: 20, zoom: 4, x: 1 };
  assert.deepEqual(mixLooks(HOME, other, 0), HOME);
  assert.equal(mixLooks(HOME, other, 1), other);
  assert.equal(mixLooks(HOME, other, 0.5).zoom, 2);
  assert.deepEqual([eased(0), eased(0.5), eased(1), eased(7), eased(-1)], [0, 0.5, 1, 1, 0]);
  assert.ok(eased(0.1) < 0.1 && eased(0.9) > 0.9);
});

test("a look is written short, and never with a negative zero", () => {
  const rounded = roundedLook({ across: 41.6, up: -0.2, zoom: 1.23456, x: 0.12345, y: -1e-9 });
  assert.deepEqual(rounded, { across: 42, up: 0, zoom: 1.23, x: 0.123, y: 0 });
  assert.ok(!Object.values(rounded).some((value) => Object.is(value, -0)));
});

test("a pose has a word in a link, a pane with its layer", () => {
  for (const pose of /** @type {const} */ (["space", "diagram", "maps", "output"])) {
    assert.deepEqual(readPose(pose), { pose });
    assert.equal(writePose({ pose, pane: 2 }), pose);
  }
  assert.deepEqual(readPose("hidden-space"), { pose: "space_of_layer" });
  assert.equal(writePose({ pose: "space_of_layer", pane: 2 }), "hidden-space");
  assert.deepEqual(readPose("pane:2"), { pose: "pane", pane: 2 });
  assert.deepEqual(readPose("pane"), { pose: "pane" });
  assert.equal(writePose({ pose: "pane", pane: 2 }), "pane:2");
  for (const nonsense of [
    "",
    "head-on",
    "space_of_layer",
    "space:2",
    "pane:",
    "pane:x",
    "pane:-1",
    "constructor",
  ]) {
    assert.equal(readPose(nonsense), null);
  }
});

test("keys turn, move and zoom, and the browser's own shortcuts stay", () => {
  const press = (/** @type {string} */ key, modifiers = {}) =>
    actionOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...modifiers });
  assert.deepEqual(press("ArrowLeft"), { kind: "turn", right: -1, up: 0 });
  assert.deepEqual(press("ArrowUp", { shiftKey: true }), { kind: "shift", right: 0, up: 1 });
  assert.deepEqual(press("+", { shiftKey: true }), { kind: "zoom", steps: 1 });
  assert.deepEqual(press("-"), { kind: "zoom", steps: -1 });
  assert.deepEqual(press("Home"), { kind: "home" });
  assert.deepEqual(press("0"), { kind: "home" });
  assert.equal(press("+", { ctrlKey: true }), null);
  assert.equal(press("Tab"), null);
  assert.equal(press("constructor"), null);
});
