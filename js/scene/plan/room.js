/** How much of the window is the network's. Pure. */

/** @import {Margins, Size} from "./fit.js" */

/**
 * Margins around the network: titles and buttons stand in the upper one, names of units at the sides.
 * @param {Size} size
 * @returns {Margins}
 */
export function marginsFor({ width }) {
  const isNarrow = width < 560;
  return {
    top: isNarrow ? 56 : 72,
    right: isNarrow ? 24 : 60,
    bottom: isNarrow ? 38 : 42,
    left: isNarrow ? 30 : 44,
  };
}

/**
 * Width over height of what the margins leave, rounded so that small changes of size keep a layout.
 * @param {Size} size
 */
export function roomAspect(size) {
  const { top, right, bottom, left } = marginsFor(size);
  const aspect = Math.max(size.width - left - right, 1) / Math.max(size.height - top - bottom, 1);
  return Math.min(Math.max(Math.round(aspect * 5) / 5, 0.6), 2.4);
}
