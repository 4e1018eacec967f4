/**
 * How the viewer looks at a pose: turned by so much, and the picture of it magnified and moved. The eye fits to what is
 * there (fit.js); zoom and shift are of the picture alone. Pure.
 */

import { MAX_ZOOM } from "../../model/camera-word.js";
import { allowedTurn, POSES } from "../../model/poses.js";

/** @import {PoseName} from "../../model/poses.js" */
/** @import {CameraTurn} from "../../model/view.js" */
/** @typedef {CameraTurn} Look */

/** ms in which 63 % of what is left of a turn is done. */
const DAMPING_MS = 55;
/** What is left is taken at once: degrees, and share of the picture. */
const LEAST_TURN = 0.05;
const LEAST_SHIFT = 0.0005;

/** @param {PoseName} name @returns {Look} */
export function homeLook(name) {
  return { ...POSES[name].home, zoom: 1, x: 0, y: 0 };
}

/** @param {PoseName} name @param {CameraTurn|null} camera  null: as the pose is at home @returns {Look} */
export function lookOf(name, camera) {
  if (camera === null) return homeLook(name);
  const zoom = Math.min(Math.max(camera.zoom, 1), MAX_ZOOM);
  return { ...allowedTurn(name, camera), zoom, ...within(camera.x, camera.y, zoom) };
}

/** @param {Look} one @param {Look} other */
export function isSameLook(one, other) {
  return (
    one.across === other.across &&
    one.up === other.up &&
    one.zoom === other.zoom &&
    one.x === other.x &&
    one.y === other.y
  );
}

/** @param {Look} from @param {Look} to @param {number} share @returns {Look} */
export function mixLooks(from, to, share) {
  if (share >= 1) return to;
  const mix = (/** @type {number} */ one, /** @type {number} */ other) => one + (other - one) * share;
  return {
    across: mix(from.across, to.across),
    up: mix(from.up, to.up),
    zoom: from.zoom * (to.zoom / from.zoom) ** share,
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
  };
}

/**
 * Nearer to where the viewer has turned to, and there in the end: it does not drift.
 * @param {Look} look
 * @param {Look} target
 * @param {number} ms  since the last frame
 * @returns {Look}
 */
export function approached(look, target, ms) {
  const isNear =
    Math.max(Math.abs(target.across - look.across), Math.abs(target.up - look.up)) < LEAST_TURN &&
    Math.max(Math.abs(target.x - look.x), Math.abs(target.y - look.y)) < LEAST_SHIFT * target.zoom &&
    Math.abs(target.zoom / look.zoom - 1) < LEAST_SHIFT;
  return isNear ? target : mixLooks(look, target, dampedShare(ms));
}

/** Of a way that is left, what is done in a time. @param {number} ms */
export function dampedShare(ms) {
  return 1 - Math.exp(-ms / DAMPING_MS);
}

/** @param {PoseName} name @param {Look} look @param {number} across  degrees @param {number} up @returns {Look} */
export function turned(name, look, across, up) {
  return { ...look, ...allowedTurn(name, { across: look.across + across, up: look.up + up }) };
}

/**
 * Magnified, while one point of the picture stays where it is.
 * @param {Look} look
 * @param {number} factor
 * @param {{x: number, y: number}} [at]  from -1 to 1 across the window, and up
 * @returns {Look}
 */
export function zoomed(look, factor, at = { x: 0, y: 0 }) {
  const zoom = Math.min(Math.max(look.zoom * factor, 1), MAX_ZOOM);
  const share = zoom / look.zoom;
  return { ...look, zoom, ...within(at.x - (at.x - look.x) * share, at.y - (at.y - look.y) * share, zoom) };
}

/** @param {Look} look @param {number} x  from -1 to 1 across the window @param {number} y @returns {Look} */
export function shifted(look, x, y) {
  return { ...look, ...within(look.x + x, look.y + y, look.zoom) };
}

/** Short enough for an address. @param {Look} look @returns {Look} */
export function roundedLook({ across, up, zoom, x, y }) {
  const round = (/** @type {number} */ value, digits = 0) => Number(value.toFixed(digits)) + 0; // 0 makes 0 of -0
  return {
    across: round(across),
    up: round(up),
    zoom: Number(zoom.toPrecision(3)),
    x: round(x, 3),
    y: round(y, 3),
  };
}

/** The window stays full of the picture. @param {number} x @param {number} y @param {number} zoom */
function within(x, y, zoom) {
  const most = zoom - 1;
  return { x: Math.min(Math.max(x, -most), most) + 0, y: Math.min(Math.max(y, -most), most) + 0 }; // no -0
}

/** How much of a way is done, slow at both ends. @param {number} share  of its time */
export function eased(share) {
  const done = Math.min(Math.max(share, 0), 1);
  return done * done * (3 - 2 * done);
}
