/** What of a plane is inside a cube. Pure. */

/** @import {Point} from "./fit.js" */

const AXES = /** @type {const} */ ([0, 1, 2]);
const SIGNS = /** @type {const} */ ([-1, 1]);
/** Two corners of the polygon that are nearer are one. */
const LEAST = 1e-9;

/**
 * The polygon that a plane cuts out of the cube from -1 to 1: of three to six corners, in the order around it; none where
 * they do not meet.
 * @param {Point} normal
 * @param {number} offset  of normal · point + offset = 0
 * @returns {Point[]}
 */
export function clipToCube(normal, offset) {
  /** @type {Point[]} */ const corners = [];
  for (const axis of AXES) {
    if (normal[axis] === 0) continue;
    const [one, other] = AXES.filter((each) => each !== axis);
    for (const first of SIGNS) {
      for (const second of SIGNS) {
        /** @type {Point} */ const point = [0, 0, 0];
        point[/** @type {0} */ (one)] = first;
        point[/** @type {0} */ (other)] = second;
        point[axis] = -(offset + dot(normal, point)) / normal[axis];
        if (Math.abs(point[axis]) <= 1 && !corners.some((corner) => isSame(corner, point)))
          corners.push(point);
      }
    }
  }
  return corners.length < 3 ? [] : around(corners, normal);
}

/** @param {Point[]} corners @param {Point} normal */
function around(corners, normal) {
  const middle = /** @type {Point} */ (
    AXES.map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length)
  );
  const away = (/** @type {Point} */ corner) =>
    /** @type {Point} */ (AXES.map((axis) => corner[axis] - middle[axis]));
  const across = away(/** @type {Point} */ (corners[0]));
  const up = cross(normal, across);
  const [width, height] = [Math.sqrt(dot(across, across)), Math.sqrt(dot(up, up))];
  const angle = (/** @type {Point} */ corner) =>
    Math.atan2(dot(away(corner), up) / height, dot(away(corner), across) / width);
  return corners.toSorted((one, other) => angle(one) - angle(other));
}

/** @param {Point} one @param {Point} other */
const isSame = (one, other) => AXES.every((axis) => Math.abs(one[axis] - other[axis]) < LEAST);

/** @param {Point} one @param {Point} other */
const dot = (one, other) => one[0] * other[0] + one[1] * other[1] + one[2] * other[2];

/** @param {Point} one @param {Point} other @returns {Point} */
const cross = (one, other) => [
  one[1] * other[2] - one[2] * other[1],
  one[2] * other[0] - one[0] * other[2],
  one[0] * other[1] - one[1] * other[0],
];
