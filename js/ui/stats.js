/**
 * The live numbers of the run. The exact ones are in data-value at once; the text follows at a pace
 * at which it can be read, since every change of it makes the browser paint.
 */

import { make } from "./dom.js";
import { formatAccuracy, formatCount, formatLoss, formatRate } from "./format.js";
import { createHint } from "./hint.js";

/** @import {AppState} from "../state.js" */

/**
 * @typedef {object} Stat
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {(state: AppState) => number} value  NaN when not finite
 * @property {(value: number) => string} format
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
    value: ({ network }) => network.train_loss ?? Number.NaN,
    format: formatLoss,
  },
  {
    name: "test_loss",
    label: "Test loss",
    hint: "The loss over test samples, which training never sees.",
    value: ({ network }) => network.test_loss ?? Number.NaN,
    format: formatLoss,
  },
  {
    name: "train_accuracy",
    label: "Train accuracy",
    hint: "The share of training samples on the right side of the boundary.",
    value: ({ network }) => network.train_accuracy,
    format: formatAccuracy,
  },
  {
    name: "test_accuracy",
    label: "Test accuracy",
    hint: "The share of test samples on the right side of the boundary: how well the network does on new data.",
    value: ({ network }) => network.test_accuracy,
    format: formatAccuracy,
  },
  {
    name: "baseline_accuracy",
    label: "Baseline",
    hint: "The test accuracy of always answering the more frequent class; a network that has learned is above it.",
    value: ({ dataset }) => dataset.baseline_accuracy,
    format: formatAccuracy,
  },
  {
    name: "epochs_per_second",
    label: "Epochs/s",
    hint: "Passes over the training samples in the last second; 0 while stopped.",
    value: ({ network }) => network.epochs_per_second,
    format: formatRate,
  },
];

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
  let timer = 0;
  const updateTexts = () => {
    clearTimeout(timer);
    timer = 0;
    for (const cell of cells) cell.updateText();
  };
  return {
    /** @param {AppState} state */
    render(state) {
      if (state.network === network && state.dataset === dataset) return;
      network = state.network;
      dataset = state.dataset;
      for (const cell of cells) cell.updateValue(state);
      if (state.status !== "training") updateTexts();
      else if (timer === 0) timer = window.setTimeout(updateTexts, PACE);
    },
  };
}

/**
 * @param {Stat} stat
 * @param {HTMLElement} list
 */
function createCell(stat, list) {
  const text = document.createTextNode("");
  const output = make("span", { class: "stat__value", "data-stat": stat.name }, text);
  const label = make("span", { class: "stat__label", id: `stat-${stat.name}` }, stat.label);
  const attributes = { class: "stat", role: "group", tabindex: 0, "aria-labelledby": label.id };
  const cell = make("div", attributes, label, output);
  cell.append(createHint(cell, { id: `hint-stat-${stat.name}`, text: stat.hint, side: "above", tap: true }));
  list.append(cell);
  let value = Number.NaN;
  return {
    /** @param {AppState} state */
    updateValue(state) {
      const next = stat.value(state);
      if (output.dataset.value !== undefined && Object.is(next, value)) return;
      value = next;
      output.dataset.value = String(value);
    },
    updateText() {
      const next = stat.format(value);
      if (text.data !== next) text.data = next;
    },
  };
}
