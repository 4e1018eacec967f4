/**
 * The loss and the accuracy over the run. Drawn at a pace of its own, one chart at a time, so that
 * no frame of a training run pays for both; as soon as training stops, to its very end.
 */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { makeId } from "../kit/ids.js";
import { createPace } from "../kit/pace.js";
import { curvesOf, filmOf } from "../model/film.js";
import { createChart } from "./chart.js";
import { createColumns, fillWithRun } from "./history.js";
import { ACCURACY, LOSS, makeLines } from "./lines.js";
import { marksOf } from "./marks.js";
import { othersOf } from "./others.js";
import { createTimelines } from "./timelines.js";

/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */
/** @import {ChartSpec} from "./chart.js" */
/** @import {Columns, Row} from "./history.js" */
/** @import {Mark} from "./marks.js" */
/** @import {FilmOptions} from "./timelines.js" */

const PACE = 100; // ms between two drawings, so that each chart is drawn five times a second

/**
 * @param {HTMLElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void} & FilmOptions} options
 */
export function createCharts(element, { onView, ...film }) {
  const log = makeLogToggle(onView);
  const loss = createCurve(element, LOSS, ["epoch", "train_loss", "test_loss"], [log.element]);
  const accuracy = createCurve(element, ACCURACY, ["epoch", "train_accuracy", "test_accuracy"]);
  const curves = [loss, accuracy];
  const timelines = createTimelines(curves, film);
  /** @type {AppState|null} */
  let state = null;
  let turn = 0;
  const pace = createPace(PACE, () => {
    if (!state) return;
    for (const curve of curves) curve.update(state);
    timelines.render(state);
    turn = (turn + 1) % curves.length;
    curves[turn]?.draw(state.status !== "training");
    if (curves.some((curve) => curve.isDue())) pace.request();
  });
  return {
    /** @param {AppState} next */
    render(next) {
      const last = state;
      state = next;
      const changes = compare(last, next);
      if (changes.look) {
        log.input.checked = next.view.log_scale;
        accuracy.element.hidden = next.dataset.task === "regression";
        loss.restyle(next, next.view.log_scale);
        accuracy.restyle(next, false);
      }
      if (changes.look || (changes.numbers && next.status !== "training")) {
        for (const curve of curves) {
          curve.update(next);
          curve.draw(next.status !== "training");
        }
        timelines.render(next);
      } else if (changes.numbers) {
        pace.request();
      }
    },
  };
}

/**
 * @param {AppState|null} last
 * @param {AppState} next
 */
function compare(last, next) {
  const look =
    last?.view.theme !== next.view.theme ||
    last.previous_history !== next.previous_history ||
    last.view.palette !== next.view.palette ||
    last.view.log_scale !== next.view.log_scale ||
    last.dataset !== next.dataset;
  const numbers =
    last?.history !== next.history ||
    last.network !== next.network ||
    last.past !== next.past ||
    last.status !== next.status ||
    last.divergence !== next.divergence;
  return { look, numbers };
}

/**
 * One chart with what it shows.
 * @param {HTMLElement} parent
 * @param {ChartSpec & {name: "loss"|"accuracy"}} spec
 * @param {Row[]} rows
 * @param {Node[]} [tools]
 */
function createCurve(parent, spec, rows, tools) {
  const element = make("div", { class: `chart chart--${spec.name}` });
  parent.append(element);
  const listeners = new Set();
  const chart = createChart(element, spec, tools ?? [], () => {
    for (const listener of listeners) listener();
  });
  const history = createColumns(rows);
  /** @type {number[]} */
  let levels = [];
  let data = history.columns;
  /** @type {Float64Array|null} */
  let previous = null;
  /** @type {Mark[]} */
  let marks = [];
  let isDue = false;
  /** The other branches, of the past that they were made of. @type {{past: AppState["past"], leaf: number, columns: Columns[]}|null} */
  let others = null;
  return {
    element,
    plot: chart.plot,
    getChart: chart.getChart,
    onDrawn: (/** @type {() => void} */ listener) => listeners.add(listener),
    isDue: () => isDue && !element.hidden,
    /** @param {AppState} state @param {boolean} isLog */
    restyle({ dataset, previous_history }, isLog) {
      previous = previous_history;
      const found = makeLines(spec.name, dataset, previous !== null);
      levels = found.levels;
      data = [...history.columns, ...(previous ? [[]] : []), ...levels.map(() => [])];
      chart.restyle({ lines: found.lines, isLog });
    },
    /** Take over the newest numbers, and show them beside the names. @param {AppState} state */
    update(state) {
      const { history: recorded, network } = state;
      marks = marksOf(state);
      const { past, leaf } = state;
      const { isPast, end, branch } = filmOf(state);
      const at = history.update(recorded, network, isPast ? { table: curvesOf(past, branch), end } : null);
      if (others?.past !== past || others.leaf !== leaf)
        others = { past, leaf, columns: othersOf(past, leaf, rows) };
      const moment = { at, isPast, others: others.columns };
      const n = history.columns[0]?.length ?? 0;
      const test = rows.at(-1);
      if (previous && test) fillWithRun(data[rows.length] ?? [], previous, test, history.columns[0] ?? []);
      levels.forEach((level, index) => {
        const column = data[data.length - levels.length + index] ?? [];
        column.length = n;
        column.fill(level);
      });
      isDue = true;
      if (!element.hidden) chart.showNumbers(data, moment);
    },
    /** @param {boolean} isLast  no other follows by itself */
    draw(isLast) {
      if (!isDue || element.hidden) return;
      isDue = false;
      chart.draw(data, marks, isLast);
    },
  };
}

/**
 * @param {(partial: Partial<ViewSettings>) => void} onView
 */
function makeLogToggle(onView) {
  const input = make("input", { type: "checkbox", id: makeId("log-scale") });
  input.addEventListener("change", () => onView({ log_scale: input.checked }));
  const element = make("label", { class: "check chart__toggle", for: input.id }, input, "Log scale");
  const text = "A logarithmic axis for the loss: each tenth of it is as high as the one before.";
  element.append(createHint(element, { text, side: "left", described: input }));
  return { element, input };
}
