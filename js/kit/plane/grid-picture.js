/** A picture of a grid of values over the plane, smoothed, with a line on it. Drawn at display rate. */

import { bytesFromHex } from "../../model/colors.js";
import { openCanvas } from "../dom.js";

/** @param {HTMLCanvasElement} canvas  covers the plane exactly @param {number} [scale]  pixels per CSS pixel, else the page's */
export function createGridPicture(canvas, scale) {
  // With alpha, though it is opaque: Chromium leaves holes in a WebGL canvas under an opaque one that moves.
  const context = openCanvas(canvas);
  const source = createSource();
  return {
    /** What is to be written before it is drawn. @param {number} size  of the grid of pixels @returns {Uint32Array} */
    resize: (size) => source.resize(size),

    /**
     * @param {number} size  of the grid in whose units (column, row) the line is traced
     * @param {(path: CanvasRenderingContext2D) => void} trace
     * @param {string} line  its colour
     * @param {string} halo
     */
    draw(size, trace, line, halo) {
      const { width, height } = canvas;
      context.setTransform(1, 0, 0, -1, 0, height);
      source.drawOn(context, width, height);
      context.setTransform(width / (size - 1), 0, 0, -height / (size - 1), 0, height);
      context.beginPath();
      trace(context);
      context.setTransform(1, 0, 0, 1, 0, 0);
      strokeBoundary(context, line, halo, scale ?? window.devicePixelRatio);
    },
  };
}

/** A colour as ImageData has it, little-endian RGBA. @param {string} text  #rrggbb */
export function pixelFromHex(text) {
  const [red, green, blue] = bytesFromHex(text);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
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
 * @param {number} scale
 */
function strokeBoundary(context, line, halo, scale) {
  context.lineCap = "round";
  context.strokeStyle = halo;
  context.lineWidth = 4 * scale;
  context.stroke();
  context.strokeStyle = line;
  context.lineWidth = 1.75 * scale;
  context.stroke();
}
