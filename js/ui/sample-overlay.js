/**
 * Axes and samples over the input plane. Redrawn only when one of them changes.
 */

import { readColors } from "./colors.js";
import { formatShort } from "./format.js";
import { makeTicks, toPixelX, toPixelY } from "./plane.js";

/** @import {DatasetEvent} from "../protocol.js" */
/** @import {PlaneBox} from "./plane.js" */

const COLOR_NAMES = /** @type {const} */ ([
  "class-0",
  "class-1",
  "text",
  "text-muted",
  "surface",
  "border-control",
]);
const RADIUS = 3.6; // px
const FONT_SIZE = "11px";
const TICK = 4; // px
const N_TICKS = 6; // about

/** @typedef {Record<(typeof COLOR_NAMES)[number], string>} OverlayColors */

/**
 * @typedef {object} Overlay
 * @property {DatasetEvent} dataset
 * @property {boolean} show_test
 * @property {number|null} sample
 * @property {PlaneBox} box
 */

/**
 * @param {HTMLCanvasElement} canvas
 */
export function createSampleOverlay(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const font = getComputedStyle(canvas).fontFamily;
  let colors = /** @type {OverlayColors} */ (readColors([...COLOR_NAMES]));
  return {
    updateColors() {
      colors = readColors([...COLOR_NAMES]);
    },
    /** @param {Overlay} overlay */
    draw({ dataset, show_test, sample, box }) {
      const scale = window.devicePixelRatio;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.font = `${FONT_SIZE} ${font}`;
      drawAxes(context, colors, dataset.domain, box);
      const { domain } = dataset;
      if (show_test) {
        drawSamples(context, colors, dataset.test_inputs, dataset.test_targets, {
          domain,
          box,
          mark: testMark,
        });
      }
      drawSamples(context, colors, dataset.train_inputs, dataset.train_targets, {
        domain,
        box,
        mark: trainMark,
      });
      if (sample !== null) drawRing(context, colors, dataset, sample, box);
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
 * @typedef {(context: CanvasRenderingContext2D, colors: OverlayColors, color: string, x: number, y: number) => void} Mark
 */

/** @type {Mark} */
function trainMark(context, colors, color, x, y) {
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.strokeStyle = colors.surface;
  context.lineWidth = 1.2;
  context.stroke();
}

/** A hollow diamond on a halo. @type {Mark} */
function testMark(context, colors, color, x, y) {
  const reach = RADIUS + 0.6;
  context.beginPath();
  context.moveTo(x, y - reach);
  context.lineTo(x + reach, y);
  context.lineTo(x, y + reach);
  context.lineTo(x - reach, y);
  context.closePath();
  context.strokeStyle = colors.surface;
  context.lineWidth = 3.4;
  context.stroke();
  context.strokeStyle = color;
  context.lineWidth = 1.7;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {OverlayColors} colors
 * @param {Float32Array} inputs  (2, n_samples)
 * @param {Float32Array} targets  (1, n_samples), in {0, 1}
 * @param {{domain: [number, number], box: PlaneBox, mark: Mark}} how
 */
function drawSamples(context, colors, inputs, targets, { domain, box, mark }) {
  const n = inputs.length / 2;
  for (let index = 0; index < n; index++) {
    const color = (targets[index] ?? 0) > 0.5 ? colors["class-1"] : colors["class-0"];
    const x = toPixelX(box, domain, inputs[index] ?? 0);
    mark(context, colors, color, x, toPixelY(box, domain, inputs[n + index] ?? 0));
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {OverlayColors} colors
 * @param {DatasetEvent} dataset
 * @param {number} sample
 * @param {PlaneBox} box
 */
function drawRing(context, colors, { train_inputs, domain }, sample, box) {
  const x1 = train_inputs[sample];
  const x2 = train_inputs[train_inputs.length / 2 + sample];
  if (x1 === undefined || x2 === undefined) return;
  context.beginPath();
  context.arc(toPixelX(box, domain, x1), toPixelY(box, domain, x2), RADIUS + 5, 0, 2 * Math.PI);
  context.strokeStyle = colors.surface;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = colors.text;
  context.lineWidth = 2.2;
  context.stroke();
}
