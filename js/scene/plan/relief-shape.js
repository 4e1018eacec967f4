/**
 * Tiles and the output map as reliefs of the plane: how high they are where, which point of the plane is under a pixel,
 * and where a point's mark is. Places on a relief go from −1 to 1 along both axes. Pure.
 */

import { HEIGHT } from "./stems.js";

/** @import {Point} from "./fit.js" */
/** @import {Pixel} from "./picking.js" */
/** @import {Square} from "./placement.js" */

/** @typedef {(pixel: Pixel, z: number) => [number, number]} Sight  x and y where the line of sight through a pixel has that z */
/** @typedef {[number, number]} Place  on a relief */

/**
 * @typedef {object} Relief
 * @property {Square} square
 * @property {number} low  z of the lowest level
 * @property {number} high  z of the highest
 * @property {(place: Place) => number} levelAt  0 to 1
 */

/** Of a tile, in halves of its side: by how much the greatest response rises from the middle, and the lowest level's distance from the pane. */
export const TILE = { rise: 1 / 6, before: 0.02 };
/** Of the output map: its greatest height, and its distance from the pane. */
export const MAP = { height: HEIGHT, before: 0.01 };
/** Side of a number that stands in its place, as a share of the map's: it is no larger than other units. */
export const VALUE_SHARE = 0.4;

/** Levels at which a line of sight is looked at, and how often the last step is halved. */
const STEPS = 24;
const HALVINGS = 6;

/**
 * @param {Square} square
 * @param {number} reliefShare  how far reliefs rise, as one looks at them
 * @param {(place: Place) => number} shareAt  the response, −1 to 1
 * @returns {Relief}
 */
export function tileRelief(square, reliefShare, shareAt) {
  const [, , z, half] = square;
  const low = z + half * TILE.before;
  const high = low + 2 * half * TILE.rise * reliefShare;
  return { square, low, high, levelAt: (place) => (shareAt(place) + 1) / 2 };
}

/** @param {Square} square @param {number} reliefShare @param {(place: Place) => number} levelAt @returns {Relief} */
export function mapRelief(square, reliefShare, levelAt) {
  const [, , z, half] = square;
  const low = z + half * MAP.before;
  return { square, low, high: low + half * MAP.height * reliefShare, levelAt };
}

/**
 * The place on a relief that is seen at a pixel; beside it, where its lowest level would go on.
 * @param {Relief} relief
 * @param {Pixel} pixel
 * @param {Sight} sight
 * @returns {Place}
 */
export function placeUnder({ square: [x, y, , half], low, high, levelAt }, pixel, sight) {
  /** @param {number} share  of the way down @returns {Place} */
  const placeAt = (share) => {
    const [atX, atY] = sight(pixel, high + (low - high) * share);
    return [(atX - x) / half, (atY - y) / half];
  };
  const isUnder = (/** @type {number} */ share) => {
    const place = placeAt(share);
    return isOn(place) && 1 - levelAt(place) <= share;
  };
  const first = Array.from({ length: STEPS }, (_, step) => step / STEPS).find(isUnder) ?? 1;
  let [above, under] = [Math.max(first - 1 / STEPS, 0), first];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (above + under) / 2;
    if (isUnder(middle)) under = middle;
    else above = middle;
  }
  return placeAt(under);
}

/** @param {Place} place */
export const isOn = ([x, y]) => Math.max(Math.abs(x), Math.abs(y)) <= 1;

/** Where a place is at a level. @param {Relief} relief @param {Place} place @param {number} level @returns {Point} */
export function spotOn({ square: [x, y, , half], low, high }, [right, up], level) {
  return [x + right * half, y + up * half, low + (high - low) * level];
}

/**
 * A value of a grid of values over the plane, between its points as the shaders have it.
 * @param {Float32Array} grid  (n, size, size)
 * @param {number} size
 * @param {number} row  of n
 * @param {Place} place
 */
export function valueAtPlace(grid, size, row, [right, up]) {
  const along = (/** @type {number} */ share) => {
    const at = Math.min(Math.max(((share + 1) / 2) * (size - 1), 0), size - 1);
    const cell = Math.min(Math.floor(at), size - 2);
    return /** @type {const} */ ([cell, at - cell]);
  };
  const [[column, toRight], [line, toUp]] = [along(right), along(up)];
  const first = row * size * size + line * size + column;
  const mix = (/** @type {number} */ at) => Number(grid[at]) * (1 - toRight) + Number(grid[at + 1]) * toRight;
  return mix(first) * (1 - toUp) + mix(first + size) * toUp;
}
