/**
 * The network's output over the input plane as a smooth picture: the lines between classes, or for
 * a number the line of the middle. Drawn at display rate: nothing is allocated while the size of
 * the grid stays.
 */

import { readColors } from "../page-colors.js";
import { traceContour } from "./contour.js";
import { createGridPicture, pixelFromHex } from "./grid-picture.js";
import {
  MAP_STRENGTH,
  makeColorTable,
  makeShades,
  writeClassColorsInto,
  writeFinerInto,
  writeMarginsInto,
  writeScalarColorsInto,
} from "./heatmap-colors.js";

/** @import {DatasetEvent} from "../../protocol.js" */

export const CLASS_COLORS = /** @type {const} */ ([
  "class-0",
  "class-1",
  "class-2",
  "class-3",
  "class-4",
  "class-5",
]);
// Steps for one where colours have edges, which are not to be blurred, unless there are many points anyway.
const FINER = 3;
const FINE = 100; // points

/**
 * @typedef {object} HeatmapPicture
 * @property {Float32Array} grid  (n_outputs, size, size)
 * @property {DatasetEvent} dataset
 * @property {boolean} discretize  show the class alone, not how sure it is
 */

export class Heatmap {
  #picture;
  /** @type {Uint32Array} */ #table = new Uint32Array(256);
  /** @type {Uint32Array[]} */ #shades = [];
  #undefinedColor = 0;
  #lineColor = "";
  #haloColor = "";
  #fine = new Float32Array();
  #margins = new Float32Array();

  /** @param {HTMLCanvasElement} canvas  covers the plane exactly @param {number} [scale]  pixels per CSS pixel, else the page's */
  constructor(canvas, scale) {
    this.#picture = createGridPicture(canvas, scale);
  }

  /** Read the colours of the theme and the palette in force. */
  updateColors() {
    const colors = readColors([...CLASS_COLORS, "class-mid", "text", "surface", "border"]);
    this.#table = makeColorTable(colors["class-0"], colors["class-mid"], colors["class-1"], MAP_STRENGTH);
    this.#shades = CLASS_COLORS.map((name) => makeShades(colors["class-mid"], colors[name], MAP_STRENGTH));
    this.#undefinedColor = pixelFromHex(colors.border);
    this.#lineColor = colors.text;
    this.#haloColor = colors.surface;
  }

  /** @param {HeatmapPicture} picture */
  draw(picture) {
    const size = Math.round(Math.sqrt(picture.grid.length / picture.dataset.n_outputs));
    if (size < 2 || size * size * picture.dataset.n_outputs !== picture.grid.length) return;
    this.#writeSource(picture, size);
    const trace = (/** @type {CanvasRenderingContext2D} */ path) => this.#tracePath(path, picture, size);
    this.#picture.draw(size, trace, this.#lineColor, this.#haloColor);
  }

  /** @param {HeatmapPicture} picture @param {number} size */
  #writeSource({ grid, dataset, discretize }, size) {
    const isDiscrete = discretize && dataset.task !== "regression";
    const values = isDiscrete ? this.#refined(grid, dataset.n_outputs, size) : grid;
    const pixels = this.#picture.resize(isDiscrete ? finerSize(size) : size);
    const how = { range: dataset.target_range, undefinedColor: this.#undefinedColor };
    if (dataset.n_outputs > 1) {
      writeClassColorsInto(pixels, values, this.#shades, { ...how, isSure: isDiscrete });
    } else {
      writeScalarColorsInto(pixels, values, this.#table, { ...how, n_levels: isDiscrete ? 2 : 256 });
    }
  }

  /** @param {Float32Array} grid @param {number} n_outputs @param {number} size */
  #refined(grid, n_outputs, size) {
    const length = n_outputs * finerSize(size) ** 2;
    if (this.#fine.length !== length) this.#fine = new Float32Array(length);
    writeFinerInto(this.#fine, grid, size, finerSteps(size));
    return this.#fine;
  }

  /** @param {CanvasRenderingContext2D} path @param {HeatmapPicture} picture @param {number} size */
  #tracePath(path, { grid, dataset: { n_outputs, target_range } }, size) {
    if (n_outputs === 1) {
      traceContour(grid, size, (target_range[0] + target_range[1]) / 2, path);
      return;
    }
    if (this.#margins.length !== size ** 2) this.#margins = new Float32Array(size ** 2);
    for (let index = 0; index < n_outputs; index++) {
      writeMarginsInto(this.#margins, grid, index);
      traceContour(this.#margins, size, 0, path);
    }
  }
}

/** @param {number} size  of a grid */
const finerSteps = (size) => (size < FINE ? FINER : 1);

/** @param {number} size  of a grid */
const finerSize = (size) => (size - 1) * finerSteps(size) + 1;
