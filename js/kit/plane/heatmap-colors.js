/**
 * From a grid of outputs to colours, and what lies between its points. Pure; a grid is
 * (n_outputs, size, size), row 0 is the lowest x2.
 */

import { bytesFromHex } from "../../model/colors.js";

/** @import {Rgb} from "../../model/colors.js" */

/** How pure the purest colours of a map are. style/plane.css has the same number for the colour bar. */
export const MAP_STRENGTH = 0.95;
/** How far the colour of a sample goes from that of the map to that of text, so that it stands out on its own class. */
export const SAMPLE_INK = 0.45;

/**
 * A table of 256 colours from the colour of output 0 over the middle to the colour of output 1,
 * as pixels.
 * @param {string} zero  #rrggbb
 * @param {string} middle
 * @param {string} one
 * @param {number} strength  how far the ends go from the middle towards the pure colours, 0 to 1
 * @returns {Uint32Array}
 */
export function makeColorTable(zero, middle, one, strength) {
  const [low, mid, high] = [bytesFromHex(zero), bytesFromHex(middle), bytesFromHex(one)];
  return Uint32Array.from({ length: 256 }, (_, index) => {
    const position = (index / 255) * 2 - 1;
    const end = position < 0 ? low : high;
    return pixelBetween(mid, end, Math.abs(position) * strength);
  });
}

/**
 * A table of 256 colours from the middle towards a colour, as pixels.
 * @param {string} middle  #rrggbb
 * @param {string} color
 * @param {number} strength  how far the last one goes towards the pure colour, 0 to 1
 * @returns {Uint32Array}
 */
export function makeShades(middle, color, strength) {
  const [from, to] = [bytesFromHex(middle), bytesFromHex(color)];
  return Uint32Array.from({ length: 256 }, (_, index) => pixelBetween(from, to, (index / 255) * strength));
}

/**
 * A pixel as ImageData has it, little-endian RGBA, of the colour between two.
 * @param {Rgb} from  each 0 to 255
 * @param {Rgb} to
 * @param {number} share  0: from, 1: to
 */
function pixelBetween(from, to, share) {
  const channel = (/** @type {0|1|2} */ at) => Math.round(from[at] + (to[at] - from[at]) * share);
  return ((255 << 24) | (channel(2) << 16) | (channel(1) << 8) | channel(0)) >>> 0;
}

/**
 * Write the colours of one output.
 * @param {Uint32Array} pixels  (size, size)
 * @param {Float32Array} grid
 * @param {Uint32Array} table  256 colours for the range
 * @param {{range: [number, number], undefinedColor: number, n_levels: number}} how  `n_levels` of the
 *   table are used: 256, or 2 for its ends alone
 */
export function writeScalarColorsInto(pixels, grid, table, { range: [low, high], undefinedColor, n_levels }) {
  const factor = n_levels / (high - low);
  const stretch = 255 / (n_levels - 1);
  for (let index = 0; index < pixels.length; index++) {
    const value = (Number(grid[index]) - low) * factor;
    const level = value <= 0 ? 0 : value >= n_levels ? n_levels - 1 : value | 0;
    pixels[index] = Number.isNaN(value)
      ? undefinedColor
      : /** @type {number} */ (table[(level * stretch) | 0]);
  }
}

/**
 * Write the colour of the class with the largest output, the paler the less sure it is.
 * @param {Uint32Array} pixels  (size, size)
 * @param {Float32Array} grid  (n_classes, size, size)
 * @param {Uint32Array[]} shades  one table per class
 * @param {{range: [number, number], undefinedColor: number, isSure: boolean}} how  `range` from not at all to quite
 *   sure; `isSure`: the purest colour everywhere
 */
export function writeClassColorsInto(pixels, grid, shades, { range: [low, high], undefinedColor, isSure }) {
  const n = pixels.length;
  const n_classes = grid.length / n;
  const guess = 1 / n_classes;
  for (let at = 0; at < n; at++) {
    let winner = 0;
    let best = /** @type {number} */ (grid[at]);
    for (let index = 1; index < n_classes; index++) {
      const value = /** @type {number} */ (grid[index * n + at]);
      if (value > best) {
        best = value;
        winner = index;
      }
    }
    const level = (best - low) / (high - low);
    const share = isSure || level >= 1 ? 1 : level <= guess ? 0 : (level - guess) / (1 - guess);
    const table = shades[winner];
    pixels[at] =
      Number.isNaN(best) || table === undefined
        ? undefinedColor
        : /** @type {number} */ (table[(share * 255 + 0.5) | 0]);
  }
}

/**
 * Write how far one class's output is above the largest of the others: 0 on the class's boundary.
 * @param {Float32Array} margins  (size, size)
 * @param {Float32Array} grid  (n_classes, size, size)
 * @param {number} chosen  the class
 */
export function writeMarginsInto(margins, grid, chosen) {
  const n = margins.length;
  const n_classes = grid.length / n;
  for (let at = 0; at < n; at++) {
    let others = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < n_classes; index++) {
      const value = /** @type {number} */ (grid[index * n + at]);
      if (index !== chosen && value > others) others = value;
    }
    margins[at] = /** @type {number} */ (grid[chosen * n + at]) - others;
  }
}

/**
 * Write a grid with points between its points: `factor` steps for one.
 * @param {Float32Array} fine  (n_outputs, fineSize, fineSize), fineSize = (size - 1) * factor + 1
 * @param {Float32Array} grid  (n_outputs, size, size)
 * @param {number} size
 * @param {number} factor
 */
export function writeFinerInto(fine, grid, size, factor) {
  const fineSize = (size - 1) * factor + 1;
  const n_outputs = grid.length / (size * size);
  let to = 0;
  for (let output = 0; output < n_outputs; output++) {
    for (let y = 0; y < fineSize; y++) {
      const row = Math.min((y / factor) | 0, size - 2);
      const up = y / factor - row;
      const first = (output * size + row) * size;
      for (let x = 0; x < fineSize; x++) {
        const column = Math.min((x / factor) | 0, size - 2);
        fine[to++] = between(grid, first + column, size, x / factor - column, up);
      }
    }
  }
}

/**
 * Bilinear interpolation in one cell.
 * @param {Float32Array} grid
 * @param {number} at  index of the cell's lower left point
 * @param {number} size
 * @param {number} right  0 to 1
 * @param {number} up  0 to 1
 */
function between(grid, at, size, right, up) {
  const a = /** @type {number} */ (grid[at]);
  const b = /** @type {number} */ (grid[at + 1]);
  const c = /** @type {number} */ (grid[at + size]);
  const d = /** @type {number} */ (grid[at + size + 1]);
  return (a + (b - a) * right) * (1 - up) + (c + (d - c) * right) * up;
}

/**
 * Index of the largest number, the first of several.
 * @param {ArrayLike<number>} values
 */
export function indexOfLargest(values) {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if (Number(values[index]) > Number(values[best])) best = index;
  }
  return best;
}

/**
 * The class that a sample's target stands for.
 * @param {Float32Array} targets  (n_outputs, n_samples): 1 for a class, 0 or −1 for another
 * @param {number} n_outputs  1: two classes
 * @param {number} sample
 */
export function targetClass(targets, n_outputs, sample) {
  if (n_outputs === 1) return Number(targets[sample]) >= 0.5 ? 1 : 0;
  const n = targets.length / n_outputs;
  return indexOfLargest(
    Array.from({ length: n_outputs }, (_, output) => Number(targets[output * n + sample])),
  );
}
