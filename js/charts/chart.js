/**
 * One line chart over epochs: axes, grid, lines told apart without colour, and a legend that shows
 * the numbers at the pointer, else the newest.
 */

import uPlot from "uplot";
import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { createPace } from "../kit/pace.js";
import { colorOf } from "../kit/page-colors.js";
import { createSizeWatch } from "../kit/size-watch.js";
import { createCursor } from "./cursor.js";
import { createLegend } from "./legend.js";
import { DASHES } from "./lines.js";
import { drawMarks, zerosOf } from "./marks.js";
import { drawMoment, drawOthers, strokeAt } from "./moment.js";
import {
  exponentRange,
  exponentTicks,
  inScale,
  linearRange,
  numbered,
  powerOf,
  unitOf,
  wholePowers,
} from "./value-axis.js";

/** @import {Columns} from "./history.js" */
/** @import {Mark} from "./marks.js" */

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} label
 * @property {string} color  a custom property of style.css, without the dashes
 * @property {"solid"|"dashed"|"dotted"} mark
 * @property {string} hint
 */

/**
 * @typedef {object} ChartSpec
 * @property {string} name
 * @property {string} title
 * @property {string} hint
 * @property {(value: number) => string} format  of a value in the legend
 * @property {(value: number) => string} formatTick
 * @property {[number, number]|null} range  of the y axis; null is from 0 to the largest value
 */

/** @typedef {{lines: Line[], isLog: boolean}} ChartStyle */
/**
 * @typedef {object} Moment  What of the data is shown elsewhere in the page.
 * @property {number} at  its place in the columns
 * @property {boolean} isPast  what comes after it was trained before
 * @property {Columns[]} others  other branches of the run
 */

const GREY = "border-control"; // of what is not shown
const DESCRIPTION_PAUSE = 1000; // ms between two updates of what screen readers read
const NUMBER_ROOM = { log: 14, linear: 28 }; // px of the upright axis

/**
 * @param {HTMLElement} element
 * @param {ChartSpec} spec
 * @param {Node[]} tools  what else stands in the chart's head
 * @param {() => void} onDrawn  its axes may have moved
 */
export function createChart(element, spec, tools, onDrawn) {
  const plot = make("div", { class: "chart__plot", role: "img", tabindex: 0, "aria-label": spec.title });
  const legend = createLegend(spec);
  const title = make("h2", { class: "panel__title" }, spec.title);
  const head = make("div", { class: "chart__head" }, title, ...tools, legend.element);
  element.append(head, plot);
  element.append(createHint(plot, { text: spec.hint, side: "left" }));

  /** @type {uPlot|null} */
  let chart = null;
  /** @type {Columns} */
  let data = [];
  /** @type {Mark[]} */
  let marks = [];
  /** @type {ChartStyle} */
  let style = { lines: [], isLog: false };
  /** @type {Moment} */
  let moment = { at: 0, isPast: false, others: [] };
  let unit = 1; // of the upright axis, where it is not logarithmic
  const scaled = (/** @type {Columns} */ columns) => inScale(columns, style.isLog, unit);
  const shown = () => {
    unit = unitOf(data);
    return /** @type {uPlot.AlignedData} */ (scaled(data));
  };
  const name = createName(plot, () => describe(spec, style.lines, data, moment.at, marks));
  const cursor = createCursor(plot, () => chart, {
    describe: (at) => describe(spec, style.lines, data, at),
  });
  const showNumbers = () => legend.render(data, cursor.index() ?? moment.at);
  // Told of the size after the frame's own layout, when the legend has its numbers and lines: before, it is not the last.
  const lookAtSize = createSizeWatch(plot, () => {
    const { clientWidth: width, clientHeight: height } = plot;
    if (width === 0 || height === 0) return;
    if (chart) {
      chart.setSize({ width, height });
      return;
    }
    const around = { unit: () => unit, epoch: () => epochOf(data, moment), last: () => lastOf(moment) };
    chart = new uPlot({ ...makeOptions(spec, style, around), width, height }, shown(), plot);
    chart.hooks.setCursor = [cursor.update, showNumbers];
    chart.hooks.drawAxes = [(drawn) => drawOthers(drawn, moment.others.map(scaled), colorOf(GREY))];
    chart.hooks.draw = [(drawn) => drawEvents(drawn, { style, data, marks, moment }), onDrawn];
  });
  return {
    plot,
    getChart: () => chart,
    /** @param {ChartStyle} next */
    restyle(next) {
      style = next;
      legend.setLines(next.lines);
      chart?.destroy();
      chart = null;
      lookAtSize();
    },
    /**
     * Show the newest numbers beside the names.
     * @param {Columns} next  epochs, then one column per line
     * @param {Moment} shown
     */
    showNumbers(next, shown) {
      data = next;
      moment = shown;
      showNumbers();
    },
    /** @param {Columns} next @param {Mark[]} events @param {boolean} isLast  no other follows by itself */
    draw(next, events, isLast) {
      data = next;
      marks = events;
      chart?.setData(shown());
      showNumbers();
      name.update(isLast);
    },
  };
}

/**
 * What screen readers read of a chart. As long as it has the focus and training goes on, that stays: they would read
 * out every other one.
 * @param {HTMLElement} plot
 * @param {() => string} describeIt
 */
function createName(plot, describeIt) {
  let isAtRest = true;
  const pace = createPace(DESCRIPTION_PAUSE, () => {
    if (isAtRest || plot.ownerDocument.activeElement !== plot) plot.setAttribute("aria-label", describeIt());
  });
  plot.addEventListener("blur", () => pace.request());
  return {
    /** @param {boolean} isLast  no other follows by itself */
    update(isLast) {
      isAtRest = isLast;
      pace.request();
    },
  };
}

/**
 * @param {ChartSpec} spec
 * @param {Line[]} lines
 * @param {Columns} data
 * @param {number} at
 * @param {Mark[]} [marks]
 */
function describe({ title, format }, lines, data, at, marks = []) {
  const epoch = data[0]?.[at];
  if (epoch === undefined || epoch === null) return `${title} by epoch: nothing yet`;
  const values = lines.map(({ label }, index) => `${label} ${format(data[index + 1]?.[at] ?? Number.NaN)}`);
  const events = marks.map((mark) => `; ${mark.label} at epoch ${Number(mark.epoch.toFixed(2))}`);
  return `${title} by epoch, at epoch ${Number(epoch.toFixed(2))}: ${values.join(", ")}${events.join("")}`;
}

/**
 * What stands over the lines: the moment, events, and zeros that a logarithmic axis cannot show.
 * @param {uPlot} chart @param {{style: ChartStyle, data: Columns, marks: Mark[], moment: Moment}} shown
 */
function drawEvents(chart, { style, data, marks, moment }) {
  const epoch = epochOf(data, moment);
  if (epoch !== null) drawMoment(chart, { epoch, color: colorOf("text-muted") });
  const zeros = style.isLog ? zerosOf(data) : [];
  if (marks.length === 0 && zeros.length === 0) return;
  const lineColors = style.lines.map(({ color }) => colorOf(color));
  drawMarks(chart, { marks, zeros, color: colorOf("danger"), lineColors });
}

/** The last epoch of the other branches; 0: there are none. @param {Moment} moment */
const lastOf = ({ others }) => Math.max(...others.map(([epochs]) => Number(epochs?.at(-1) ?? 0)), 0);

/** Where the line of a moment of the past stands; null: it is none. @param {Columns} data @param {Moment} moment */
const epochOf = (data, { at, isPast }) => (isPast ? (data[0]?.[at] ?? null) : null);

/**
 * @param {ChartSpec} spec
 * @param {ChartStyle} chartStyle
 * @param {{unit: () => number, epoch: () => number|null, last: () => number}} around  of the upright axis; of the
 *   moment; the last epoch of what else is drawn
 * @returns {Omit<uPlot.Options, "width"|"height">}
 */
function makeOptions({ formatTick, range }, { lines, isLog }, { unit, epoch, last }) {
  const color = colorOf;
  const grey = color(GREY);
  const axis = {
    font: `11px ${color("font")}`,
    stroke: color("text-muted"),
    grid: { stroke: color("border"), width: 1 },
    ticks: { stroke: color("border"), width: 1, size: 4 },
  };
  return {
    legend: { show: false },
    padding: [8, 17, 0, 0], // to the right: half of an epoch as wide as 99999
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (_, min, max) => [min ?? 0, Math.max(max > min ? max : min + 1, last())] },
      y: {
        range: isLog
          ? (_, min, max) => exponentRange(min, max)
          : (range ?? ((_, __, max) => linearRange(max))),
      },
    },
    axes: [
      { ...axis, size: 26, gap: 4, space: 48, values: (_, ticks) => ticks.map(formatEpoch) },
      { ...axis, gap: 5, ...(isLog ? logAxis(axis, formatTick) : linearAxis(formatTick, unit)) },
    ],
    series: [
      {},
      ...lines.map(({ label, color: name, mark }) => ({
        label,
        stroke: (/** @type {uPlot} */ drawn) => strokeAt(drawn, { color: color(name), grey, epoch: epoch() }),
        width: 1.75,
        ...(DASHES[mark] && { dash: DASHES[mark] }),
        // A line of one point is a dot, or nothing would be seen after the first step.
        points: { show: (/** @type {uPlot} */ { data }) => data[0].length === 1, size: 6 },
      })),
    ],
  };
}

/** @param {ChartSpec["formatTick"]} formatTick @param {() => number} getUnit @returns {uPlot.Axis} */
function linearAxis(formatTick, getUnit) {
  return {
    size: 42,
    space: NUMBER_ROOM.linear,
    values: (_, ticks) => ticks.map((tick) => formatTick(tick * getUnit())),
  };
}

/** @param {uPlot.Axis} axis @param {ChartSpec["formatTick"]} formatTick @returns {uPlot.Axis} */
function logAxis({ grid, ticks }, formatTick) {
  const filter = (/** @type {uPlot} */ _, /** @type {number[]} */ splits) => wholePowers(splits);
  return {
    size: 50,
    space: NUMBER_ROOM.log,
    grid: { ...grid, filter },
    ticks: { ...ticks, filter },
    splits: (_, __, low, high) => exponentTicks([low, high]),
    filter: (chart, splits) => {
      const decade = Math.abs(chart.valToPos(1, "y") - chart.valToPos(0, "y"));
      return numbered(splits, decade, NUMBER_ROOM.log);
    },
    values: (_, splits) => splits.map((tick) => (tick === null ? "" : formatTick(powerOf(tick)))),
  };
}

/**
 * The first tick says what the axis is.
 * @param {number} epoch
 * @param {number} index
 */
function formatEpoch(epoch, index) {
  const number = epoch < 100_000 ? String(epoch) : formatCompact(epoch);
  return index === 0 ? `epoch ${number}` : number;
}

/** @type {Intl.NumberFormat|undefined} */
let compact; // not made before it is needed: the first use of Intl takes as long as a frame or three

/** @param {number} value @returns {string}  such as 250K, 1.25M */
function formatCompact(value) {
  compact ??= new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
  return compact.format(value);
}
