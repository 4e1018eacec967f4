/**
 * Distributions in words and numbers. Pure.
 */

import { layerName, placeOfUnit, shortUnitName } from "../model/names.js";

/** @import {Distributions, TopologyEvent} from "../protocol.js" */
/** @import {Histogram} from "./histogram.js" */

/** The three kinds, in the order of Distributions.counts. */
export const KINDS = [
  { name: "parameters", label: "weights, biases" },
  { name: "activations", label: "activations" },
  { name: "gradients", label: "gradients" },
];

/**
 * One histogram, without a copy of its counts.
 * @param {Distributions} distributions
 * @param {number} kind  index of KINDS
 * @param {number} layer  0 is the first after the input
 * @returns {Histogram}
 */
export function histogramOf({ n_bins, counts, ranges }, kind, layer) {
  const n_layers = counts.length / (KINDS.length * n_bins);
  const at = kind * n_layers + layer;
  return {
    counts: counts.subarray(at * n_bins, (at + 1) * n_bins),
    range: [Number(ranges[2 * at]), Number(ranges[2 * at + 1])],
  };
}

/**
 * The end of an axis, in two digits or a little more.
 * @param {number} value
 */
export function formatEnd(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 0.001 || size >= 1e5)
      ? value.toExponential(1)
      : String(Number(value.toPrecision(size >= 100 ? 3 : 2)));
  return text.replaceAll("-", "−");
}

/**
 * What is wrong with a layer's units, as sentences; none for most.
 * @param {Pick<Distributions, "dead_units"|"saturated_units">} distributions
 * @param {number} layer  of layer_sizes
 * @param {TopologyEvent} topology
 * @returns {string[]}
 */
export function describeQuietUnits({ dead_units, saturated_units }, layer, topology) {
  const named = (/** @type {number[]} */ units) =>
    units
      .filter((unit) => placeOfUnit(unit, topology).layer === layer)
      .map((unit) => shortUnitName(unit, topology));
  const name = layerName(layer, topology);
  const sentence = (
    /** @type {string[]} */ units,
    /** @type {string} */ what,
    /** @type {string[]} */ why,
  ) => {
    if (units.length === 0) return [];
    const [one, many] = why;
    return units.length === 1
      ? [`${name}: unit ${units[0]} is ${what}: ${one}.`]
      : [`${name}: units ${units.slice(0, -1).join(", ")} and ${units.at(-1)} are ${what}: ${many}.`];
  };
  return [
    ...sentence(named(dead_units), "dead", [
      "it gives the same for every training sample",
      "each gives the same for every training sample",
    ]),
    ...sentence(named(saturated_units), "saturated", [
      "it is at an end of its range for nearly all training samples",
      "each is at an end of its range for nearly all training samples",
    ]),
  ];
}

/**
 * One histogram as a sentence.
 * @param {string} label
 * @param {Histogram} histogram
 */
export function describeHistogram(label, { counts, range: [low, high] }) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) return `${label}: not finite`;
  const largest = counts.indexOf(Math.max(...counts));
  const [from, to] = [largest, largest + 1].map((bin) =>
    formatEnd(low + (bin / counts.length) * (high - low)),
  );
  return `${label} from ${formatEnd(low)} to ${formatEnd(high)}, most of them from ${from} to ${to}`;
}
