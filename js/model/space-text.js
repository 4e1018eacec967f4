/** What is seen of a layer's space, in words. Pure. */

import { shownSpace } from "./layer-space.js";
import { layerTitles, unitLabel, unitName } from "./names.js";
import { valueAt } from "./value-at.js";

/** @import {LayerSpace, TopologyEvent} from "../protocol.js" */
/** @import {SpaceChoice} from "./layer-space.js" */

/** @typedef {{view: SpaceChoice, topology: TopologyEvent, layer_space: LayerSpace|null}} Seen */

const NO_SUM = "w · h + b = 0".replaceAll(" ", "\u00a0"); // in one line
const ORDINALS = ["1st", "2nd", "3rd"];

/** A layer in the middle of a sentence. @param {number} layer @param {Pick<TopologyEvent, "layer_sizes"|"activations">} topology */
export function layerInWords(layer, { layer_sizes, activations }) {
  if (layer === 0) return "the inputs";
  const { name } = valueAt(layerTitles(layer_sizes, activations), layer);
  return layer === layer_sizes.length - 1 ? "the output layer" : name.replace("Hidden", "hidden layer");
}

/** @param {number|null} before  null: no layer @param {TopologyEvent} topology */
const beforeInWords = (before, topology) =>
  before === null ? "the flat plane" : `what ${layerInWords(before, topology)} has`;

/** What stands along each axis. @param {LayerSpace} space @param {TopologyEvent} topology @returns {string[]} */
export function axisNames({ layer, units, shares }, topology) {
  if (units === null) {
    return (shares ?? []).map((share, axis) => `${ORDINALS[axis]} (${percent(share ?? Number.NaN)})`);
  }
  const isHidden = layer > 0 && layer < topology.layer_sizes.length - 1;
  return units.map((unit) => `${isHidden ? "unit " : ""}${unitLabel(topology, layer, unit)}`);
}

/** @param {Seen} seen */
export function spaceCaption(seen) {
  const { view, topology } = seen;
  const { layer, fold, before } = shownSpace(view, topology);
  const name = layerInWords(layer, topology);
  if (fold === 0) return `The plane of x₁ and x₂, flat: as it is before ${name}. ${cutText(seen)}`;
  if (fold < 1)
    return `Interpolated: ${percent(fold)} of the way from ${beforeInWords(before, topology)} to what ${name} makes of it.`;
  const verb = layer === 0 ? "have it" : "folds it";
  return `The plane of x₁ and x₂ as ${name} ${verb}, ${axesText(seen)}. ${paneText(seen)}`.trim();
}

/** @param {Seen} seen */
function axesText({ view, topology, layer_space }) {
  const { layer, axes, units } = shownSpace(view, topology);
  const size = valueAt(topology.layer_sizes, layer);
  if (axes === "units")
    return units.length === 1 ? "along the value of its unit" : "each axis one unit's value";
  const shares = (layer_space?.layer === layer && layer_space.units === null && layer_space.shares) || [];
  const all = shares.reduce((/** @type {number} */ sum, share) => sum + (share ?? Number.NaN), 0);
  const held = shares.length > 0 ? `; these hold ${percent(all)} of how the samples differ` : "";
  return `along the main directions of its ${size} ${size === 1 ? "unit" : "units"}${held}`;
}

/** @param {Seen} seen */
function paneText(seen) {
  const { view, topology } = seen;
  const { layer, axes, units, next } = shownSpace(view, topology);
  if (next === null) return "";
  const isWhole = axes === "units" && units.length === topology.layer_sizes[layer];
  const rest = isWhole ? "" : ", as far as values differ from the samples' mean along these axes alone";
  return `The pane of glass is where ${zeroText(seen)}: ${NO_SUM}${rest}.`;
}

/** @param {Seen} seen */
function cutText({ view, topology }) {
  const { next } = shownSpace(view, topology);
  return next === null ? "" : "The line is where the pane is going to cut it.";
}

/** What it means that the sum of the unit whose pane is shown is 0. @param {Seen} seen */
function zeroText({ view, topology }) {
  const { layer, next } = shownSpace(view, topology);
  const unit = unitName(valueAt(topology.unit_offsets, layer + 1) + (next ?? 0), topology);
  switch (topology.activations[layer]) {
    case "sigmoid":
      return `${unit} is 0.5`;
    case "tanh":
    case "linear":
      return `${unit} is 0`;
    case "relu":
      return `${unit} begins to answer`;
    default:
      return `the sum of ${unit} changes its sign`;
  }
}

/** @param {number} share */
const percent = (share) => (Number.isFinite(share) ? `${Math.round(share * 100)} %` : "–");
