/**
 * Where the points of a layer's space are in its cube: flat, as x1 and x2 lie before the network, folded, as the layer
 * has them, and on a straight way between. Pure.
 *
 * Coordinates are (3, n), places of the world (n, 3).
 */

import { valueAt } from "../../model/value-at.js";
import { clipToCube } from "./clip.js";
import { HALF, placeOf } from "./cube.js";

/** @import {LayerSpace, TopologyEvent} from "../../protocol.js" */
/** @import {Point} from "./fit.js" */

/** @typedef {[number, number]} Range */
/** @typedef {[Range, Range, Range]} Frame  what the ends of each axis stand for */

/** Activation functions that keep within their range. */
const BOUNDED = ["sigmoid", "tanh", "softmax"];
/** Of an axis along which all is alike. */
const ALIKE = 1;
/** Of a range, so many steps at least lie within. */
const STEPS = 4;
const LEAST_WIDTH = 1e-300; // its power of ten may be 0

/**
 * What the ends of the axes stand for. Along a unit: what its activation function can give, or else what it gives.
 * Along main directions: the same both ways and for all three, so that distances are true.
 * @param {LayerSpace} space
 * @param {Pick<TopologyEvent, "unit_offsets"|"unit_ranges"|"activations">} topology
 * @returns {Frame}
 */
export function frameOf(space, { unit_offsets, unit_ranges, activations }) {
  const { layer, units } = space;
  const given = [0, 1, 2].map((axis) => rangeOf(space, axis));
  if (units === null) {
    const most = Math.max(...given.flat().map(Math.abs));
    const [, end] = niceRange(0, most > 0 ? most : ALIKE);
    return [
      [-end, end],
      [-end, end],
      [-end, end],
    ];
  }
  const isBounded = layer === 0 || BOUNDED.includes(activations[layer - 1] ?? "");
  return /** @type {Frame} */ (
    given.map(([low, high], axis) => {
      const unit = units[axis];
      if (unit === undefined) return [-ALIKE, ALIKE];
      const [least, most] = valueAt(unit_ranges, valueAt(unit_offsets, layer) + unit);
      if (isBounded && low >= least && high <= most) return [least, most];
      return niceRange(low, high);
    })
  );
}

/** Of all finite coordinates along an axis. @param {LayerSpace} space @param {number} axis @returns {Range} */
function rangeOf({ train, test, grid }, axis) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const part of [train, test, grid]) {
    const n = part.length / 3;
    for (let at = axis * n; at < (axis + 1) * n; at++) {
      const value = Number(part[at]);
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? [0, 0] : [low, high];
}

/** A range that holds another, with ends that are short to write. @param {number} low @param {number} high @returns {Range} */
export function niceRange(low, high) {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= 1e-9 * size || high - low < LEAST_WIDTH) {
    const room = Math.max(ALIKE, size * 1e-6); // or a large number would swallow it
    return [low - room, high + room];
  }
  const rough = (high - low) / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power >= 5 ? 5 : rough / power >= 2 ? 2 : 1);
  return [Math.floor(low / step) * step + 0, Math.ceil(high / step) * step + 0]; // no -0
}

/**
 * @param {Float32Array} coordinates  (3, n)
 * @param {Frame} frame
 * @returns {Float32Array}  (n, 3)
 */
export function foldedPlaces(coordinates, frame) {
  const n = coordinates.length / 3;
  const places = new Float32Array(n * 3);
  for (const [axis, [low, high]] of frame.entries()) {
    const scale = (axis === 2 ? -2 : 2) * (HALF / (high - low));
    const middle = (low + high) / 2;
    for (let at = 0; at < n; at++) {
      places[at * 3 + axis] = (Number(coordinates[axis * n + at]) - middle) * scale;
    }
  }
  return places;
}

/**
 * x1 to the right and x2 away, in the middle of the cube.
 * @param {Float32Array} inputs  (2, n)
 * @param {Range} domain
 * @returns {Float32Array}  (n, 3)
 */
export function flatPlaces(inputs, domain) {
  const n = inputs.length / 2;
  const level = new Float32Array(n * 3);
  level.set(inputs.subarray(0, n), 0);
  level.set(inputs.subarray(n), 2 * n);
  return foldedPlaces(level, [domain, [-1, 1], domain]);
}

/** The points of a grid over the plane. @param {number} size  along each side @param {Range} domain @returns {Float32Array} (2, size²) */
export function gridInputs(size, [low, high]) {
  const inputs = new Float32Array(2 * size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      inputs[row * size + column] = low + ((high - low) * column) / (size - 1);
      inputs[size * size + row * size + column] = low + ((high - low) * row) / (size - 1);
    }
  }
  return inputs;
}

/** @param {Float32Array} from @param {Float32Array} to @param {number} share @returns {Float32Array} */
export function mixPlaces(from, to, share) {
  if (share <= 0) return from;
  if (share >= 1) return to;
  const places = new Float32Array(to.length);
  for (let at = 0; at < to.length; at++) {
    places[at] = Number(from[at]) * (1 - share) + Number(to[at]) * share;
  }
  return places;
}

/**
 * The plane of a unit of the next layer, as far as it is in the cube.
 * @param {Float32Array} planes  (n_next, 4)
 * @param {number} unit
 * @param {Frame} frame
 * @returns {Point[]}  corners in the world, in the order around it
 */
export function panePlaces(planes, unit, frame) {
  const plane = planes.subarray(unit * 4, unit * 4 + 4);
  if (!plane.every(Number.isFinite)) return [];
  let offset = Number(plane[3]);
  const normal = /** @type {Point} */ (
    frame.map(([low, high], axis) => {
      const part = Number(plane[axis]);
      offset += (part * (low + high)) / 2;
      return (part * (high - low)) / 2;
    })
  );
  return clipToCube(normal, offset).map(placeOf);
}

/**
 * The sum w · a + b of a unit of the next layer at points of the space.
 * @param {Float32Array} coordinates  (3, n)
 * @param {Float32Array} planes  (n_next, 4)
 * @param {number} unit
 * @returns {Float32Array}  (n,)
 */
export function sumsAt(coordinates, planes, unit) {
  const n = coordinates.length / 3;
  const [first = 0, second = 0, third = 0, offset = 0] = planes.subarray(unit * 4, unit * 4 + 4);
  return Float32Array.from(
    { length: n },
    (_, at) =>
      first * Number(coordinates[at]) +
      second * Number(coordinates[n + at]) +
      third * Number(coordinates[2 * n + at]) +
      offset,
  );
}
