/**
 * The network's output over the input plane as a smooth picture: the lines between classes, or for
 * a number the line of the middle. Drawn at display rate: nothing is allocated while the size of
 * the grid stays.
 */

import { openCanvas } from "../../kit/dom.js";
import { readColors } from "../../kit/page-colors.js";
import { bytesFromHex } from "../../model/colors.js";
import { traceContour } from "./contour.js";
import {
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
// How pure the map's purest colours are: by eye, so that samples stand out on it. style/plane.css
// has the same number for the colour bar.
const STRENGTH = 0.6;
const FINER = 3; // steps for one where colours have edges, which are not to be blurred

/**
 * @typedef {object} HeatmapPicture
 * @property {Float32Array} grid  (n_outputs, size, size)
 * @property {DatasetEvent} dataset
 * @property {boolean} discretize  show the class alone, not how sure it is
 */

/**
 * @param {HTMLCanvasElement} canvas  covers the plane exactly
 */
export function createHeatmap(canvas) {
  const context = openCanvas(canvas, { alpha: false });
  const source = createSource();
  /** @type {Uint32Array} */
  let table = new Uint32Array(256);
  /** @type {Uint32Array[]} */
  let shades = [];
  let undefinedColor = 0;
  let lineColor = "";
  let haloColor = "";
  let fine = new Float32Array();
  let margins = new Float32Array();

  /** @param {HeatmapPicture} picture @param {number} size */
  const writeSource = ({ grid, dataset, discretize }, size) => {
    const isDiscrete = discretize && dataset.task !== "regression";
    let values = grid;
    let sourceSize = size;
    if (isDiscrete) {
      sourceSize = (size - 1) * FINER + 1;
      const length = dataset.n_outputs * sourceSize ** 2;
      if (fine.length !== length) fine = new Float32Array(length);
      writeFinerInto(fine, grid, size, FINER);
      values = fine;
    }
    const pixels = source.resize(sourceSize);
    if (dataset.n_outputs > 1) {
      const how = { range: dataset.target_range, undefinedColor, isSure: isDiscrete };
      writeClassColorsInto(pixels, values, shades, how);
    } else {
      const n_levels = isDiscrete ? 2 : 256;
      writeScalarColorsInto(pixels, values, table, { range: dataset.target_range, undefinedColor, n_levels });
    }
  };
  /** @param {HeatmapPicture} picture @param {number} size */
  const tracePath = ({ grid, dataset: { n_outputs, target_range } }, size) => {
    context.beginPath();
    if (n_outputs === 1) {
      traceContour(grid, size, (target_range[0] + target_range[1]) / 2, context);
      return;
    }
    if (margins.length !== size ** 2) margins = new Float32Array(size ** 2);
    for (let index = 0; index < n_outputs; index++) {
      writeMarginsInto(margins, grid, index);
      traceContour(margins, size, 0, context);
    }
  };
  return {
    /** Read the colours of the theme and the palette in force. */
    updateColors() {
      const colors = readColors([...CLASS_COLORS, "class-mid", "text", "surface", "border"]);
      table = makeColorTable(colors["class-0"], colors["class-mid"], colors["class-1"], STRENGTH);
      shades = CLASS_COLORS.map((name) => makeShades(colors["class-mid"], colors[name], STRENGTH));
      const [red, green, blue] = bytesFromHex(colors.border);
      undefinedColor = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
      lineColor = colors.text;
      haloColor = colors.surface;
    },
    /** @param {HeatmapPicture} picture */
    draw(picture) {
      const size = Math.round(Math.sqrt(picture.grid.length / picture.dataset.n_outputs));
      if (size < 2 || size * size * picture.dataset.n_outputs !== picture.grid.length) return;
      writeSource(picture, size);
      const { width, height } = canvas;
      context.setTransform(1, 0, 0, -1, 0, height);
      source.drawOn(context, width, height);
      context.setTransform(width / (size - 1), 0, 0, -height / (size - 1), 0, height);
      tracePath(picture, size);
      context.setTransform(1, 0, 0, 1, 0, 0);
      strokeBoundary(context, lineColor, haloColor);
    },
  };
}

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
