/** What units and parameters are called in words, and where they are. Pure. */

import { valueAt } from "./value-at.js";

/** @import {TopologyEvent} from "../protocol.js" */

/**
 * @typedef {object} UnitPlace
 * @property {number} layer  of layer_sizes: 0 is the input
 * @property {number} index  within the layer
 */

/**
 * @typedef {object} ParameterPlace
 * @property {number} layer  that it enters, of layer_sizes: 1 is the first after the input
 * @property {number} to  unit that it enters, of all units
 * @property {number|null} from  unit that it comes from, of all units; null: it is a bias
 */

/**
 * @param {number} unit  of all units
 * @param {TopologyEvent} topology
 * @returns {UnitPlace}
 */
export function placeOfUnit(unit, { unit_offsets }) {
  const layer = unit_offsets.findLastIndex((offset) => offset <= unit);
  return { layer, index: unit - valueAt(unit_offsets, layer) };
}

/**
 * @param {number} parameter
 * @param {TopologyEvent} topology
 * @returns {ParameterPlace}
 */
export function placeOfParameter(parameter, { layer_sizes, weight_offsets, bias_offsets, unit_offsets }) {
  const at = weight_offsets.findLastIndex((offset) => offset <= parameter);
  const first = valueAt(unit_offsets, at + 1);
  const bias = parameter - valueAt(bias_offsets, at);
  if (bias >= 0) return { layer: at + 1, to: first + bias, from: null };
  const weight = parameter - valueAt(weight_offsets, at);
  const n_in = layer_sizes[at] ?? 1;
  return {
    layer: at + 1,
    to: first + Math.floor(weight / n_in),
    from: valueAt(unit_offsets, at) + (weight % n_in),
  };
}

/**
 * The parameters that enter a unit, in the order of the units that they come from, the bias last.
 * @param {number} unit  not an input
 * @param {TopologyEvent} topology
 * @returns {number[]}
 */
export function parametersInto(unit, topology) {
  const { layer, index } = placeOfUnit(unit, topology);
  const n_in = valueAt(topology.layer_sizes, layer - 1);
  const first = valueAt(topology.weight_offsets, layer - 1) + index * n_in;
  const bias = valueAt(topology.bias_offsets, layer - 1) + index;
  return [...Array.from({ length: n_in }, (_, from) => first + from), bias];
}

/**
 * @param {number} layer  of layer_sizes
 * @param {TopologyEvent} topology
 */
export function layerName(layer, { layer_sizes }) {
  if (layer === 0) return "Inputs";
  return layer === layer_sizes.length - 1 ? "Output" : `Hidden ${layer}`;
}

/**
 * @typedef {object} LayerTitle
 * @property {string} name
 * @property {string} short  the name where room is scarce
 * @property {string} activation  empty for the input
 */

/**
 * The titles of all layers, input first, as over the columns of the scene.
 * @param {number[]} layer_sizes
 * @param {string[]} activations  one per layer after the input
 * @returns {LayerTitle[]}
 */
export function layerTitles(layer_sizes, activations) {
  const last = layer_sizes.length - 1;
  return layer_sizes.map((_, index) => {
    if (index === 0) {
      return { name: "Input", short: "In", activation: "" };
    }
    const activation = valueAt(activations, index - 1).replaceAll("_", " ");
    return index === last
      ? { name: "Output", short: "Out", activation }
      : { name: `Hidden ${index}`, short: `H${index}`, activation };
  });
}

/**
 * A unit's name at its layer: its feature for inputs, a plain number in hidden layers, ŷ or its class
 * for outputs.
 * @param {{layer_sizes: number[], input_labels: string[], output_labels: string[]}} topology
 * @param {number} layer  of layer_sizes
 * @param {number} index  within the layer
 */
export function unitLabel({ layer_sizes, input_labels, output_labels }, layer, index) {
  if (layer === 0) return input_labels[index] ?? "";
  return layer === layer_sizes.length - 1 ? (output_labels[index] ?? "") : String(index + 1);
}

/**
 * The same for who does not see its layer's other units: the number of a hidden one needs a noun.
 * @param {{layer_sizes: number[], input_labels: string[], output_labels: string[]}} topology
 * @param {number} layer @param {number} index
 */
export function nounedUnit(topology, layer, index) {
  const isHidden = layer > 0 && layer < topology.layer_sizes.length - 1;
  return `${isHidden ? "unit " : ""}${unitLabel(topology, layer, index)}`;
}

/**
 * A unit's name within its layer.
 * @param {number} unit
 * @param {TopologyEvent} topology
 */
export function shortUnitName(unit, topology) {
  const { layer, index } = placeOfUnit(unit, topology);
  return unitLabel(topology, layer, index);
}

/**
 * A unit's name in the whole network, such as "unit 3 of hidden layer 1".
 * @param {number} unit
 * @param {TopologyEvent} topology
 */
export function unitName(unit, topology) {
  const { layer } = placeOfUnit(unit, topology);
  const short = shortUnitName(unit, topology);
  if (layer === 0) return `input ${short}`;
  if (layer < topology.layer_sizes.length - 1) return `unit ${short} of hidden layer ${layer}`;
  return topology.output_labels.length > 1 ? `output for ${short}` : `output ${short}`;
}

/**
 * @param {number} parameter
 * @param {TopologyEvent} topology
 */
export function parameterName(parameter, topology) {
  const { from, to } = placeOfParameter(parameter, topology);
  if (from === null) return `bias of ${unitName(to, topology)}`;
  return `weight from ${unitName(from, topology)} to ${unitName(to, topology)}`;
}

/**
 * One sentence about the network for those who do not see it.
 * @param {number[]} layer_sizes
 * @param {string[]} activations
 */
export function describeNetwork(layer_sizes, activations) {
  const layers = layerTitles(layer_sizes, activations).map(({ name, activation }, index) => {
    const units = `${layer_sizes[index]} ${layer_sizes[index] === 1 ? "unit" : "units"}`;
    return activation === "" ? `${name} ${units}` : `${name} ${units}, ${activation}`;
  });
  return `Network ${layer_sizes.join("-")}: ${layers.join("; ")}.`;
}

/** @param {string} text */
export const capitalized = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
