/**
 * What lies under a pixel: a unit, or else a connection. Pure; works on demand, for one pointer event at a time.
 */

/** @import {Selection} from "../state.js" */
/** @import {Layout} from "./layout.js" */

/** @typedef {(x: number, y: number, z: number) => {x: number, y: number, scale: number}} Project  to CSS px, and px per
 *   world unit there */

/** A unit is hit within this share of its radius at full size. */
const UNIT_SHARE = 1.1;

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
 * @param {Layout} layout
 * @param {Project} project
 * @param {{x: number, y: number}} pixel
 * @returns {number|null}
 */
function pickUnit({ positions, radii }, project, pixel) {
  let best = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (let unit = 0; unit < radii.length; unit++) {
    const at = project(positions[unit * 3], positions[unit * 3 + 1], positions[unit * 3 + 2]);
    const distance = Math.hypot(at.x - pixel.x, at.y - pixel.y);
    if (distance < radii[unit] * at.scale * UNIT_SHARE && distance < nearest) {
      best = unit;
      nearest = distance;
    }
  }
  return best;
}

/**
 * @param {Layout} layout
 * @param {Project} project
 * @param {{x: number, y: number}} pixel
 * @param {number} reach
 * @returns {number|null}
 */
function pickParameter({ starts, ends, kinds }, project, pixel, reach) {
  let best = null;
  let nearest = reach;
  for (let parameter = 0; parameter < kinds.length; parameter++) {
    const at = parameter * 3;
    const a = project(starts[at], starts[at + 1], starts[at + 2]);
    const b = project(ends[at], ends[at + 1], ends[at + 2]);
    const distance = distanceToSegment(pixel, a, b);
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
