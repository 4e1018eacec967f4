/**
 * From where an eye that looks in a given direction sees given points as large as a window lets it. Pure.
 *
 * The eye always fits: whatever moves or turns, nothing leaves the window, and the same direction is always seen from
 * the same place. Zoom and shift are of the picture, not of the eye.
 */

/** @typedef {{width: number, height: number}} Size  CSS px */
/** @typedef {{top: number, right: number, bottom: number, left: number}} Margins  CSS px */

/** @typedef {[number, number, number]} Point */
/** @typedef {{across: number, up: number}} Direction  degrees: of the eye to the left of the panes' normal, and above */
/** @typedef {{right: Point, up: Point, back: Point}} Axes  unit vectors; `back` leads from what is seen to the eye */

/**
 * @typedef {object} Eye
 * @property {Point} position
 * @property {Axes} axes
 * @property {number} slope  of a ray, for each px from the window's middle
 * @property {number} near  distance of the nearest point, along the view
 * @property {number} far
 */

/** Of what is nearest, at least: world units. */
const LEAST_DEPTH = 1e-3;
/**
 * Vertical field of view of what the margins leave, degrees: narrow, so that what is farther away is not much smaller.
 * However much of the window that is, the network looks the same.
 */
const FIELD_OF_VIEW = 14;

/** @param {Direction} direction @returns {Axes} */
export function axesOf({ across, up }) {
  const [sin, cos] = [Math.sin(radians(-across)), Math.cos(radians(-across))];
  const [rise, reach] = [Math.sin(radians(up)), Math.cos(radians(up))];
  return {
    right: [cos, 0, -sin],
    up: [-sin * rise, reach, -cos * rise],
    back: [sin * reach, rise, cos * reach],
  };
}

/**
 * @param {Point[]} points  at least one
 * @param {Direction} direction
 * @param {Size} size  of the window
 * @param {Margins} margins  of the window, that stay free
 * @returns {Eye}
 */
export function fitEye(points, direction, size, margins) {
  const axes = axesOf(direction);
  const slope =
    (2 * Math.tan(radians(FIELD_OF_VIEW / 2))) / Math.max(size.height - margins.top - margins.bottom, 2);
  // From the middle to the borders of what the margins leave, which may lie on one side of it; at least 2 px apart.
  const left = size.width / 2 - margins.left;
  const bottom = size.height / 2 - margins.bottom;
  const room = {
    left: left * slope,
    right: Math.max(size.width / 2 - margins.right, 2 - left) * slope,
    bottom: bottom * slope,
    top: Math.max(size.height / 2 - margins.top, 2 - bottom) * slope,
  };
  const backs = points.map((point) => dot(point, axes.back));
  const nearest = Math.max(...backs);
  // A point is right of the left border where x + left * depth >= 0, x and depth from the eye: one sum per border.
  const across = reach(points, backs, axes.right, room.left, room.right);
  const upward = reach(points, backs, axes.up, room.bottom, room.top);
  const back = Math.max(across.back, upward.back, nearest + LEAST_DEPTH);
  const position = sum(
    scaled(axes.right, across.middle(back)),
    scaled(axes.up, upward.middle(back)),
    scaled(axes.back, back),
  );
  return { position, axes, slope, near: back - nearest, far: back - Math.min(...backs) };
}

/**
 * How far back the eye must be for all points to be between two borders, and then where along the axis.
 * @param {Point[]} points
 * @param {number[]} backs  of the points along the view
 * @param {Point} axis
 * @param {number} low  slope of the border at the axis's low end, away from the middle
 * @param {number} high
 */
function reach(points, backs, axis, low, high) {
  let lowest = Number.NEGATIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, point] of points.entries()) {
    const along = dot(point, axis);
    const back = Number(backs[index]);
    lowest = Math.max(lowest, low * back - along);
    highest = Math.max(highest, high * back + along);
  }
  return {
    back: (lowest + highest) / (low + high),
    middle: (/** @type {number} */ back) => (highest - high * back + low * back - lowest) / 2,
  };
}

/**
 * @param {Eye} eye
 * @param {{zoom: number, x: number, y: number}} look  of the picture: magnified, and moved in halves of the window
 * @param {Size} size  of the window
 * @returns {(point: Point) => {x: number, y: number, depth: number}}  CSS px; depth: distance along the view
 */
export function projection({ position, axes, slope }, { zoom, x, y }, { width, height }) {
  return (point) => {
    const seen = /** @type {Point} */ ([
      point[0] - position[0],
      point[1] - position[1],
      point[2] - position[2],
    ]);
    const depth = Math.max(-dot(seen, axes.back), LEAST_DEPTH);
    const scale = zoom / (slope * depth);
    return {
      x: ((1 + x) * width) / 2 + dot(seen, axes.right) * scale,
      y: ((1 - y) * height) / 2 - dot(seen, axes.up) * scale,
      depth,
    };
  };
}

/** @param {Point} one @param {Point} other */
const dot = (one, other) => one[0] * other[0] + one[1] * other[1] + one[2] * other[2];

/** @param {Point} point @param {number} factor @returns {Point} */
const scaled = ([x, y, z], factor) => [x * factor, y * factor, z * factor];

/** @param {Point[]} points @returns {Point} */
const sum = (...points) => [
  points.reduce((total, [x]) => total + x, 0),
  points.reduce((total, [, y]) => total + y, 0),
  points.reduce((total, [, , z]) => total + z, 0),
];

const radians = (/** @type {number} */ angle) => (angle * Math.PI) / 180;
