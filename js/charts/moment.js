/**
 * A chart at a moment of the past: what comes after it is grey, and a line stands where it is; other branches are grey.
 */

/** @import uPlot from "uplot" */
/** @import {Columns} from "./history.js" */

/**
 * The colour of a line: grey after the moment.
 * @param {uPlot} chart
 * @param {{color: string, grey: string, epoch: number|null}} options  epoch: of the moment; null: it is the newest
 * @returns {string|CanvasGradient}
 */
export function strokeAt(chart, { color, grey, epoch }) {
  const { ctx, bbox } = chart;
  if (epoch === null || bbox.width <= 0) return color;
  const share = (chart.valToPos(epoch, "x", true) - bbox.left) / bbox.width;
  if (!(share >= 0 && share < 1)) return color;
  const gradient = ctx.createLinearGradient(bbox.left, 0, bbox.left + bbox.width, 0);
  gradient.addColorStop(0, color);
  gradient.addColorStop(share, color);
  gradient.addColorStop(share, grey);
  gradient.addColorStop(1, grey);
  return gradient;
}

/** @param {uPlot} chart @param {{epoch: number, color: string}} moment */
export function drawMoment(chart, { epoch, color }) {
  const { ctx, bbox } = chart;
  const x = chart.valToPos(epoch, "x", true);
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** @param {uPlot} chart @param {Columns[]} others  epochs, then the same lines as the chart's first @param {string} grey */
export function drawOthers(chart, others, grey) {
  if (others.length === 0) return;
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = grey;
  ctx.lineWidth = devicePixelRatio;
  for (const [epochs = [], ...lines] of others) {
    lines.forEach((values, line) => {
      ctx.setLineDash(line === 0 ? [] : [6 * devicePixelRatio, 4 * devicePixelRatio]);
      ctx.beginPath();
      let isDown = false;
      epochs.forEach((epoch, at) => {
        const value = values[at] ?? null;
        if (epoch === null || value === null) {
          isDown = false;
          return;
        }
        const [x, y] = [chart.valToPos(epoch, "x", true), chart.valToPos(value, "y", true)];
        if (isDown) ctx.lineTo(x, y);
        else ctx.moveTo(x, y);
        isDown = true;
      });
      ctx.stroke();
    });
  }
  ctx.restore();
}
