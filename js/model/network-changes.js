/**
 * From the controls to the configuration and back. Pure: each function returns a new part of a
 * configuration and leaves the old one alone.
 */

import { valueAt } from "./value-at.js";

/** @import {Config, NetworkConfig} from "../protocol.js" */

/** More layers than this are not even built as a list; the real limit is Python's. */
const LONGEST_LIST = 1000;

/**
 * The value that all entries share; null when they differ or there are none.
 * @template T
 * @param {T[]} values
 * @returns {T|null}
 */
export function commonValue(values) {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

/**
 * Sizes of the hidden layers.
 * @param {NetworkConfig} network
 */
export const hiddenSizes = (network) => network.layer_sizes.slice(1, -1);

/**
 * Resize a list: cut its end, or repeat its last entry.
 * @template T
 * @param {T[]} list
 * @param {number} length
 * @param {T} fallback  used while the list is empty
 * @returns {T[]}
 */
function resized(list, length, fallback) {
  const last = list.at(-1) ?? fallback;
  return Array.from({ length }, (_, index) => list[index] ?? last);
}

/**
 * Whether a number can be a length at all.
 * @param {number|null} count
 * @returns {count is number}
 */
export function isLayerCount(count) {
  return count !== null && Number.isInteger(count) && count >= 2 && count <= LONGEST_LIST;
}

/**
 * The network with another number of layers in total; kept layers keep their size and activation.
 * @param {NetworkConfig} network
 * @param {number} count  as `isLayerCount` allows
 * @param {{size: number, activation: string}} fallback  for a first hidden layer
 */
export function withLayerCount(network, count, fallback) {
  const hidden = resized(hiddenSizes(network), count - 2, fallback.size);
  return {
    layer_sizes: withHidden(network, hidden),
    activations: resized(network.activations, count - 2, fallback.activation),
  };
}

/**
 * The network with all hidden layers of one size.
 * @param {NetworkConfig} network
 * @param {number} size
 */
export function withHiddenSize(network, size) {
  return {
    layer_sizes: withHidden(
      network,
      hiddenSizes(network).map(() => size),
    ),
  };
}

/**
 * The network with one activation in all hidden layers.
 * @param {NetworkConfig} network
 * @param {string} name
 */
export function withActivation(network, name) {
  return { activations: network.activations.map(() => name) };
}

/**
 * The network with another activation in one hidden layer.
 * @param {NetworkConfig} network
 * @param {number} index  0 is the first hidden layer
 * @param {string} name
 */
export function withLayerActivation(network, index, name) {
  return { activations: network.activations.map((old, at) => (at === index ? name : old)) };
}

/**
 * The network with another number of units in one hidden layer.
 * @param {NetworkConfig} network
 * @param {number} layer  of layer_sizes: 1 is the first hidden layer
 * @param {number} size
 */
export function withLayerSize(network, layer, size) {
  return { layer_sizes: network.layer_sizes.map((old, at) => (at === layer ? size : old)) };
}

/**
 * @param {NetworkConfig} network
 * @param {number} layer  of layer_sizes
 */
export function withUnitAdded(network, layer) {
  return withLayerSize(network, layer, valueAt(network.layer_sizes, layer) + 1);
}

/**
 * @param {NetworkConfig} network
 * @param {number} layer  of layer_sizes
 */
export function withUnitRemoved(network, layer) {
  return withLayerSize(network, layer, valueAt(network.layer_sizes, layer) - 1);
}

/**
 * The network with one more hidden layer, like the one before it, or else like the one after it.
 * @param {NetworkConfig} network
 * @param {number} position  the new layer's index in layer_sizes
 * @param {{size: number, activation: string}} fallback  for a network without hidden layers
 */
export function withLayerAdded(network, position, fallback) {
  const at = position - 1;
  const hidden = hiddenSizes(network);
  const size = hidden[at - 1] ?? hidden[at] ?? fallback.size;
  const activation = network.activations[at - 1] ?? network.activations[at] ?? fallback.activation;
  return {
    layer_sizes: withHidden(network, hidden.toSpliced(at, 0, size)),
    activations: network.activations.toSpliced(at, 0, activation),
  };
}

/**
 * The network without one of its hidden layers.
 * @param {NetworkConfig} network
 * @param {number} layer  of layer_sizes
 */
export function withLayerRemoved(network, layer) {
  return {
    layer_sizes: network.layer_sizes.toSpliced(layer, 1),
    activations: network.activations.toSpliced(layer - 1, 1),
  };
}

/**
 * The network with one input feature more or less.
 * @param {NetworkConfig} network
 * @param {string} name
 * @param {boolean} isOn
 */
export function withFeature(network, name, isOn) {
  const others = network.features.filter((feature) => feature !== name);
  return { features: isOn ? [...others, name] : others };
}

/**
 * Whether two configurations ask for the same network, data and training; the speed at which one
 * watches does not count, nor does the seed.
 * @param {Config} one
 * @param {Config} other
 */
export function sameSettings(one, other) {
  const comparable = (/** @type {Config} */ config) =>
    JSON.stringify(
      [config.network, config.data, { ...config.training, speed: null }].map((part) =>
        Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    );
  return comparable(one) === comparable(other);
}

/**
 * @param {NetworkConfig} network
 * @param {number[]} hidden
 */
function withHidden(network, hidden) {
  return [...network.layer_sizes.slice(0, 1), ...hidden, ...network.layer_sizes.slice(-1)];
}
