/**
 * The network's output over the input plane as a smooth picture: the lines between classes, or for
 * a number the line of the middle. Drawn at display rate: nothing is allocated while the size of
 * the grid stays.
 */

import { bytesFromHex } from "../../model/colors.js";
import { openCanvas } from "../dom.js";
import { readColors } from "../page-colors.js";
import { traceContour } from "./contour.js";
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
const FINER = 3; // steps for one where colours have edges, which are not to be blurred

/**
 * @typedef {object} HeatmapPicture
 * @property {Float32Array} grid  (n_outputs, size, size)
 * @property {DatasetEvent} dataset
 * @property {boolean} discretize  show the class alone, not how sure it is
 */

export class Heatmap {
  #canvas;
  #context;
  #source = createSource();
  /** @type {Uint32Array} */ #table = new Uint32Array(256);
  /** @type {Uint32Array[]} */ #shades = [];
  #undefinedColor = 0;
  #lineColor = "";
  #haloColor = "";
  #fine = new Float32Array();
  #margins = new Float32Array();

  /** @param {HTMLCanvasElement} canvas  covers the plane exactly */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = openCanvas(canvas, { alpha: false });
  }

  /** Read the colours of the theme and the palette in force. */
  updateColors() {
    const colors = readColors([...CLASS_COLORS, "class-mid", "text", "surface", "border"]);
    this.#table = makeColorTable(colors["class-0"], colors["class-mid"], colors["class-1"], MAP_STRENGTH);
    this.#shades = CLASS_COLORS.map((name) => makeShades(colors["class-mid"], colors[name], MAP_STRENGTH));
    const [red, green, blue] = bytesFromHex(colors.border);
    this.#undefinedColor = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    this.#lineColor = colors.text;
    this.#haloColor = colors.surface;
  }

  /** @param {HeatmapPicture} picture */
  draw(picture) {
    const size = Math.round(Math.sqrt(picture.grid.length / picture.dataset.n_outputs));
    if (size < 2 || size * size * picture.dataset.n_outputs !== picture.grid.length) return;
    this.#writeSource(picture, size);
    const { width, height } = this.#canvas;
    const context = this.#context;
    context.setTransform(1, 0, 0, -1, 0, height);
    this.#source.drawOn(context, width, height);
    context.setTransform(width / (size - 1), 0, 0, -height / (size - 1), 0, height);
    this.#tracePath(picture, size);
    context.setTransform(1, 0, 0, 1, 0, 0);
    strokeBoundary(context, this.#lineColor, this.#haloColor);
  }

  /** @param {HeatmapPicture} picture @param {number} size */
  #writeSource({ grid, dataset, discretize }, size) {
    const isDiscrete = discretize && dataset.task !== "regression";
    const values = isDiscrete ? this.#refined(grid, dataset.n_outputs, size) : grid;
    const pixels = this.#source.resize(isDiscrete ? finerSize(size) : size);
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
    writeFinerInto(this.#fine, grid, size, FINER);
    return this.#fine;
  }

  /** @param {HeatmapPicture} picture @param {number} size */
  #tracePath({ grid, dataset: { n_outputs, target_range } }, size) {
    const context = this.#context;
    context.beginPath();
    if (n_outputs === 1) {
      traceContour(grid, size, (target_range[0] + target_range[1]) / 2, context);
      return;
    }
    if (this.#margins.length !== size ** 2) this.#margins = new Float32Array(size ** 2);
    for (let index = 0; index < n_outputs; index++) {
      writeMarginsInto(this.#margins, grid, index);
      traceContour(this.#margins, size, 0, context);
    }
  }
}

/** @param {number} size  of a grid */
const finerSize = (size) => (size - 1) * FINER + 1;

/** A small square canvas that is written pixel by pixel. */
function createSource() {
  const canvas = document.createElement("canvas");
  const context = openCanvas(canvas);
  /** @type {ImageData|null} */
  let image = null;
  let pixels = new Uint32Array();
  return {
    /** @param {number} size @returns {Uint32Array} */
    resize(size) {
      if (image?.width !== size) {
        canvas.width = size;
        canvas.height = size;
        image = context.createImageData(size, size);
        pixels = new Uint32Array(image.data.buffer);
      }
      return pixels;
    },
    /**
     * @param {CanvasRenderingContext2D} target
     * @param {number} width
     * @param {number} height
     */
    drawOn(target, width, height) {
      if (!image) return;
      context.putImageData(image, 0, 0);
      target.imageSmoothingQuality = "high";
      // Grid values lie on the edges of the plane, so that half a source pixel is outside.
      target.drawImage(canvas, 0.5, 0.5, image.width - 1, image.height - 1, 0, 0, width, height);
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} line
 * @param {string} halo
 */
function strokeBoundary(context, line, halo) {
  const scale = window.devicePixelRatio;
  context.lineCap = "round";
  context.strokeStyle = halo;
  context.lineWidth = 4 * scale;
  context.stroke();
  context.strokeStyle = line;
  context.lineWidth = 1.75 * scale;
  context.stroke();
}
