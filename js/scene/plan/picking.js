/**
 * What lies under a pixel: a unit, or else a connection. Pure; works on demand, for one pointer event at a time.
 */

import { curveOf, pointOn, stubOf } from "./curves.js";

/** @import {Selection} from "../../model/view.js" */
/** @import {Point} from "./fit.js" */
/** @import {Wiring} from "./wiring.js" */

/** @typedef {{x: number, y: number}} Pixel  CSS px */
/** @typedef {(point: Point) => {x: number, y: number, depth: number}} Project  to CSS px; depth: distance from the eye, along the view */

/**
 * @typedef {object} Scenery
 * @property {Float32Array} spots  (n_units, 4)
 * @property {Wiring} wiring
 * @property {boolean} hasTiles  else spheres stand for units
 * @property {number|null} mapUnit  that is the output map whatever stands for the others
 */

/** A sphere is hit within this share of half its tile. */
const SPHERE_SHARE = 0.95;
/** Pieces of a curve, when one asks how near it is. */
const PIECES = 10;
/** By which a curve along the flow may leave the box around its ends, as a share of the box. */
const BULGE = 0.6;
/** A curve in one plane stays within it. World units. */
const FLAT = 1e-6;

/**
 * @param {Scenery} scenery
 * @param {Project} project
 * @param {Pixel} pixel
 * @param {number} reach  CSS px by which a connection may be missed
 * @returns {Selection|null}
 */
export function pick(scenery, project, pixel, reach) {
  const unit = pickUnit(scenery, project, pixel);
  if (unit !== null) return { kind: "unit", unit };
  const parameter = pickParameter(scenery, project, pixel, reach);
  return parameter === null ? null : { kind: "parameter", parameter };
}

/**
 * Of several units under the pixel the nearest.
 * @param {Scenery} scenery
 * @param {Project} project
 * @param {Pixel} pixel
 */
function pickUnit({ spots, hasTiles, mapUnit }, project, pixel) {
  let best = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (let unit = 0; unit * 4 < spots.length; unit++) {
    const [x = 0, y = 0, z = 0, half = 0] = spots.subarray(unit * 4, unit * 4 + 4);
    const { depth } = project([x, y, z]);
    if (depth >= nearest || half === 0) continue;
    const isTile = hasTiles || unit === mapUnit;
    const isHit = isTile ? isInside(pixel, cornersOf(x, y, z, half).map(project)) : isOnSphere(x, y, z, half);
    if (isHit) [best, nearest] = [unit, depth];
  }
  return best;

  /** @param {number} x @param {number} y @param {number} z @param {number} half */
  function isOnSphere(x, y, z, half) {
    const middle = project([x, y, z]);
    const edge = project([x, y + half * SPHERE_SHARE, z]);
    return distance(middle, pixel) < distance(middle, edge);
  }
}

/** @param {number} x @param {number} y @param {number} z @param {number} half @returns {Point[]} */
export const cornersOf = (x, y, z, half) => [
  [x - half, y - half, z],
  [x + half, y - half, z],
  [x + half, y + half, z],
  [x - half, y + half, z],
];

/**
 * Whether a point lies in a convex polygon, whichever way round that runs.
 * @param {Pixel} point
 * @param {Pixel[]} corners
 */
export function isInside(point, corners) {
  let before = corners.at(-1) ?? point;
  const sides = corners.map((corner) => {
    const side = (corner.x - before.x) * (point.y - before.y) - (corner.y - before.y) * (point.x - before.x);
    before = corner;
    return Math.sign(side);
  });
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
}

/**
 * Of most connections only the ends are looked at, which are projected once for each unit.
 * @param {Scenery} scenery
 * @param {Project} project
 * @param {Pixel} pixel
 * @param {number} reach
 * @returns {number|null}
 */
function pickParameter({ spots, wiring: { fromUnits, toUnits } }, project, pixel, reach) {
  const n = spots.length / 4;
  const [leftX, leftY, rightX, rightY] = [0, 1, 2, 3].map(() => new Float64Array(n));
  if (!leftX || !leftY || !rightX || !rightY) return null;
  for (let unit = 0; unit < n; unit++) {
    const [x = 0, y = 0, z = 0, half = 0] = spots.subarray(unit * 4, unit * 4 + 4);
    ({ x: leftX[unit], y: leftY[unit] } = project([x - half, y, z]));
    ({ x: rightX[unit], y: rightY[unit] } = project([x + half, y, z]));
  }
  let best = null;
  let nearest = reach;
  for (const [parameter, to] of toUnits.entries()) {
    const from = Number(fromUnits[parameter]);
    if (from !== to) {
      const [ax, ay] = [Number(rightX[from]), Number(rightY[from])];
      const [bx, by] = [Number(leftX[to]), Number(leftY[to])];
      const isFlat = Math.abs(Number(spots[to * 4 + 2]) - Number(spots[from * 4 + 2])) < FLAT;
      const margin = nearest + (isFlat ? 0 : BULGE * Math.max(Math.abs(bx - ax), Math.abs(by - ay)));
      if (Math.min(ax, bx) - pixel.x > margin || pixel.x - Math.max(ax, bx) > margin) continue;
      if (Math.min(ay, by) - pixel.y > margin || pixel.y - Math.max(ay, by) > margin) continue;
    }
    const away = distanceToLine(pixel, lineOf(spots, from, to).map(project));
    if (away < nearest) [best, nearest] = [parameter, away];
  }
  return best;
}

/**
 * The points through which a connection, or a bias if both ends are one unit, is drawn.
 * @param {Float32Array} spots
 * @param {number} from
 * @param {number} to
 * @returns {Point[]}
 */
export function lineOf(spots, from, to) {
  const end = spots.subarray(to * 4, to * 4 + 4);
  if (from === to) return stubOf(end);
  const curve = curveOf(spots.subarray(from * 4, from * 4 + 4), end);
  return Array.from({ length: PIECES + 1 }, (_, index) => pointOn(curve, index / PIECES));
}

/** @param {Pixel} point @param {Pixel[]} line */
function distanceToLine(point, line) {
  let before = line[0] ?? point;
  let least = Number.POSITIVE_INFINITY;
  for (const next of line) {
    least = Math.min(least, distanceToSegment(point, before, next));
    before = next;
  }
  return least;
}

/**
 * @param {Pixel} point
 * @param {Pixel} a
 * @param {Pixel} b
 */
export function distanceToSegment(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length2;
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - a.x - share * dx, point.y - a.y - share * dy);
}

/** @param {Pixel} one @param {Pixel} other */
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
