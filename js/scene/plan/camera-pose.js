/**
 * From where the scene is seen, in the terms of the page's state and in those of the scene. A pose is relative to the
 * head-on view, so that it means the same for a network of any size. Pure.
 */

import { MAX_ZOOM, MIN_ZOOM } from "../../model/view.js";
import { FIELD_OF_VIEW } from "./framing.js";

/** @import {CameraPose} from "../../model/view.js" */
/** @import {Frame} from "./framing.js" */

/** @typedef {[number, number, number]} Point */

/**
 * @typedef {object} Orbit  An eye that looks at a point; world units and radians.
 * @property {Point} target
 * @property {number} azimuth  around the vertical axis, from the front to the right
 * @property {number} elevation  above the target
 * @property {number} distance  from the target
 */

/** How near and how far the eye may be, in distances of the head-on view. */
export const NEAREST = 1 / MAX_ZOOM;
export const FARTHEST = 1 / MIN_ZOOM;

/** @type {CameraPose} */
const HEAD_ON = { azimuth: 0, elevation: 0, zoom: 1, x: 0, y: 0 };

/**
 * @param {CameraPose|null} pose  null is head-on
 * @param {Frame} frame
 * @returns {Orbit}
 */
export function orbitOf(pose, frame) {
  const { azimuth, elevation, zoom, x, y } = pose ?? HEAD_ON;
  const direction = { azimuth: radians(azimuth), elevation: radians(elevation) };
  const { right, up } = axesOf(direction);
  const height = heightOf(frame);
  const along = (/** @type {number} */ axis) => (x * right[axis] + y * up[axis]) * height;
  return {
    ...direction,
    target: [frame.x + along(0), frame.y + along(1), along(2)],
    distance: frame.distance / zoom,
  };
}

/**
 * The pose with the same picture. Its target may be another one on the same line of sight: the one beside the middle
 * of the head-on view.
 * @param {Orbit} orbit
 * @param {Frame} frame
 * @returns {CameraPose}
 */
export function poseOf({ target, azimuth, elevation, distance }, frame) {
  const { right, up, back } = axesOf({ azimuth, elevation });
  const shift = [target[0] - frame.x, target[1] - frame.y, target[2]];
  const along = (/** @type {Point} */ axis) => shift[0] * axis[0] + shift[1] * axis[1] + shift[2] * axis[2];
  const height = heightOf(frame);
  const zoom = frame.distance / Math.max(distance + along(back), frame.distance * NEAREST);
  return {
    azimuth: degrees(azimuth),
    elevation: degrees(elevation),
    zoom: Math.max(zoom, MIN_ZOOM),
    x: along(right) / height,
    y: along(up) / height,
  };
}

/**
 * The same, short enough for an address: whole degrees, and what is in the middle of the picture stays there.
 * @param {Orbit} orbit
 * @param {Frame} frame
 * @returns {CameraPose}
 */
export function roundedPoseOf(orbit, frame) {
  const azimuth = Math.round(degrees(orbit.azimuth)) + 0; // 0 is added to make 0 of -0
  const elevation = Math.round(degrees(orbit.elevation)) + 0;
  const turned = { ...orbit, azimuth: radians(azimuth), elevation: radians(elevation) };
  const { zoom, x, y } = poseOf(turned, frame);
  return { azimuth, elevation, zoom: Number(zoom.toPrecision(3)), x: thousandths(x), y: thousandths(y) };
}

/**
 * @param {CameraPose|null} one
 * @param {CameraPose|null} other
 */
export function isSamePose(one, other) {
  if (one === other) return true;
  return (
    one?.azimuth === other?.azimuth &&
    one?.elevation === other?.elevation &&
    one?.zoom === other?.zoom &&
    one?.x === other?.x &&
    one?.y === other?.y
  );
}

/**
 * Unit vectors of what is to the right, above and behind for an eye that looks from there.
 * @param {{azimuth: number, elevation: number}} direction
 * @returns {{right: Point, up: Point, back: Point}}
 */
function axesOf({ azimuth, elevation }) {
  const [sin, cos] = [Math.sin(azimuth), Math.cos(azimuth)];
  const [rise, reach] = [Math.sin(elevation), Math.cos(elevation)];
  return {
    right: [cos, 0, -sin],
    up: [-sin * rise, reach, -cos * rise],
    back: [sin * reach, rise, cos * reach],
  };
}

/** What the head-on view shows of the plane from top to bottom. @param {Frame} frame */
const heightOf = ({ distance }) => 2 * distance * Math.tan(radians(FIELD_OF_VIEW / 2));

const radians = (/** @type {number} */ angle) => (angle * Math.PI) / 180;
const degrees = (/** @type {number} */ angle) => (angle * 180) / Math.PI;
const thousandths = (/** @type {number} */ value) => Math.round(value * 1000) / 1000 + 0;
