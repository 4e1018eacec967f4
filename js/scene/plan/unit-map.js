/** What the enlarged map of a unit shows, and where it stands: beside the unit's tile, never on it. Pure. */

import { writeMarginsInto } from "../../kit/plane/heatmap-colors.js";
import { valueAt } from "../../model/value-at.js";
import { responseScales } from "./scales.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {Size} from "./fit.js" */

/** @typedef {{x: number, y: number, width: number, height: number}} Box  CSS px, from the upper left corner */

/**
 * @typedef {object} UnitMap
 * @property {Float32Array} grid  (size, size) what the unit answers
 * @property {number} size
 * @property {[number, number]} extent  the least and the largest answer
 * @property {number} scale  that full colour stands for
 * @property {number|null} own_class  that it answers for; null: none
 * @property {{grid: Float32Array, level: number}} line  that is drawn where this grid has this level
 */

/** Between tile and card, and between card and the border of the stage, CSS px. */
const GAP = 14;
const BORDER = 6;
/** Side of the map, CSS px. */
export const LARGEST_MAP = 256;
const LEAST_MAP = 116;
/** A tile that is so large, as a share of the map that could stand beside it, needs none. */
const LARGE_TILE = 0.75;

/** @typedef {Pick<TopologyEvent, "layer_sizes"|"unit_offsets"|"n_units"|"activations">} Shape */

/**
 * Whether there is one: it is known, and the unit is not the output, whose map is large anyway.
 * @param {number} unit
 * @param {Float32Array} grids  (n_units, size, size); empty: not known
 * @param {Shape} shape
 */
export function hasUnitMap(unit, grids, { unit_offsets, n_units }) {
  const size = sizeOf(grids, n_units);
  const isSingle = n_units - valueAt(unit_offsets, -1) === 1;
  return size > 1 && size * size * n_units === grids.length && unit < n_units - Number(isSingle);
}

const sizeOf = (/** @type {Float32Array} */ grids, /** @type {number} */ n_units) =>
  Math.round(Math.sqrt(grids.length / n_units));

/**
 * @param {number} unit
 * @param {Float32Array} grids  (n_units, size, size)
 * @param {Shape} topology
 * @returns {UnitMap}
 */
export function unitMapOf(unit, grids, topology) {
  const { unit_offsets, n_units, activations } = topology;
  const size = sizeOf(grids, n_units);
  const points = size * size;
  const firstOutput = valueAt(unit_offsets, -1);
  const isOutput = unit >= firstOutput;
  const grid = grids.subarray(unit * points, (unit + 1) * points);
  const layer = unit_offsets.findLastIndex((first) => first <= unit);
  // Where the sum is zero: there a sigmoid is one half, all others are zero.
  const level = layer > 0 && activations[layer - 1] === "sigmoid" ? 0.5 : 0;
  return {
    grid,
    size,
    extent: extentOf(grid),
    scale: Number(responseScales(grids, topology)[unit]),
    own_class: isOutput ? unit - firstOutput : null,
    line: isOutput ? { grid: marginsOf(grids, firstOutput, unit, points), level: 0 } : { grid, level },
  };
}

/** How far a class is above the others. @param {Float32Array} grids @param {number} firstOutput @param {number} unit @param {number} points */
function marginsOf(grids, firstOutput, unit, points) {
  const margins = new Float32Array(points);
  writeMarginsInto(margins, grids.subarray(firstOutput * points), unit - firstOutput);
  return margins;
}

/** @param {Float32Array} grid @returns {[number, number]} */
function extentOf(grid) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of grid) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/**
 * At the side of the tile where the largest map has room.
 * @param {Box} tile
 * @param {Box} stage  the part of the picture over which nothing else stands
 * @param {Size} around  what the card has besides the map
 * @returns {{x: number, y: number, map: number}|null}  the card's upper left corner; null: there is no room, or no need
 */
export function placeCard(tile, stage, around) {
  const right = tile.x + tile.width;
  const bottom = tile.y + tile.height;
  const end = { x: stage.x + stage.width, y: stage.y + stage.height };
  const free = { width: stage.width - 2 * BORDER, height: stage.height - 2 * BORDER };
  const rooms = {
    right: { ...free, width: end.x - BORDER - right - GAP },
    left: { ...free, width: tile.x - stage.x - GAP - BORDER },
    below: { ...free, height: end.y - BORDER - bottom - GAP },
    above: { ...free, height: tile.y - stage.y - GAP - BORDER },
  };
  const mapIn = (/** @type {Size} */ { width, height }) =>
    Math.floor(Math.min(LARGEST_MAP, width - around.width - 1, height - around.height - 1)); // 1: for whole px
  const map = Math.max(...Object.values(rooms).map(mapIn));
  if (map < LEAST_MAP || Math.min(tile.width, tile.height) >= map * LARGE_TILE) return null;
  const [width, height] = [map + around.width, map + around.height];
  const inside = (/** @type {number} */ at, /** @type {number} */ least, /** @type {number} */ most) =>
    Math.min(Math.max(at, least + BORDER), most - BORDER);
  const x = inside(tile.x + (tile.width - width) / 2, stage.x, end.x - width);
  const y = inside(tile.y + (tile.height - height) / 2, stage.y, end.y - height);
  const places = {
    right: { x: Math.ceil(right + GAP), y: Math.floor(y) },
    left: { x: Math.floor(tile.x - GAP - width), y: Math.floor(y) },
    below: { x: Math.floor(x), y: Math.ceil(bottom + GAP) },
    above: { x: Math.floor(x), y: Math.floor(tile.y - GAP - height) },
  };
  for (const side of /** @type {const} */ (["right", "left", "below", "above"])) {
    if (mapIn(rooms[side]) === map) return { map, ...places[side] };
  }
  return null;
}

/** @param {Box} one @param {Box} other */
export const overlaps = (one, other) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/**
 * Beside the pointer, where a box is not on the card.
 * @param {{x: number, y: number}} pixel
 * @param {Size} size
 * @param {Size} stage
 * @param {Box|null} card
 * @returns {{x: number, y: number}}
 */
export function placeBeside(pixel, size, stage, card) {
  const within = (/** @type {number} */ at, /** @type {number} */ most) =>
    Math.max(Math.min(at, most - 4), 4);
  const places = [pixel.x + GAP, pixel.x - GAP - size.width].flatMap((x) =>
    [pixel.y + GAP, pixel.y - GAP - size.height].map((y) => ({
      x: within(x, stage.width - size.width),
      y: y < 0 || y + size.height > stage.height ? null : y,
    })),
  );
  const inside = places.flatMap(({ x, y }) => (y === null ? [] : [{ x, y }]));
  const free = inside.find((place) => card === null || !overlaps({ ...place, ...size }, card));
  return free ?? inside[0] ?? { x: 4, y: 4 };
}
