/**
 * The network's output over the input plane as a smooth picture with the line where it is 0.5.
 * Drawn at display rate: nothing is allocated while the size of the grid stays.
 */

import { makeColorTable, parseHex, readColors } from "./colors.js";
import { traceContour } from "./contour.js";

const BOUNDARY = 0.5;
// Keeps a small canvas that is rewritten at every frame off the GPU: an upload there costs several
// times what drawing it costs, the more where the GPU is emulated.
const ON_CPU = { willReadFrequently: true };
// How pure the colours of outputs 0 and 1 are: by eye, so that samples stand out on the map.
const STRENGTH = 0.6;

/**
 * @param {HTMLCanvasElement} canvas  covers the plane exactly
 */
export function createHeatmap(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { alpha: false, ...ON_CPU })
  );
  const source = document.createElement("canvas");
  const sourceContext = /** @type {CanvasRenderingContext2D} */ (source.getContext("2d", ON_CPU));
  /** @type {ImageData} */
  let image;
  /** @type {Uint32Array} */
  let pixels;
  /** @type {Uint32Array} */
  let table = new Uint32Array(256);
  let undefinedColor = 0;
  let lineColor = "";
  let haloColor = "";

  /** @param {number} size */
  const resizeSource = (size) => {
    source.width = size;
    source.height = size;
    image = sourceContext.createImageData(size, size);
    pixels = new Uint32Array(image.data.buffer);
  };
  return {
    /** Read the colours of the theme and the palette in force. */
    updateColors() {
      const colors = readColors(["class-0", "class-mid", "class-1", "text", "surface", "border"]);
      table = makeColorTable(colors["class-0"], colors["class-mid"], colors["class-1"], STRENGTH);
      const [red, green, blue] = parseHex(colors.border);
      undefinedColor = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
      lineColor = colors.text;
      haloColor = colors.surface;
    },
    /**
     * @param {Float32Array} grid  (n_outputs, size, size); the first output is drawn
     * @param {number} size
     */
    draw(grid, size) {
      if (source.width !== size || !image) resizeSource(size);
      writeColorsInto(pixels, grid, table, undefinedColor);
      sourceContext.putImageData(image, 0, 0);
      const { width, height } = canvas;
      const [stepX, stepY] = [width / (size - 1), height / (size - 1)];
      context.setTransform(1, 0, 0, -1, 0, height);
      context.imageSmoothingQuality = "high";
      // Grid values lie on the edges of the plane, so that half a source pixel is outside.
      context.drawImage(source, 0.5, 0.5, size - 1, size - 1, 0, 0, width, height);
      context.setTransform(stepX, 0, 0, -stepY, 0, height);
      context.beginPath();
      traceContour(grid, size, BOUNDARY, context);
      context.setTransform(1, 0, 0, 1, 0, 0);
      strokeBoundary(context, lineColor, haloColor);
    },
  };
}

/**
 * @param {Uint32Array} pixels
 * @param {Float32Array} grid
 * @param {Uint32Array} table  256 colours for outputs 0 to 1
 * @param {number} undefinedColor  for outputs that are not a number
 */
function writeColorsInto(pixels, grid, table, undefinedColor) {
  for (let index = 0; index < pixels.length; index++) {
    const value = /** @type {number} */ (grid[index]);
    const level = value <= 0 ? 0 : value >= 1 ? 255 : (value * 255 + 0.5) | 0;
    pixels[index] = Number.isNaN(value) ? undefinedColor : /** @type {number} */ (table[level]);
  }
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
