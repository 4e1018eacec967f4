/**
 * Diagram: every pane unrolled into a column, all of them in one plane, inputs at the left. A layer with very many units
 * takes several columns. A map of the output is at the right. Pure.
 */

import { valueAt } from "../../model/value-at.js";

/** @import {MapPlace, Placement, Plate, Square, Units} from "./placement.js" */

/** Half of a tile, in distances between neighbours at their least. */
const TILE_HALF = 0.37;
/** A layer of at most this many units is one column. */
const LONGEST_COLUMN = 10;
/** The whole is at least so high, so that the units of a small network stay small. */
const MIN_HEIGHT = 5.5;
const MAX_PITCH = 1.5;
/** Largest distance between neighbours that tiles grow with, as a share of the height. */
const MAX_SCALE = 0.18;
/** Side of the output map as a share of the width, at most this share of the height, */
const MAP_SHARE = 0.36;
const MAP_HEIGHT = 0.8;
/** and its distance from the layer before, as a share of its side. */
const MAP_GAP = 0.42;
/** Of the plate around a column, in halves of a tile. */
const FRAME = 1.2;

/** @typedef {{x: number, width: number, columns: number, rows: number, pitch: number}} Column  middle; from the first subcolumn to the last */

/**
 * @param {Units} units
 * @param {{map: MapPlace, aspect: number}} options  aspect: width over height of the room that there is
 * @returns {Placement}  1 high
 */
export function placeDiagram({ layer_sizes, unit_offsets, n_units }, { map, aspect }) {
  const side = map === null ? 0 : Math.min(MAP_SHARE * aspect, MAP_HEIGHT);
  const netAspect = Math.max(aspect - side * (1 + MAP_GAP), 0.4);
  const sizes = map === "unit" ? layer_sizes.slice(0, -1) : layer_sizes;
  const { columns, half, height } = placeColumns(sizes, netAspect);
  const left = (height * (netAspect - aspect)) / 2;
  const spots = new Float32Array(n_units * 4);
  /** @type {Plate[]} */ const plates = [];
  for (const [layer, column] of columns.entries()) {
    spots.set(spotsOf(valueAt(sizes, layer), column, left, half, height), valueAt(unit_offsets, layer) * 4);
    plates.push(plateOf(column, left, half, height));
  }
  /** @type {Square|null} */ const square = map === null ? null : [(aspect - side) / 2, 0, 0, side / 2];
  if (square !== null) addMap(square, map, plates);
  if (square !== null && map === "unit") spots.set(square, valueAt(unit_offsets, -1) * 4);
  return { spots, plates, map: square };
}

/**
 * @param {Square} map
 * @param {MapPlace} place
 * @param {Plate[]} plates  gets another one, or the last of them becomes larger
 */
function addMap([x, , , half], place, plates) {
  const before = place === "beside" ? plates.pop() : undefined;
  const left = before ? before.x - before.halfWidth : x - half;
  const halfHeight = Math.max(half, before?.halfHeight ?? 0);
  plates.push({
    x: (left + x + half) / 2,
    y: 0,
    z: 0,
    halfWidth: (x + half - left) / 2,
    halfHeight,
    opacity: 0,
  });
}

/**
 * The layers from left to right, in distances between neighbours.
 * @param {number[]} sizes
 * @param {number} aspect
 * @returns {{columns: Column[], half: number, height: number}}  half: of a tile
 */
function placeColumns(sizes, aspect) {
  const { longest, height } = chooseColumns(sizes, aspect);
  const counts = sizes.map((size) => Math.ceil(size / longest));
  const taken = counts.reduce((sum, count) => sum + count, 0);
  const gap = (height * aspect - taken) / Math.max(sizes.length - 1, 1);
  let left = (-height * aspect) / 2;
  const columns = sizes.map((size, layer) => {
    const count = counts[layer] ?? 1;
    const rows = Math.ceil(size / count);
    const room = height / (rows + (count > 1 ? 0.5 : 0));
    const pitch = Math.min(Math.max(room, 1), MAX_PITCH);
    const column = { x: left + count / 2, width: count - 1, columns: count, rows, pitch };
    left += count + gap;
    return column;
  });
  const narrowest = Math.max(...counts) > 1 ? 1 : Math.min(...columns.map(({ pitch }) => pitch));
  return { columns, half: TILE_HALF * Math.max(Math.min(narrowest, height * MAX_SCALE), 1), height };
}

/**
 * The longest column that lets the whole network be seen largest, and the height that this needs.
 * @param {number[]} sizes
 * @param {number} aspect
 */
function chooseColumns(sizes, aspect) {
  const largest = Math.max(...sizes);
  let best = { longest: 0, height: Number.POSITIVE_INFINITY };
  for (let longest = Math.min(largest, LONGEST_COLUMN); longest <= largest; longest++) {
    const counts = sizes.map((size) => Math.ceil(size / longest));
    // Tall columns need wide gaps, or the connections between them become too steep to follow.
    const gaps = (sizes.length - 1) * Math.min(Math.max(0.18 * longest, 1.5), 3);
    const width = counts.reduce((sum, count) => sum + count, gaps);
    const height = Math.max(longest + (Math.max(...counts) > 1 ? 0.5 : 0), width / aspect, MIN_HEIGHT);
    if (height < best.height) best = { longest, height };
  }
  return best;
}

/**
 * @param {number} size
 * @param {Column} column
 * @param {number} left
 * @param {number} half
 * @param {number} height  which becomes 1
 */
function spotsOf(size, { x, width, columns, rows, pitch }, left, half, height) {
  // Every second subcolumn is half a step lower, so that connections pass between the units of its neighbour.
  const top = ((rows - 1 + (columns > 1 ? 0.5 : 0)) * pitch) / 2;
  return Array.from({ length: size }, (_, unit) => {
    const column = Math.floor(unit / rows);
    const row = unit - column * rows + (column % 2) / 2;
    return [left + x - width / 2 + column, top - row * pitch, 0, half].map((value) => value / height);
  }).flat();
}

/**
 * @param {Column} column
 * @param {number} left
 * @param {number} half
 * @param {number} height  which becomes 1
 * @returns {Plate}
 */
function plateOf({ x, width, columns, rows, pitch }, left, half, height) {
  const rise = ((rows - 1 + (columns > 1 ? 0.5 : 0)) * pitch) / 2;
  return {
    x: (left + x) / height,
    y: 0,
    z: 0,
    halfWidth: (width / 2 + half * FRAME) / height,
    halfHeight: (rise + half * FRAME) / height,
    opacity: 0,
  };
}
