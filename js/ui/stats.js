/**
 * The live numbers of the run. The exact ones are in data-value at once; the text follows at a pace
 * at which it can be read, since every change of it makes the browser paint.
 */

import { make, updateTextNode } from "../kit/dom.js";
import { formatAccuracy, formatCount, formatLoss, formatRate, formatShort } from "../kit/format.js";
import { createHint } from "../kit/hint.js";
import { makeId } from "../kit/ids.js";
import { createPace } from "../kit/pace.js";

/** @import {AppState} from "../model/state.js" */

/**
 * @typedef {object} Stat
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {(state: AppState) => number|null} value  null when not finite
 * @property {(value: number) => string} format
 * @property {(state: AppState) => boolean} [isShown]  always, when left out
 */

/** @type {Stat[]} */
const STATS = [
  {
    name: "epoch",
    label: "Epoch",
    hint: "Completed passes over all training samples.",
    value: ({ network }) => network.epoch,
    format: formatCount,
  },
  {
    name: "step",
    label: "Steps",
    hint: "Updates of the parameters so far, each from one batch.",
    value: ({ network }) => network.step,
    format: formatCount,
  },
  {
    name: "train_loss",
    label: "Train loss",
    hint: "The loss over all training samples: what training makes smaller.",
    value: ({ network }) => network.train_loss,
    format: formatLoss,
  },
  {
    name: "test_loss",
    label: "Test loss",
    hint: "The loss over test samples, which training never sees.",
    value: ({ network }) => network.test_loss,
    format: formatLoss,
  },
  {
    name: "penalty",
    label: "Penalty",
    hint: "What the weights cost by L1 and L2; training makes the sum of train loss and penalty smaller.",
    value: ({ network }) => network.penalty,
    format: formatLoss,
    isShown: ({ config: { training } }) => training.l1 > 0 || training.l2 > 0,
  },
  {
    name: "train_accuracy",
    label: "Train accuracy",
    hint: "The share of training samples whose class the network answers.",
    value: ({ network }) => network.train_accuracy,
    format: formatAccuracy,
    isShown: hasClasses,
  },
  {
    name: "test_accuracy",
    label: "Test accuracy",
    hint: "The share of test samples whose class the network answers: how well it does on new data.",
    value: ({ network }) => network.test_accuracy,
    format: formatAccuracy,
    isShown: hasClasses,
  },
  {
    name: "baseline_accuracy",
    label: "Baseline",
    hint: "The test accuracy of always answering the more frequent class; a network that has learned is above it.",
    value: ({ dataset }) => dataset.baseline_accuracy,
    format: formatAccuracy,
    isShown: hasClasses,
  },
  {
    name: "best_accuracy",
    label: "Best possible",
    hint: "An estimate of the best test accuracy that the noise of these samples allows to any network; – where it is not known.",
    value: ({ dataset }) => dataset.best_accuracy,
    format: (value) => `≈ ${formatAccuracy(value).replace(/\.\d/, "")}`,
    isShown: hasClasses,
  },
  {
    name: "baseline_loss",
    label: "Baseline loss",
    hint: "The test loss of always answering the mean target; a network that has learned is below it.",
    value: ({ dataset }) => dataset.baseline_loss,
    format: formatLoss,
    isShown: (state) => !hasClasses(state),
  },
  {
    name: "learning_rate",
    label: "Learning rate",
    hint: "The learning rate of the next step, which the schedule makes of the one that is set.",
    value: ({ network }) => network.learning_rate,
    format: (value) => formatShort(Number(value.toPrecision(3))),
    isShown: ({ config: { training } }) => training.schedule !== "constant",
  },
  {
    name: "epochs_per_second",
    label: "Epochs/s",
    hint: "Passes over the training samples in the last second; 0 while stopped.",
    value: ({ network }) => network.epochs_per_second,
    format: formatRate,
  },
];

/** @param {AppState} state */
function hasClasses({ dataset }) {
  return dataset.task !== "regression";
}

const NOTHING = "–"; // instead of a number that there is not
const PACE = 100; // ms between two changes of the text while training

/**
 * @param {HTMLElement} element
 */
export function createStats(element) {
  const list = make("div", { class: "stats" });
  const cells = STATS.map((stat) => createCell(stat, list));
  element.append(list);
  /** @type {AppState["network"]|null} */
  let network = null;
  /** @type {AppState["dataset"]|null} */
  let dataset = null;
  /** @type {AppState["config"]|null} */
  let config = null;
  const pace = createPace(PACE, () => {
    for (const cell of cells) cell.updateText();
  });
  return {
    /** @param {AppState} state */
    render(state) {
      if (state.network === network && state.dataset === dataset && state.config === config) return;
      if (state.dataset !== dataset || state.config !== config) showCells(list, cells, state);
      ({ network, dataset, config } = state);
      for (const cell of cells) cell.updateValue(state);
      if (state.status === "training") pace.request();
      else pace.flush();
    },
  };
}

/**
 * Show the numbers that mean something for the task and the settings.
 * @param {HTMLElement} list
 * @param {ReturnType<typeof createCell>[]} cells
 * @param {AppState} state
 */
function showCells(list, cells, state) {
  const shown = cells.filter(({ stat }) => stat.isShown?.(state) ?? true);
  for (const cell of cells) cell.element.hidden = !shown.includes(cell);
  list.dataset.count = String(shown.length);
}

/**
 * @param {Stat} stat
 * @param {HTMLElement} list
 */
function createCell(stat, list) {
  const text = document.createTextNode("");
  const output = make("span", { class: "stat__value", "data-stat": stat.name, translate: "no" }, text);
  const label = make("span", { class: "stat__label", id: makeId("stat") }, stat.label);
  const attributes = { class: "stat", role: "group", tabindex: 0, "aria-labelledby": label.id };
  const cell = make("div", attributes, label, output);
  cell.append(createHint(cell, { text: stat.hint, side: "above", tap: true }));
  list.append(cell);
  /** @type {number|null} */
  let value = null;
  return {
    stat,
    element: cell,
    /** @param {AppState} state */
    updateValue(state) {
      const next = stat.value(state) ?? null;
      if (output.dataset.value !== undefined && Object.is(next, value)) return;
      value = next;
      output.dataset.value = value === null ? "" : String(value);
    },
    updateText() {
      const next = value === null ? NOTHING : stat.format(value);
      updateTextNode(output, text, next);
    },
  };
}
