/**
 * Space: every layer is a pane of glass across the flow, one behind the other, and its units are tiles on it in a
 * near-square grid. A map of the output is as high as the highest pane. Pure.
 */

import { valueAt } from "../../model/value-at.js";
import { gridOf } from "./grid.js";

/** @import {MapPlace, Placement, Plate, Square, Units} from "./placement.js" */

/** Half of a tile's side as a share of the distance between two: the rest is for its bias below it. */
const TILE_HALF = 0.445;
/** Of a pane's height, at most, for a tile of a layer with few units. */
const LARGEST_TILE = 0.29;
/** Of the pane around its tiles, as a share of the distance between two; and around the output map, of its side. */
const FRAME = 0.1;
const MAP_FRAME = 0.05;
/** How far from the panes' normal one looks at home: there they just miss each other. */
export const HOME_ACROSS = 42;
/**
 * The eye is near enough to see the first panes less from the side than the last ones, the more so the wider what it sees
 * is: by so many degrees from the middle for each of its heights, up to so many heights.
 */
const SWING = 7;
const WIDEST = 1.7;
/** Between two panes, of their width. */
const CLEARANCE = 1.01;
/** Outputs of several classes are one column up to this many. */
const LONGEST_OUTPUT = 5;
/** Least distance between two panes: connections want room. */
const LEAST_SPACING = 0.55;

/**
 * @param {Units} units
 * @param {{map: MapPlace, aspect: number, across?: number}} options  aspect: width over height of the room that there is;
 *   across: the angle, in degrees, under which panes just miss each other: the smaller it is, the more each is to the right
 *   of the one before
 * @returns {Placement}
 */
export function placeSpace({ layer_sizes, unit_offsets, n_units }, { map, aspect, across = HOME_ACROSS }) {
  const grids = layer_sizes.map((size, layer) => {
    const isOutput = layer === layer_sizes.length - 1;
    if (isOutput && map === "unit") return null;
    const isColumn = isOutput && (map === "beside" || size <= LONGEST_OUTPUT);
    return withPitch(isColumn ? { columns: 1, rows: size } : gridOf(size));
  });
  const side = Math.max(...grids.map((grid) => (grid ? grid.rows * grid.pitch : 0)));
  const panes = grids.map((grid, layer) =>
    paneOf(grid, map !== null && layer === grids.length - 1 ? side : 0),
  );
  const plates = placePlates(panes, across, SWING * Math.min(aspect, WIDEST));
  const spots = new Float32Array(n_units * 4);
  /** @type {Square|null} */ let square = null;
  for (const [layer, { grid, unitsX, mapX }] of panes.entries()) {
    const { x, z } = plates[layer] ?? { x: 0, z: 0 };
    if (mapX !== null) square = [x + mapX, 0, z, side / 2];
    const placed = grid === null ? (square ?? []) : spotsOf(valueAt(layer_sizes, layer), grid, x + unitsX, z);
    spots.set(placed, valueAt(unit_offsets, layer) * 4);
  }
  return { spots, plates, map: square };
}

/** @typedef {{columns: number, rows: number, pitch: number}} Grid  pitch: between two neighbours */
/** @typedef {{grid: Grid|null, unitsX: number, mapX: number|null, halfWidth: number, halfHeight: number}} Pane  x from its middle */

/** @param {{columns: number, rows: number}} grid @returns {Grid} */
function withPitch({ columns, rows }) {
  return { columns, rows, pitch: Math.min(1 / rows, LARGEST_TILE) };
}

/**
 * @param {Grid|null} grid  null: there is only the map
 * @param {number} side  of the map; 0: there is none
 * @returns {Pane}
 */
function paneOf(grid, side) {
  if (grid === null) {
    const half = side * (0.5 + MAP_FRAME);
    return { grid, unitsX: 0, mapX: 0, halfWidth: half, halfHeight: half };
  }
  const { columns, rows, pitch } = grid;
  const unitsWidth = pitch * (columns + 2 * FRAME);
  const mapWidth = side === 0 ? 0 : side * (1 + MAP_FRAME);
  return {
    grid,
    unitsX: -mapWidth / 2,
    mapX: side === 0 ? null : (unitsWidth + mapWidth) / 2 - side * (0.5 + MAP_FRAME),
    halfWidth: (unitsWidth + mapWidth) / 2,
    halfHeight: Math.max(pitch * (rows / 2 + FRAME), side === 0 ? 0 : side * (0.5 + MAP_FRAME)),
  };
}

/**
 * One behind the other, the middle one in the middle.
 * @param {Pane[]} panes
 * @param {number} across
 * @param {number} most  by how much the last one is seen more from the side than the middle
 * @returns {Plate[]}
 */
function placePlates(panes, across, most) {
  const widths = panes.reduce((sum, { halfWidth }) => sum + halfWidth, 0);
  let [x, z, passed, before] = [0, 0, 0, 0];
  const plates = panes.map(({ halfWidth, halfHeight }) => {
    if (before > 0) {
      const width = CLEARANCE * (before + halfWidth);
      passed += before;
      const swing = most * ((2 * passed) / widths - 1);
      const missing = width / tangent(HOME_ACROSS + swing);
      x += width - missing * tangent(across + swing);
      z += Math.max(missing, LEAST_SPACING);
    }
    before = halfWidth;
    return { x, y: 0, z, halfWidth, halfHeight, opacity: 1 };
  });
  return plates.map((plate) => ({ ...plate, x: plate.x - x / 2, z: plate.z - z / 2 }));
}

const tangent = (/** @type {number} */ degrees) => Math.tan((degrees * Math.PI) / 180);

/**
 * Row by row, as one reads; a last row that is not full begins at the left like the others.
 * @param {number} size
 * @param {Grid} grid
 * @param {number} x
 * @param {number} z
 */
function spotsOf(size, { columns, rows, pitch }, x, z) {
  return Array.from({ length: size }, (_, unit) => {
    const row = Math.floor(unit / columns);
    const column = unit - row * columns;
    return [x + (column - (columns - 1) / 2) * pitch, ((rows - 1) / 2 - row) * pitch, z, pitch * TILE_HALF];
  }).flat();
}
