/** The surface of the loss as a block of relief: where its points stand, and what stands on it. Pure. */

import { heightOf } from "./loss-scale.js";

/** @import {LossSurface} from "../../protocol.js" */
/** @import {Point} from "./fit.js" */
/** @import {LossScale} from "./loss-scale.js" */

/** Half of the block's side, and its greatest height: world units. */
export const HALF = 1;
export const HEIGHT = 0.95;
/** Of the block below the least loss. */
export const BASE = 0.12;
/** Vertices along each side: coarser grids are drawn with as many. */
export const SIDE = 41;

/**
 * A grid of `SIDE` points along each side, between those of a coarser one: next to what is not finite nothing is.
 * @param {Float32Array} losses  (size, size)
 * @param {number} size
 * @returns {Float32Array}  (SIDE, SIDE)
 */
export function refined(losses, size) {
  if (size === SIDE) return losses;
  const fine = new Float32Array(SIDE * SIDE);
  for (let at = 0; at < fine.length; at++) {
    fine[at] = lossAt(losses, size, (at % SIDE) / (SIDE - 1), Math.floor(at / SIDE) / (SIDE - 1));
  }
  return fine;
}

/**
 * The drawn loss at a place of the surface, between four of the grid's.
 * @param {Float32Array} losses  (size, size)
 * @param {number} size
 * @param {number} across  0 to 1 along the 1st direction
 * @param {number} along  the same along the 2nd
 */
export function lossAt(losses, size, across, along) {
  const [column, row] = [across, along].map((share) => Math.min(Math.max(share, 0), 1) * (size - 1));
  const [left, low] = [column, row].map((at) => Math.min(Math.floor(Number(at)), size - 2));
  const corner = (/** @type {number} */ right, /** @type {number} */ up) =>
    Number(losses[(Number(low) + up) * size + Number(left) + right]);
  const [x, y] = [Number(column) - Number(left), Number(row) - Number(low)];
  const mix = (/** @type {number} */ one, /** @type {number} */ other, /** @type {number} */ share) =>
    share === 0 ? one : share === 1 ? other : one + (other - one) * share; // a hole beyond does not matter
  return mix(mix(corner(0, 0), corner(1, 0), x), mix(corner(0, 1), corner(1, 1), x), y);
}

/**
 * What the vertices of the relief need: heights, 0 to 1, and slopes along both directions, of world units.
 * @param {LossSurface} surface
 * @param {LossScale} scale
 * @returns {{heights: Float32Array, slopes: Float32Array}}  (SIDE, SIDE) and (SIDE, SIDE, 2)
 */
export function reliefOf({ losses, size }, scale) {
  const heights = refined(losses, size).map((loss) => heightOf(scale, loss));
  const slopes = new Float32Array(2 * SIDE * SIDE);
  const spacing = (2 * HALF) / (SIDE - 1);
  const slope = (/** @type {number} */ at, /** @type {number} */ stride, /** @type {number} */ index) => {
    const [before, after] = [index > 0 ? stride : 0, index < SIDE - 1 ? stride : 0];
    const rise = Number(heights[at + after]) - Number(heights[at - before]);
    const run = ((before + after) / stride) * spacing;
    return Number.isFinite(rise) ? (rise * HEIGHT) / run : 0;
  };
  for (let at = 0; at < SIDE * SIDE; at++) {
    slopes[2 * at] = slope(at, 1, at % SIDE);
    slopes[2 * at + 1] = slope(at, SIDE, Math.floor(at / SIDE));
  }
  return { heights, slopes };
}

/**
 * Where a place of the plane and a loss are in the world: the 1st direction leads to the right, the 2nd one away.
 * @param {[number, number]} halfWidths
 * @param {LossScale} scale
 * @returns {(x: number, y: number, loss: number) => Point}
 */
export function placing([halfX, halfY], scale) {
  return (x, y, loss) => [(x / halfX) * HALF, heightOf(scale, loss) * HEIGHT, (-y / halfY) * HALF];
}

/**
 * @typedef {object} PathPoint
 * @property {Point} true  at its own loss
 * @property {Point} foot  at the plane's loss below or above it
 * @property {number} distance  from the plane
 */

/** @param {LossSurface} surface @param {LossScale} scale @returns {PathPoint[]}  of which all losses are finite */
export function pathOf({ path, half_widths }, scale) {
  const place = placing(half_widths, scale);
  const n = path.length / 5;
  return Array.from({ length: n }, (_, at) => {
    const [x = 0, y = 0, loss = 0, below = 0, distance = 0] = [0, 1, 2, 3, 4].map((row) =>
      Number(path[row * n + at]),
    );
    return {
      true: place(x, y, loss),
      foot: place(x, y, below),
      distance,
    };
  }).filter((point) => [...point.true, ...point.foot].every(Number.isFinite));
}

/** Those of some points that are at least so far from the one before. @param {Point[]} points @param {number} least @returns {Point[]} */
export function spaced(points, least) {
  /** @type {Point[]} */ const kept = [];
  for (const point of points) {
    const last = kept.at(-1);
    const way = last ? Math.hypot(point[0] - last[0], point[1] - last[1], point[2] - last[2]) : least;
    if (way >= least) kept.push(point);
  }
  return kept;
}

/** All losses that are drawn. @param {LossSurface} surface */
export function lossesOf({ losses, path }) {
  const n = path.length / 5;
  return [...losses, ...path.subarray(2 * n, 4 * n)];
}

/** The corners of the block, for an eye that is to see all of it. @returns {Point[]} */
export function blockCorners() {
  return [-HALF, HALF].flatMap((x) =>
    [-HALF, HALF].flatMap((z) => [-BASE, HEIGHT].map((y) => /** @type {Point} */ ([x, y, z]))),
  );
}
