/**
 * The head-on view: from how far, and aimed where, a camera sees a box of the plane z = 0 inside given margins. Pure.
 */

/** @import {Box} from "./layout.js" */

/** @typedef {{width: number, height: number}} Size  CSS px */
/** @typedef {{top: number, right: number, bottom: number, left: number}} Margins  CSS px */

/**
 * @typedef {object} Frame
 * @property {number} x  of the point that the camera looks at
 * @property {number} y
 * @property {number} distance  of the camera from the plane
 * @property {number} scale  CSS px per world unit in the plane
 */

/** Vertical field of view, degrees: narrow, so that head-on is nearly flat. */
export const FIELD_OF_VIEW = 30;

/**
 * Margins around the network: two rows of buttons and the titles stand in the upper one, names of units in those at
 * the sides.
 * @param {Size} size
 * @returns {Margins}
 */
export function marginsFor({ width }) {
  const side = width < 560 ? 34 : 56;
  return { top: width < 560 ? 96 : 104, right: side, bottom: width < 560 ? 12 : 20, left: side };
}

/**
 * Frame the box as large as the margins let it be, centred in what they leave.
 * @param {Box} box
 * @param {Size} size
 * @returns {Frame}
 */
export function frameBox(box, size) {
  const margins = marginsFor(size);
  const free_width = Math.max(size.width - margins.left - margins.right, 1);
  const free_height = Math.max(size.height - margins.top - margins.bottom, 1);
  const scale = Math.min(free_width / (box.right - box.left), free_height / (box.top - box.bottom));
  const visible_height = size.height / scale;
  return {
    x: (box.left + box.right) / 2 + (margins.right - margins.left) / 2 / scale,
    y: (box.bottom + box.top) / 2 + (margins.top - margins.bottom) / 2 / scale,
    distance: visible_height / 2 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360),
    scale,
  };
}

/**
 * Width over height of what the margins leave, rounded so that small changes of size keep a layout.
 * @param {Size} size
 */
export function roomAspect(size) {
  const margins = marginsFor(size);
  const aspect =
    Math.max(size.width - margins.left - margins.right, 1) /
    Math.max(size.height - margins.top - margins.bottom, 1);
  return Math.min(Math.max(Math.round(aspect * 5) / 5, 0.8), 2);
}
