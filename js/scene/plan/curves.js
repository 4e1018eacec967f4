/** The curve of a connection, and the stub of a bias: in JavaScript for pointing, in GLSL for drawing. Pure. */

/** @import {Point} from "./fit.js" */

/** Ends this far apart along the flow are joined along it; in one plane, from side to side. */
const DEEP = 0.4;
/** Where a curve arrives behind a tile, in halves of its side; and how far behind it, in world units. */
const ARRIVAL = 0.92;
const BEHIND = 0.012;
/** Of a stub, in halves of its tile's side, and at most in world units. */
const STUB = 0.22;
const MOST_STUB = 0.06;

const glsl = (/** @type {number} */ number) => number.toFixed(4);

export const CURVES_GLSL = /* glsl */ `
// From the right edge of a tile to the back of another, or to its left edge in one plane.
void curveOf(vec4 from, vec4 to, out vec3 p0, out vec3 p1, out vec3 p2, out vec3 p3) {
  float flatness = 1.0 - smoothstep(0.0, ${glsl(DEEP)}, abs(to.z - from.z));
  p0 = from.xyz + vec3(from.w, 0.0, 0.0);
  p3 = to.xyz - vec3(to.w * mix(${glsl(ARRIVAL)}, 1.0, flatness), 0.0, ${glsl(BEHIND)} * (1.0 - flatness));
  vec3 flow = vec3(0.5 * (p3.x - p0.x) * flatness, 0.0, 0.5 * (p3.z - p0.z));
  p1 = p0 + flow + vec3(0.5 * from.w * (1.0 - flatness), 0.0, 0.0);
  p2 = p3 - flow;
}
vec3 stubOf(vec4 tile) {
  return vec3(0.0, min(${glsl(STUB)} * tile.w, ${glsl(MOST_STUB)}), 0.0);
}
`;

/** @typedef {ArrayLike<number>} Spot  middle of a tile, and half of its side */

/** @param {Spot} from @param {Spot} to @returns {[Point, Point, Point, Point]} */
export function curveOf(from, to) {
  const [fx, fy, fz, fhalf] = spot(from);
  const [tx, ty, tz, thalf] = spot(to);
  const flatness = 1 - smoothstep(Math.abs(tz - fz) / DEEP);
  const start = /** @type {Point} */ ([fx + fhalf, fy, fz]);
  const end = /** @type {Point} */ ([
    tx - thalf * (ARRIVAL + (1 - ARRIVAL) * flatness),
    ty,
    tz - BEHIND * (1 - flatness),
  ]);
  const [flowX, flowZ] = [0.5 * (end[0] - start[0]) * flatness, 0.5 * (end[2] - start[2])];
  return [
    start,
    [start[0] + flowX + 0.5 * fhalf * (1 - flatness), start[1], start[2] + flowZ],
    [end[0] - flowX, end[1], end[2] - flowZ],
    end,
  ];
}

/** The free end of a bias and where it enters its tile. @param {Spot} tile @returns {[Point, Point]} */
export function stubOf(tile) {
  const [x, y, z, half] = spot(tile);
  const bottom = y - half;
  return [
    [x, bottom - Math.min(STUB * half, MOST_STUB), z],
    [x, bottom, z],
  ];
}

/** @param {[Point, Point, Point, Point]} curve @param {number} t @returns {Point} */
export function pointOn([p0, p1, p2, p3], t) {
  const s = 1 - t;
  const [w0, w1, w2, w3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return [
    w0 * p0[0] + w1 * p1[0] + w2 * p2[0] + w3 * p3[0],
    w0 * p0[1] + w1 * p1[1] + w2 * p2[1] + w3 * p3[1],
    w0 * p0[2] + w1 * p1[2] + w2 * p2[2] + w3 * p3[2],
  ];
}

/** @param {Spot} values @returns {[number, number, number, number]} */
function spot({ 0: x = 0, 1: y = 0, 2: z = 0, 3: half = 0 }) {
  return [x, y, z, half];
}

/** @param {number} share */
function smoothstep(share) {
  const done = Math.min(Math.max(share, 0), 1);
  return done * done * (3 - 2 * done);
}
