/** How much of the window is the network's. Pure. */

import { dampedShare } from "./look.js";

/** @import {Margins, Size} from "./fit.js" */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box  CSS px, from the window's upper left corner */

const SIDES = /** @type {const} */ (["top", "right", "bottom", "left"]);
/** What is left of a way is taken at once, CSS px. */
const LEAST_WAY = 0.5;

/**
 * What stands over the edges of a picture, by how far it reaches in.
 * @param {Box} picture
 * @param {Box} room  that it leaves
 * @returns {Margins}
 */
export function coverOf(picture, room) {
  return {
    top: Math.max(Math.round(room.top - picture.top), 0),
    right: Math.max(Math.round(picture.right - room.right), 0),
    bottom: Math.max(Math.round(picture.bottom - room.bottom), 0),
    left: Math.max(Math.round(room.left - picture.left), 0),
  };
}

/**
 * Margins around the network: what stands over the picture's edges, and inside of that titles and buttons above, names of
 * units at the sides.
 * @param {Size} size
 * @param {Margins} cover
 * @returns {Margins}
 */
export function marginsFor({ width }, { top, right, bottom, left }) {
  const isNarrow = width - left - right < 560;
  return {
    top: top + (isNarrow ? 56 : 70),
    right: right + (isNarrow ? 24 : 44),
    bottom: bottom + (isNarrow ? 34 : 30),
    left: left + (isNarrow ? 30 : 40),
  };
}

/** @param {Margins} one @param {Margins} other */
export function areSameMargins(one, other) {
  return SIDES.every((side) => one[side] === other[side]);
}

/**
 * Nearer to the margins that there are to be, and there in the end.
 * @param {Margins} margins
 * @param {Margins} target
 * @param {number} ms  since the last frame
 * @returns {Margins}
 */
export function approachedMargins(margins, target, ms) {
  if (SIDES.every((side) => Math.abs(target[side] - margins[side]) < LEAST_WAY)) return target;
  const share = dampedShare(ms);
  const mix = (/** @type {keyof Margins} */ side) => margins[side] + (target[side] - margins[side]) * share;
  return { top: mix("top"), right: mix("right"), bottom: mix("bottom"), left: mix("left") };
}

/**
 * Width over height of what the margins leave, rounded so that small changes of size keep a layout.
 * @param {Size} size
 * @param {Margins} margins
 */
export function roomAspect(size, { top, right, bottom, left }) {
  const aspect = Math.max(size.width - left - right, 1) / Math.max(size.height - top - bottom, 1);
  return Math.min(Math.max(Math.round(aspect * 5) / 5, 0.6), 2.4);
}
