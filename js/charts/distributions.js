/**
 * How weights, activations and gradients are spread, layer by layer, and which units have stopped
 * to answer.
 */

import { followDetails } from "../kit/details.js";
import { make, updateText } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { createPace } from "../kit/pace.js";
import { readColors } from "../kit/page-colors.js";
import { watchPixelRatio } from "../kit/pixel-ratio.js";
import { layerName, placeOfUnit } from "../model/names.js";
import { unitOf } from "../model/wanted-views.js";
import { describeHistogram, describeQuietUnits, histogramOf, KINDS } from "./distribution-text.js";
import { createHistogram } from "./histogram.js";

/** @import {Distributions, TopologyEvent} from "../protocol.js" */
/** @import {AppState} from "../model/state.js" */
/** @import {Selection, ViewSettings} from "../model/view.js" */
/** @import {HistogramColors} from "./histogram.js" */

const PACE = 200; // ms between two drawings while training
const DESCRIPTION_PAUSE = 1000; // ms between two updates of what screen readers read
const HINT =
  "All weights and biases of a layer, its activations over all training samples, and the gradient of the loss by its weights and biases; the thin line is zero, the colours tell the sign.";

/**
 * @param {HTMLDetailsElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createDistributions(element, { onView }) {
  const details = followDetails(element, "distributions", onView);
  const list = make("div", { class: "panel__body" });
  element.append(list, createHint(list, { text: HINT, side: "left" }));

  /** @type {AppState|null} */
  let state = null;
  /** @type {AppState|null} */
  let drawn = null;
  /** @type {ReturnType<typeof makeLayer>[]} */
  let layers = [];
  /** @type {HistogramColors} */
  let colors = readHistogramColors();
  const draw = () => {
    if (!state?.distributions || !element.hasAttribute("open")) return;
    for (const layer of layers) layer.measure();
    for (const layer of layers) layer.draw(state.distributions, state.topology, colors);
  };
  const pace = createPace(PACE, draw);
  new ResizeObserver(draw).observe(list);
  watchPixelRatio(draw);
  return {
    /** @param {AppState} next */
    render(next) {
      const last = drawn;
      state = next;
      if (!details.update(next.view)) return;
      drawn = next;
      const isNew = last?.topology !== next.topology;
      const isRestyled = last?.view.theme !== next.view.theme || last.view.palette !== next.view.palette;
      if (isNew) {
        layers = next.topology.layer_sizes.slice(1).map((_, index) => makeLayer(index + 1, next.topology));
        list.replaceChildren(...layers.map((layer) => layer.element));
      }
      if (isRestyled) colors = readHistogramColors();
      if (isNew || isRestyled || (last?.distributions !== next.distributions && next.status !== "training"))
        draw();
      else if (last.distributions !== next.distributions) pace.request();
      if (isNew || last?.view !== next.view) markLayers(layers, next);
    },
  };
}

/** @returns {HistogramColors} */
function readHistogramColors() {
  const colors = readColors(["weight-negative", "weight-positive", "text", "border-control"]);
  return {
    negative: colors["weight-negative"],
    positive: colors["weight-positive"],
    zero: colors.text,
    axis: colors["border-control"],
  };
}

/**
 * @param {number} layer  of layer_sizes
 * @param {TopologyEvent} topology
 */
function makeLayer(layer, topology) {
  const name = layerName(layer, topology);
  const activation = (topology.activations[layer - 1] ?? "").replaceAll("_", " ");
  const histograms = KINDS.map(({ label }) => createHistogram(label));
  const units = make("p", { class: "distribution__units" });
  const title = make("h3", {}, `${name} `, make("span", { class: "distribution__activation" }, activation));
  const kinds = make(
    "div",
    { class: "distribution__kinds" },
    ...histograms.map((histogram) => histogram.element),
  );
  const element = make("section", { class: "distribution", "aria-label": name }, title, kinds, units);
  /** The newest ones. @type {Distributions|null} */
  let newest = null;
  const pace = createPace(DESCRIPTION_PAUSE, () => {
    for (const [kind, histogram] of histograms.entries()) {
      if (newest === null) return;
      const shown = histogramOf(newest, kind, layer - 1);
      histogram.describe(describeHistogram(`${name}: ${KINDS[kind]?.label}`, shown));
    }
  });
  return {
    element,
    measure() {
      for (const histogram of histograms) histogram.measure();
    },
    /**
     * @param {Distributions} distributions
     * @param {TopologyEvent} shape  of the network, as it is now
     * @param {HistogramColors} colors
     */
    draw(distributions, shape, colors) {
      updateText(units, describeQuietUnits(distributions, layer, shape).join(" "));
      newest = distributions;
      for (const [kind, histogram] of histograms.entries()) {
        histogram.draw(histogramOf(distributions, kind, layer - 1), colors);
      }
      pace.request();
    },
  };
}

/**
 * @param {ReturnType<typeof makeLayer>[]} layers
 * @param {AppState} state
 */
function markLayers(layers, { view: { selection, hovered }, topology }) {
  const layerOf = (/** @type {Selection|null} */ choice) =>
    choice === null ? null : placeOfUnit(unitOf(choice, topology), topology).layer;
  const [selected, pointed] = [layerOf(selection), layerOf(hovered)];
  layers.forEach(({ element }, index) => {
    element.toggleAttribute("data-selected", index + 1 === selected);
    element.toggleAttribute("data-hovered", index + 1 === pointed);
  });
}
