/**
 * What lies under a pixel: a unit, or else a connection. Pure; works on demand, for one pointer event at a time.
 */

import { KIND_BIAS } from "./layout.js";

/** @import {Selection} from "../../model/view.js" */
/** @import {Layout} from "./layout.js" */

/** @typedef {(x: number, y: number, z: number) => {x: number, y: number, scale: number}} Project  to CSS px, and px per
 *   world unit there */

/** A sphere is hit within this share of its radius at full size. */
const SPHERE_SHARE = 1.1;
const CORNERS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];

/**
 * @param {Layout} layout
 * @param {Project} project
 * @param {{x: number, y: number}} pixel  CSS px
 * @param {number} reach  CSS px by which a connection may be missed
 * @returns {Selection|null}
 */
export function pick(layout, project, pixel, reach) {
  const unit = pickUnit(layout, project, pixel);
  if (unit !== null) return { kind: "unit", unit };
  const parameter = pickParameter(layout, project, pixel, reach);
  return parameter === null ? null : { kind: "parameter", parameter };
}

/**
 * Of several units under the pixel the one in front, which has the largest scale.
 * @param {Layout} layout
 * @param {Project} project
 * @param {{x: number, y: number}} pixel
 * @returns {number|null}
 */
function pickUnit({ positions, radii, unit_half }, project, pixel) {
  let best = null;
  let largest = 0;
  for (let unit = 0; unit < radii.length; unit++) {
    const [x, y, z] = positions.subarray(unit * 3, unit * 3 + 3);
    const at = project(x, y, z);
    if (at.scale <= largest) continue;
    const half = radii[unit] * unit_half;
    // A tile's corners are 1.4 halves away, and a little more where it is turned towards the viewer.
    if (Math.hypot(at.x - pixel.x, at.y - pixel.y) > 2 * half * at.scale) continue;
    const isHit =
      unit_half === 1
        ? Math.hypot(at.x - pixel.x, at.y - pixel.y) < half * at.scale * SPHERE_SHARE
        : isInside(
            pixel,
            CORNERS.map(([right, up]) => project(x + right * half, y + up * half, z)),
          );
    if (!isHit) continue;
    best = unit;
    largest = at.scale;
  }
  return best;
}

/**
 * Whether a point lies in a convex polygon, whichever way round that runs.
 * @param {{x: number, y: number}} point
 * @param {{x: number, y: number}[]} corners
 */
export function isInside(point, corners) {
  const sides = corners.map((a, index) => {
    const b = corners[(index + 1) % corners.length];
    return Math.sign((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x));
  });
  return Math.abs(sides.reduce((sum, side) => sum + side, 0)) === corners.length;
}

/**
 * Units are projected once each, not with every connection; of most connections only the ends are looked at.
 * @param {Layout} layout
 * @param {Project} project
 * @param {{x: number, y: number}} pixel
 * @param {number} reach
 * @returns {number|null}
 */
function pickParameter({ positions, starts, kinds, from_units, to_units }, project, pixel, reach) {
  const n_units = positions.length / 3;
  const [xs, ys] = [new Float64Array(n_units), new Float64Array(n_units)];
  for (let unit = 0; unit < n_units; unit++) {
    const { x, y } = project(positions[unit * 3], positions[unit * 3 + 1], positions[unit * 3 + 2]);
    xs[unit] = x;
    ys[unit] = y;
  }
  let best = null;
  let nearest = reach;
  for (let parameter = 0; parameter < kinds.length; parameter++) {
    const to = to_units[parameter];
    const from = from_units[parameter];
    let [ax, ay] = [xs[from], ys[from]];
    const [bx, by] = [xs[to], ys[to]];
    if (kinds[parameter] === KIND_BIAS) {
      const at = parameter * 3;
      ({ x: ax, y: ay } = project(starts[at], starts[at + 1], starts[at + 2]));
    }
    if (Math.min(ax, bx) - pixel.x > nearest || pixel.x - Math.max(ax, bx) > nearest) continue;
    if (Math.min(ay, by) - pixel.y > nearest || pixel.y - Math.max(ay, by) > nearest) continue;
    const distance = distanceToSegment(pixel, { x: ax, y: ay }, { x: bx, y: by });
    if (distance < nearest) {
      best = parameter;
      nearest = distance;
    }
  }
  return best;
}

/**
 * @param {{x: number, y: number}} point
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 */
export function distanceToSegment(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length2;
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - a.x - share * dx, point.y - a.y - share * dy);
}
