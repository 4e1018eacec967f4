/** A chart of the run as a drawing that can leave the page. Loaded when something is exported. */

import { makeTicks } from "../kit/plane/geometry.js";
import { createColumns, fillWithRun } from "./history.js";
import { ACCURACY, DASHES, LOSS, makeLines } from "./lines.js";
import { marksOf, zerosOf } from "./marks.js";
import { LETTER, stroke, TEXT, TITLE, words } from "./shapes.js";
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

export { curvesCsv } from "./csv.js";
export { drawingAsCanvas, drawingAsSvg } from "./drawing.js";
export { confusionDrawing } from "./still-confusion.js";
export { distributionsDrawing } from "./still-distributions.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Line} from "./chart.js" */
/** @import {Drawing} from "./drawing.js" */
/** @import {Columns, Row} from "./history.js" */
/** @import {Look} from "./shapes.js" */
/** @import {Range} from "./value-axis.js" */

/** @typedef {{toX: (epoch: number) => number, toY: (value: number) => number}} Axes  values as they are drawn */
/** @typedef {{at: number, hasLine: boolean, text: string}} Tick */

export const SIZE = { width: 720, height: 400 }; // px
const BOX = { left: 62, top: 50, right: 704, bottom: 356 };
const LINE = 1.75; // px
const SAMPLE = 22; // of a line, beside its name
const ARROW = 4;

/**
 * @param {"loss"|"accuracy"} name
 * @param {AppState} state
 * @param {Look} look
 * @returns {Drawing}
 */
export function chartDrawing(name, state, look) {
  const spec = name === "loss" ? LOSS : ACCURACY;
  const isLog = name === "loss" && state.view.log_scale;
  const { lines, data } = linesOf(name, state);
  const unit = unitOf(data);
  const drawn = inScale(data, isLog, unit);
  const [least, most] = endsOf(drawn);
  const range = isLog ? exponentRange(least, most) : (spec.range ?? linearRange(most));
  const epochs = /** @type {Range} */ ([0, Math.max(Number(data[0]?.at(-1) ?? 1), 1e-9)]);
  const axes = makeAxes(epochs, range);
  const ticks = isLog ? logTicks(range, spec.formatTick) : linearTicks(range, unit, spec.formatTick);
  const shapes = [
    ...grid(axes, ticks, epochs, look),
    ...lines.flatMap((line, index) => curve(line, drawn[0] ?? [], drawn[index + 1] ?? [], axes, look)),
    ...(isLog ? zeros(data, lines, axes, look) : []),
    ...events(state, axes, look),
    words(spec.title, [BOX.left, 26], look.colorOf("text"), { size: TITLE, isBold: true }),
    ...legend(lines, data, spec.format, look),
  ];
  return { ...SIZE, font: look.font, background: look.background, shapes };
}

/** @param {"loss"|"accuracy"} name @param {AppState} state */
function linesOf(name, { dataset, previous_history: previous, history, network }) {
  const { lines, levels } = makeLines(name, dataset, previous !== null);
  /** @type {Row[]} */
  const rows = ["epoch", `train_${name}`, `test_${name}`];
  const { columns, update } = createColumns(rows);
  update(history, network);
  const [epochs = []] = columns;
  const data = [...columns];
  if (previous) {
    /** @type {(number|null)[]} */
    const other = [];
    fillWithRun(other, previous, `test_${name}`, epochs);
    data.push(other);
  }
  for (const level of levels) data.push(epochs.map(() => level));
  return { lines, data };
}

/** The least and the greatest number of all lines. @param {Columns} data @returns {[number|null, number|null]} */
function endsOf([, ...columns]) {
  const values = columns.flat().filter((value) => value !== null);
  const ends = (/** @type {(a: number, b: number) => number} */ choose) =>
    values.length === 0 ? null : values.reduce((a, b) => choose(a, b));
  return [ends(Math.min), ends(Math.max)];
}

/** @param {Range} epochs @param {Range} range @returns {Axes} */
function makeAxes([first, last], [low, high]) {
  return {
    toX: (epoch) => BOX.left + ((epoch - first) / (last - first)) * (BOX.right - BOX.left),
    toY: (value) => BOX.bottom - ((value - low) / (high - low)) * (BOX.bottom - BOX.top),
  };
}

/** @param {Range} range  of exponents @param {(value: number) => string} format @returns {Tick[]} */
function logTicks([low, high], format) {
  const ticks = exponentTicks([low, high]);
  const withLine = wholePowers(ticks);
  const withNumber = numbered(ticks, (BOX.bottom - BOX.top) / (high - low), TEXT + 4);
  return ticks.map((at, index) => ({
    at,
    hasLine: withLine[index] !== null,
    text: withNumber[index] === null ? "" : format(powerOf(at)),
  }));
}

/** @param {Range} range @param {number} unit @param {(value: number) => string} format @returns {Tick[]} */
const linearTicks = (range, unit, format) =>
  makeTicks(range, 5).map((at) => ({ at, hasLine: true, text: format(at * unit) }));

/**
 * Lines at round numbers, with these.
 * @param {Axes} axes
 * @param {Tick[]} ticks  of the values
 * @param {Range} epochs
 * @param {Look} look
 */
function grid({ toX, toY }, ticks, epochs, { colorOf }) {
  const [border, muted] = [colorOf("border"), colorOf("text-muted")];
  const line = (/** @type {[number, number]} */ from, /** @type {[number, number]} */ to) =>
    stroke([from, to], border, 1);
  return [
    ...ticks.flatMap(({ at, hasLine, text }) => [
      ...(hasLine ? [line([BOX.left, toY(at)], [BOX.right, toY(at)])] : []),
      ...(text ? [words(text, [BOX.left - 8, toY(at) + 4], muted, { anchor: "end" })] : []),
    ]),
    ...makeTicks(epochs, 6).flatMap((epoch) => [
      line([toX(epoch), BOX.top], [toX(epoch), BOX.bottom]),
      words(String(epoch), [toX(epoch), BOX.bottom + 18], muted, { anchor: "middle" }),
    ]),
    words("epoch", [(BOX.left + BOX.right) / 2, BOX.bottom + 36], muted, { anchor: "middle" }),
  ];
}

/**
 * A line of a chart, in parts where it has gaps; a dot where it is one point.
 * @param {Line} line
 * @param {Columns[number]} epochs
 * @param {Columns[number]} values
 * @param {Axes} axes
 * @param {Look} look
 */
function curve({ color, mark }, epochs, values, { toX, toY }, { colorOf }) {
  /** @type {[number, number][][]} */
  const parts = [[]];
  values.forEach((value, at) => {
    if (value === null) parts.push([]);
    else parts.at(-1)?.push([toX(Number(epochs[at])), toY(value)]);
  });
  return parts
    .filter((points) => points.length > 0)
    .map((points) => {
      const [[x, y] = [0, 0]] = points;
      const dot = /** @type {[number, number][]} */ ([
        [x - 1.5, y],
        [x + 1.5, y],
      ]);
      return stroke(points.length > 1 ? points : dot, colorOf(color), LINE, DASHES[mark]);
    });
}

/** Numbers that a logarithmic axis has no place for. @param {Columns} data @param {Line[]} lines @param {Axes} axes @param {Look} look */
function zeros(data, lines, { toX }, { colorOf }) {
  return zerosOf(data).map(({ line, epoch }) => {
    const [x, y] = [toX(epoch), BOX.bottom];
    /** @type {[number, number][]} */
    const arrow = [[x - ARROW, y - 2 * ARROW], [x + ARROW, y - 2 * ARROW], [x, y]]; // biome-ignore format: three points
    return { ...stroke(arrow, colorOf(lines[line]?.color ?? "text"), 0), isFilled: true };
  });
}

/** @param {AppState} state @param {Axes} axes @param {Look} look */
function events(state, { toX }, { colorOf }) {
  return marksOf(state).flatMap(({ epoch, label }) => {
    const [x, color] = [Math.min(toX(epoch), BOX.right), colorOf("danger")];
    return [
      stroke(
        [
          [x, BOX.top],
          [x, BOX.bottom],
        ],
        color,
        1,
        [2, 2],
      ),
      words(label, [x - 4, BOX.top + 12], color, { anchor: "end" }),
    ];
  });
}

/**
 * Marks, names and the newest numbers, from the right.
 * @param {Line[]} lines
 * @param {Columns} data
 * @param {(value: number) => string} format
 * @param {Look} look
 */
function legend(lines, data, format, { colorOf }) {
  let right = BOX.right;
  return lines.toReversed().flatMap(({ label, color, mark }, index) => {
    const text = `${label} ${format(data[lines.length - index]?.at(-1) ?? Number.NaN)}`;
    const left = right - text.length * TEXT * LETTER;
    const sample = left - 6 - SAMPLE;
    right = sample - 16;
    return [
      stroke(
        [
          [sample, 22],
          [sample + SAMPLE, 22],
        ],
        colorOf(color),
        LINE,
        DASHES[mark],
      ),
      words(text, [left, 26], colorOf("text"), {}),
    ];
  });
}
