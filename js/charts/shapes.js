/** What charts that leave the page are drawn of. */

/** @import {Box, Stroke, Words} from "./drawing.js" */

/** @typedef {{colorOf: (name: string) => string, font: string, background: string|null}} Look  colorOf: by the names in style/colors.css */

export const TEXT = 12; // px
export const TITLE = 15;
export const LETTER = 0.56; // of the font's size: about as wide as a letter is on average

/**
 * @param {[number, number][]} points
 * @param {string} color
 * @param {number} width
 * @param {readonly number[]} [dash]
 * @returns {Stroke}
 */
export const stroke = (points, color, width, dash) => ({
  kind: "stroke",
  points,
  color,
  width,
  ...(dash && { dash }),
});

/**
 * @param {string} text
 * @param {[number, number]} at
 * @param {string} color
 * @param {Partial<Pick<Words, "anchor"|"size"|"isBold">>} how
 * @returns {Words}
 */
export const words = (text, at, color, { anchor = "start", size = TEXT, isBold = false }) => ({
  ...{ kind: "words", text, at, color },
  ...{ anchor, size, isBold },
});

/** A text, cut where there is no room for all of it. @param {string} text @param {number} width  px */
export function cut(text, width) {
  const most = Math.max(1, Math.floor(width / (TEXT * LETTER)));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/**
 * @param {[number, number]} at  the upper left corner
 * @param {[number, number]} size
 * @param {string} color
 * @param {number} [opacity]
 * @returns {Box}
 */
export const box = (at, size, color, opacity = 1) => ({ kind: "box", at, size, color, opacity });
