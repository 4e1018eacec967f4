/**
 * The loss and the accuracy over the run. Drawn at a pace of its own, one chart at a time, so that
 * no frame of a training run pays for both.
 */

import { formatAccuracy, formatLoss } from "../ui/format.js";
import { createChart } from "./chart.js";
import { historyRows, withNewest } from "./history.js";

/** @import {AppState} from "../state.js" */
/** @import {ChartSpec} from "./chart.js" */
/** @import {Row} from "./history.js" */

const PACE = 100; // ms between two drawings, so that each chart is drawn five times a second

const TRAIN = { label: "train", color: "series-train" };
const TEST = { label: "test", color: "series-test", dash: [6, 4] };
const BASELINE = { label: "baseline", color: "series-baseline", dash: [2, 3] };

/** @type {ChartSpec} */
const LOSS = {
  title: "Loss",
  lines: [TRAIN, TEST],
  format: formatLoss,
  formatTick: (value) => String(Number(value.toPrecision(6))),
  range: null,
};

/** @type {ChartSpec} */
const ACCURACY = {
  title: "Accuracy",
  lines: [TRAIN, TEST, BASELINE],
  format: formatAccuracy,
  formatTick: (value) => `${Math.round(value * 100)} %`,
  range: [0, 1.02],
};

/**
 * @param {HTMLElement} element
 */
export function createCharts(element) {
  const addChart = (/** @type {string} */ kind, /** @type {ChartSpec} */ spec) => {
    const part = document.createElement("div");
    part.className = `chart chart--${kind}`;
    element.append(part);
    return createChart(part, spec);
  };
  const loss = addChart("loss", LOSS);
  const accuracy = addChart("accuracy", ACCURACY);
  /** @type {AppState} */
  let state;
  const queue = createQueue(PACE, {
    loss: () => loss.draw(lossData(state)),
    accuracy: () => accuracy.draw(accuracyData(state)),
  });
  return {
    /** @param {AppState} next */
    render(next) {
      const last = state;
      state = next;
      if (last?.view.theme !== next.view.theme || last.view.palette !== next.view.palette) {
        loss.rebuild();
        accuracy.rebuild();
      } else if (
        last.history === next.history &&
        last.network === next.network &&
        last.dataset === next.dataset
      ) {
        return;
      }
      queue.add("loss");
      queue.add("accuracy");
    },
  };
}

/**
 * Runs named tasks one at a time, a pause apart; a task that waits already is not added twice.
 * @template {string} Name
 * @param {number} pause  ms
 * @param {Record<Name, () => void>} tasks
 */
function createQueue(pause, tasks) {
  /** @type {Set<Name>} */
  const waiting = new Set();
  let timer = 0;
  const runNext = () => {
    const [name] = waiting;
    timer = 0;
    if (name === undefined) return;
    waiting.delete(name);
    tasks[name]();
    timer = window.setTimeout(runNext, pause);
  };
  return {
    /** @param {Name} name */
    add(name) {
      waiting.add(name);
      if (timer === 0) timer = window.setTimeout(runNext, 0);
    },
  };
}

/** @param {AppState} state */
function lossData(state) {
  return currentRows(state, ["epoch", "train_loss", "test_loss"]);
}

/** @param {AppState} state */
function accuracyData(state) {
  const rows = currentRows(state, ["epoch", "train_accuracy", "test_accuracy"]);
  const baseline = new Float64Array(rows[0]?.length ?? 0).fill(state.dataset.baseline_accuracy);
  return [...rows, baseline];
}

/**
 * @param {AppState} state
 * @param {Row[]} names
 */
function currentRows({ history, network }, names) {
  const [steps] = historyRows(history, ["step"]);
  return withNewest(historyRows(history, names), names, network, steps?.at(-1) ?? -1);
}
