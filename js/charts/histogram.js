/**
 * One small histogram on a canvas, with the ends of its axis as text and zero marked.
 */

import { make, openCanvas, updateText } from "../kit/dom.js";
import { formatEnd } from "./distribution-text.js";

const ZERO_WIDTH = 1; // px

/** @typedef {{negative: string, positive: string, zero: string, axis: string}} HistogramColors */

/**
 * @typedef {object} Histogram
 * @property {Float32Array} counts  one per bin
 * @property {[number, number]} range  low end of the first bin, high end of the last
 */

/**
 * @param {string} label
 */
export function createHistogram(label) {
  const canvas = make("canvas", { role: "img", "aria-label": label });
  const [low, high] = [make("span"), make("span")];
  const element = make(
    "figure",
    {},
    make("figcaption", {}, label),
    canvas,
    make("div", { class: "distribution__ends", translate: "no" }, low, high),
  );
  const context = openCanvas(canvas);
  let size = { width: 0, height: 0 };
  return {
    element,
    canvas,
    /** Look how large it is: for all histograms before any is drawn, or each makes the browser lay out anew. */
    measure() {
      size = { width: canvas.clientWidth, height: canvas.clientHeight };
    },
    /**
     * @param {Histogram} histogram
     * @param {HistogramColors} colors
     */
    draw({ counts, range }, colors) {
      updateText(low, formatEnd(range[0]));
      updateText(high, formatEnd(range[1]));
      fitCanvas(canvas, size);
      context.clearRect(0, 0, canvas.width, canvas.height);
      drawBars(context, counts, range, colors);
      drawAxis(context, range, colors);
    },
    /** @param {string} text  for those who do not see it */
    describe: (text) => canvas.setAttribute("aria-label", text),
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{width: number, height: number}} size  CSS px
 */
function fitCanvas(canvas, size) {
  const width = Math.round(size.width * window.devicePixelRatio);
  const height = Math.round(size.height * window.devicePixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} counts
 * @param {[number, number]} range
 * @param {HistogramColors} colors
 */
function drawBars(context, counts, [low, high], { negative, positive }) {
  const { width, height } = context.canvas;
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (!(largest > 0)) return;
  const step = width / counts.length;
  counts.forEach((count, bin) => {
    const middle = low + ((bin + 0.5) / counts.length) * (high - low);
    const left = Math.round(bin * step);
    // What is there is seen: at least one pixel.
    const size = count > 0 ? Math.max(1, Math.round((count / largest) * (height - 2))) : 0;
    context.fillStyle = middle < 0 ? negative : positive;
    context.fillRect(left, height - 1 - size, Math.max(1, Math.round((bin + 1) * step) - left - 1), size);
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} range
 * @param {HistogramColors} colors
 */
function drawAxis(context, [low, high], { axis, zero }) {
  const { width, height } = context.canvas;
  context.fillStyle = axis;
  context.fillRect(0, height - 1, width, 1);
  if (!(low <= 0 && high >= 0 && high > low)) return;
  const line = Math.round(ZERO_WIDTH * window.devicePixelRatio);
  const x = Math.min(width - line, Math.round((-low / (high - low)) * width));
  context.fillStyle = zero;
  context.fillRect(x, 0, line, height);
}
