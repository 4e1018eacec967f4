/**
 * Whether the camera is head-on, moved by the viewer, or on its way back, and what makes it another. Pure.
 */

/** Way back to head-on, ms. */
const RETURN_TIME = 250;

/**
 * @typedef {{kind: "head-on"}|{kind: "moved"}|{kind: "returning", since: number|null}} CameraMode  `since` in ms; null
 *   before the first frame of the way back
 */

/** @type {CameraMode} */
export const HEAD_ON = { kind: "head-on" };
/** @type {CameraMode} */
export const MOVED = { kind: "moved" };
/** @type {CameraMode} */
export const RETURNING = { kind: "returning", since: null };

/**
 * A press stops the way back; without one, it changes nothing until it moves.
 * @param {CameraMode} mode
 */
export function pressed(mode) {
  return mode.kind === "returning" ? MOVED : mode;
}

/**
 * @param {CameraMode} mode
 * @param {number} now  ms, of a frame
 * @returns {CameraMode}
 */
export function advanced(mode, now) {
  if (mode.kind !== "returning") return mode;
  if (mode.since === null) return { kind: "returning", since: now };
  return now - mode.since >= RETURN_TIME ? HEAD_ON : mode;
}

/**
 * How much of the way back is done, 0 to 1, slow at both ends.
 * @param {CameraMode} mode
 * @param {number} now  ms
 */
export function shareOfReturn(mode, now) {
  if (mode.kind !== "returning") return mode.kind === "head-on" ? 1 : 0;
  const share = Math.min(Math.max((now - (mode.since ?? now)) / RETURN_TIME, 0), 1);
  return share * share * (3 - 2 * share);
}
