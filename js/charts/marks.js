/**
 * What a chart marks beside its lines: events of the run, and zeros, which have no place on a
 * logarithmic axis.
 */

/** @import uPlot from "uplot" */
/** @import {AppState} from "../model/state.js" */
/** @import {Columns} from "./history.js" */

/** @typedef {{epoch: number, label: string}} Mark */

const ARROW = 4; // px: half of the width of a zero's mark
const LABEL_GAP = 4; // px between a mark's line and its word

/**
 * The events of the run in force.
 * @param {Pick<AppState, "status"|"divergence"> & {network: Pick<AppState["network"], "steps_per_epoch">}} state
 * @returns {Mark[]}
 */
export function marksOf({ status, divergence, network }) {
  if (status !== "diverged" || divergence === null) return [];
  return [{ epoch: divergence.step / network.steps_per_epoch, label: "diverged" }];
}

/**
 * The places of the numbers that a logarithmic axis cannot show because they are 0.
 * @param {Columns} columns  epochs, then one column per line
 * @returns {{line: number, epoch: number}[]}
 */
export function zerosOf([epochs = [], ...lines]) {
  return lines.flatMap((column, line) =>
    column.flatMap((value, at) => (value === 0 ? [{ line, epoch: Number(epochs[at]) }] : [])),
  );
}

/**
 * Draw marks onto a chart, after its lines.
 * @param {uPlot} chart
 * @param {{marks: Mark[], zeros: ReturnType<typeof zerosOf>, color: string, lineColors: string[]}} options
 */
export function drawMarks(chart, { marks, zeros, color, lineColors }) {
  const { ctx, bbox } = chart;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.font = `${11 * scale}px ${getComputedStyle(chart.root).fontFamily}`;
  ctx.textBaseline = "top";
  for (const { epoch, label } of marks) {
    const x = Math.min(chart.valToPos(epoch, "x", true), bbox.left + bbox.width);
    ctx.setLineDash([2 * scale, 2 * scale]);
    ctx.lineWidth = scale;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const isLeft = x + ctx.measureText(label).width + LABEL_GAP * scale > bbox.left + bbox.width;
    ctx.textAlign = isLeft ? "right" : "left";
    ctx.fillText(label, x + (isLeft ? -LABEL_GAP : LABEL_GAP) * scale, bbox.top);
  }
  const bottom = bbox.top + bbox.height;
  for (const { line, epoch } of zeros) {
    const x = chart.valToPos(epoch, "x", true);
    ctx.fillStyle = lineColors[line] ?? color;
    ctx.beginPath();
    ctx.moveTo(x - ARROW * scale, bottom - 2 * ARROW * scale);
    ctx.lineTo(x + ARROW * scale, bottom - 2 * ARROW * scale);
    ctx.lineTo(x, bottom);
    ctx.fill();
  }
  ctx.restore();
}
