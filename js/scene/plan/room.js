/** How much of the window is the network's. Pure. */

/** @import {Margins, Size} from "./fit.js" */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box  CSS px, from the window's upper left corner */

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

/**
 * Width over height of what the margins leave, rounded so that small changes of size keep a layout.
 * @param {Size} size
 * @param {Margins} margins
 */
export function roomAspect(size, { top, right, bottom, left }) {
  const aspect = Math.max(size.width - left - right, 1) / Math.max(size.height - top - bottom, 1);
  return Math.min(Math.max(Math.round(aspect * 5) / 5, 0.6), 2.4);
}
