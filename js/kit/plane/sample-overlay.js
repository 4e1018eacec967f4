/**
 * Axes and samples over the input plane. Redrawn only when one of them changes.
 */

import { mixHex } from "../../model/colors.js";
import { clearCanvas, openCanvas } from "../dom.js";
import { formatShort } from "../format.js";
import { readColors } from "../page-colors.js";
import { makeTicks, toPixelX, toPixelY } from "./geometry.js";
import { CLASS_COLORS } from "./heatmap.js";
import { makeColorTable, SAMPLE_INK, targetClass } from "./heatmap-colors.js";

/** @import {DatasetEvent} from "../../protocol.js" */
/** @import {Touched} from "../../model/view.js" */
/** @import {PlaneBox} from "./geometry.js" */

export const COLOR_NAMES = /** @type {const} */ ([
  ...CLASS_COLORS,
  "class-mid",
  "text",
  "text-muted",
  "surface",
  "border-control",
]);
const RADIUS = 3.6; // px
const FONT_SIZE = "11px";
const TICK = 4; // px
const N_TICKS = 6; // about
export const FADED = 0.3; // opacity of samples that a line of code does not compute with, beside some that it does

/** @typedef {Record<(typeof COLOR_NAMES)[number], string>} OverlayColors */

/**
 * @typedef {object} Overlay
 * @property {DatasetEvent} dataset
 * @property {boolean} show_test
 * @property {Touched|null} touched
 * @property {PlaneBox} box
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{scale?: number, font?: string}} [options]  of a canvas that is not on the page: pixels per CSS pixel, and what
 *   text is set in
 */
export function createSampleOverlay(canvas, { scale, font = getComputedStyle(canvas).fontFamily } = {}) {
  const context = openCanvas(canvas);
  let colors = /** @type {OverlayColors} */ (readColors([...COLOR_NAMES]));
  return {
    updateColors() {
      colors = readColors([...COLOR_NAMES]);
    },
    /** @param {Overlay} overlay */
    draw({ dataset, show_test, touched, box }) {
      clearCanvas(context, scale);
      context.font = `${FONT_SIZE} ${font}`;
      drawAxes(context, colors, dataset.domain, box);
      const { domain, train_inputs, train_targets, test_inputs, test_targets } = dataset;
      const how = { domain, box, outline: colors.surface };
      const lit = touched?.samples ?? [];
      if (lit.length > 0) context.globalAlpha = FADED;
      if (show_test) {
        const colorOf = makeTargetColor(dataset, test_targets, colors);
        drawSamples(context, test_inputs, { ...how, mark: testMark, colorOf });
      }
      const colorOf = makeTargetColor(dataset, train_targets, colors);
      drawSamples(context, train_inputs, { ...how, mark: trainMark, colorOf });
      context.globalAlpha = 1;
      drawSamples(context, train_inputs, { ...how, outline: colors.text, mark: trainMark, colorOf }, lit);
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {OverlayColors} colors
 * @param {[number, number]} domain
 * @param {PlaneBox} box
 */
function drawAxes(context, colors, domain, box) {
  const bottom = box.top + box.size;
  context.fillStyle = colors["text-muted"];
  context.strokeStyle = colors["border-control"];
  context.lineWidth = 1;
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.size + 1, box.size + 1);
  context.beginPath();
  for (const tick of makeTicks(domain, N_TICKS)) {
    const x = Math.round(toPixelX(box, domain, tick)) + 0.5;
    const y = Math.round(toPixelY(box, domain, tick)) + 0.5;
    context.moveTo(x, bottom);
    context.lineTo(x, bottom + TICK);
    context.moveTo(box.left, y);
    context.lineTo(box.left - TICK, y);
    drawLabel(context, formatShort(tick), x, bottom + 14, "center");
    drawLabel(context, formatShort(tick), box.left - 7, y, "right");
  }
  context.stroke();
  context.font = `italic ${context.font}`;
  context.fillStyle = colors.text;
  // In the gap between the last two labels, where no tick stands.
  drawLabel(context, "x₁", toPixelX(box, domain, midOfLastGap(domain)), bottom + 14, "center");
  drawLabel(context, "x₂", box.left - 7, toPixelY(box, domain, midOfLastGap(domain)), "right");
}

/**
 * @param {[number, number]} domain
 */
function midOfLastGap(domain) {
  const [before = domain[0], last = domain[1]] = makeTicks(domain, N_TICKS).slice(-2);
  return (before + last) / 2;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {CanvasTextAlign} align
 */
function drawLabel(context, text, x, y, align) {
  context.textAlign = align;
  context.textBaseline = "middle";
  context.fillText(text, x, y);
}

/**
 * @typedef {(context: CanvasRenderingContext2D, outline: string, color: string, x: number, y: number) => void} Mark
 */

/** @type {Mark} */
function trainMark(context, outline, color, x, y) {
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.strokeStyle = outline;
  context.lineWidth = 1.2;
  context.stroke();
}

/** A hollow diamond on a halo. @type {Mark} */
function testMark(context, outline, color, x, y) {
  const reach = RADIUS + 0.6;
  context.beginPath();
  context.moveTo(x, y - reach);
  context.lineTo(x + reach, y);
  context.lineTo(x, y + reach);
  context.lineTo(x - reach, y);
  context.closePath();
  context.strokeStyle = outline;
  context.lineWidth = 3.4;
  context.stroke();
  context.strokeStyle = color;
  context.lineWidth = 1.7;
  context.stroke();
}

/**
 * The colour of each sample: that of the map for its class or its target, on the way to that of text.
 * @param {DatasetEvent} dataset
 * @param {Float32Array} targets  (n_outputs, n_samples)
 * @param {OverlayColors} colors
 * @returns {(sample: number) => string}
 */
export function makeTargetColor({ task, n_outputs, target_range: [low, high] }, targets, colors) {
  const inked = (/** @type {string} */ color) => mixHex(color, colors.text, SAMPLE_INK);
  if (task !== "regression") {
    const marks = CLASS_COLORS.map((name) => inked(colors[name]));
    return (sample) => marks[targetClass(targets, n_outputs, sample)] ?? colors.text;
  }
  const ends = /** @type {const} */ (["class-0", "class-mid", "class-1"]).map((name) => inked(colors[name]));
  const table = makeColorTable(ends[0] ?? "", ends[1] ?? "", ends[2] ?? "", 1);
  return (sample) => {
    const position = (Number(targets[sample]) - low) / (high - low);
    const rgba = Number(table[Math.round(Math.max(0, Math.min(1, position)) * 255)]);
    return `rgb(${rgba & 255} ${(rgba >> 8) & 255} ${(rgba >> 16) & 255})`;
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} inputs  (2, n_samples)
 * @param {{domain: [number, number], box: PlaneBox, outline: string, mark: Mark, colorOf: (sample: number) => string}} how
 * @param {Iterable<number>} [which]  all, if not given
 */
function drawSamples(context, inputs, { domain, box, outline, mark, colorOf }, which) {
  const n = inputs.length / 2;
  for (const index of which ?? Array(n).keys()) {
    const x = toPixelX(box, domain, Number(inputs[index]));
    mark(context, outline, colorOf(index), x, toPixelY(box, domain, Number(inputs[n + index])));
  }
}
