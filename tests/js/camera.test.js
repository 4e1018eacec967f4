/** From where the scene is seen: as the state says it, and as the scene has it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  advanced,
  HEAD_ON,
  MOVED,
  pressed,
  RETURNING,
  shareOfReturn,
} from "../../js/scene/plan/camera-mode.js";
import { isSamePose, orbitOf, poseOf, roundedPoseOf } from "../../js/scene/plan/camera-pose.js";

/** @import {Orbit} from "../../js/scene/plan/camera-pose.js" */

const FRAME = { x: 3, y: -1, distance: 20, scale: 50 };
const LARGER = { x: 30, y: 5, distance: 90, scale: 11 };
const TURNED = { azimuth: 40, elevation: -25, zoom: 1.5, x: 0.2, y: -0.1 };

/** @param {Orbit} orbit @returns {number[]}  the eye */
const eyeOf = ({ target, azimuth, elevation, distance }) => [
  target[0] + distance * Math.sin(azimuth) * Math.cos(elevation),
  target[1] + distance * Math.sin(elevation),
  target[2] + distance * Math.cos(azimuth) * Math.cos(elevation),
];

/** @param {number[]} actual @param {number[]} expected */
function assertNear(actual, expected, tolerance = 1e-9) {
  for (const [index, value] of expected.entries()) {
    assert.ok(Math.abs((actual[index] ?? Number.NaN) - value) <= tolerance, `${actual} is not ${expected}`);
  }
}

test("no pose is the head-on view", () => {
  const { target, ...direction } = orbitOf(null, FRAME);
  assertNear(target, [3, -1, 0]);
  assert.deepEqual(direction, { azimuth: 0, elevation: 0, distance: 20 });
});

test("a pose is to the right, above, nearer, and moved by heights of the head-on view", () => {
  const height = 2 * 20 * Math.tan(Math.PI / 12);
  const { target, azimuth, elevation, distance } = orbitOf(
    { azimuth: 90, elevation: 0, zoom: 2, x: 0.5, y: 0.25 },
    FRAME,
  );
  assertNear([azimuth, elevation, distance], [Math.PI / 2, 0, 10]);
  assertNear(target, [3, -1 + height / 4, -height / 2]); // from the right, what is to the right is behind
  assertNear(eyeOf(orbitOf({ azimuth: 0, elevation: 90, zoom: 1, x: 0, y: 0 }, FRAME)), [3, 19, 0]);
});

test("a pose comes back from the orbit that it describes", () => {
  for (const frame of [FRAME, LARGER]) {
    const pose = poseOf(orbitOf(TURNED, frame), frame);
    assertNear(Object.values(pose), Object.values(TURNED));
    assert.deepEqual(roundedPoseOf(orbitOf(TURNED, frame), frame), TURNED);
  }
});

test("a target in front of the network's or behind it is replaced, and the eye stays where it is", () => {
  const orbit = {
    target: /** @type {[number, number, number]} */ ([4, 0, 2.5]),
    azimuth: 0.7,
    elevation: 0.4,
    distance: 8,
  };
  const same = orbitOf(poseOf(orbit, FRAME), FRAME);
  assertNear(eyeOf(same), eyeOf(orbit));
  assertNear([same.azimuth, same.elevation], [0.7, 0.4]);
});

test("a pose is short, and rounding its angles leaves the middle of the picture where it is", () => {
  const orbit = {
    target: /** @type {[number, number, number]} */ ([6, 1, 0]),
    azimuth: 0.701,
    elevation: -0.402,
    distance: 0.9,
  };
  const pose = roundedPoseOf(orbit, FRAME);
  assert.deepEqual([pose.azimuth, pose.elevation], [40, -23]);
  for (const value of Object.values(pose)) assert.ok(String(value).length <= 6, String(value));
  const { target, azimuth, elevation, distance } = orbitOf(pose, FRAME);
  const [x, y, z] = eyeOf({ target: [0, 0, 0], azimuth, elevation, distance: 1 });
  const along = [6, 1, 0].map((value, axis) => value - target[axis]);
  const depth = along[0] * x + along[1] * y + along[2] * z;
  const beside = Math.hypot(along[0] - depth * x, along[1] - depth * y, along[2] - depth * z);
  assert.ok(beside < distance / 50, `${beside} of ${distance}`);
});

test("no rounded pose has a negative zero, which an address would not bring back", () => {
  const pose = roundedPoseOf(
    { target: [3, -1.0001, 0], azimuth: -0.001, elevation: -0.001, distance: 20 },
    FRAME,
  );
  assert.deepEqual(pose, { azimuth: 0, elevation: 0, zoom: 1, x: 0, y: 0 });
});

test("an eye that has passed the network is as near as one can be", () => {
  const pose = roundedPoseOf({ target: [3, -1, -9], azimuth: 0, elevation: 0, distance: 2 }, FRAME);
  assert.equal(pose.zoom, 25);
});

test("poses are the same by their numbers", () => {
  assert.ok(isSamePose({ ...TURNED }, TURNED));
  assert.ok(isSamePose(null, null));
  assert.ok(!isSamePose(null, TURNED));
  for (const name of /** @type {const} */ (["azimuth", "elevation", "zoom", "x", "y"])) {
    assert.ok(!isSamePose(TURNED, { ...TURNED, [name]: 7 }));
  }
});

test("the way back takes a quarter of a second, is slow at both ends, and ends head-on", () => {
  let mode = advanced(RETURNING, 1000);
  assert.deepEqual([mode.kind, shareOfReturn(mode, 1000)], ["returning", 0]);
  mode = advanced(mode, 1125);
  assert.deepEqual([mode.kind, shareOfReturn(mode, 1125)], ["returning", 0.5]);
  assert.ok(shareOfReturn(mode, 1010) < 0.01);
  mode = advanced(mode, 1250);
  assert.equal(mode, HEAD_ON);
  assert.equal(shareOfReturn(mode, 1250), 1);
});

test("a press stops the way back, and changes nothing without one", () => {
  assert.equal(pressed(RETURNING), MOVED);
  assert.equal(pressed(HEAD_ON), HEAD_ON);
  assert.equal(pressed(MOVED), MOVED);
  assert.equal(advanced(MOVED, 9), MOVED);
});
