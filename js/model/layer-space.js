/**
 * Which axes span the space of a layer that is shown, whose plane stands in it, and how far the input plane is on its way
 * through the layers: from flat to what the first hidden one makes of it, from there to what the second makes of it, and
 * so on. Pure.
 */

import { valueAt } from "./value-at.js";

/** @import {TopologyEvent, Views} from "../protocol.js" */
/** @import {OwnSettings} from "./view.js" */

/** @typedef {Pick<OwnSettings, "fold_layer"|"fold_axes"|"fold_units"|"fold_next"|"fold">} SpaceChoice  as the user has chosen; null: has not */
/** @typedef {Pick<TopologyEvent, "layer_sizes">} Sizes */

/**
 * @typedef {object} ShownSpace
 * @property {number} layer
 * @property {"units"|"directions"} axes
 * @property {number[]} units  along the axes, if these are units: up to three, by their places in the layer
 * @property {number|null} next  unit of the next layer whose plane is shown; null: there is none
 * @property {number} fold  of the way to that layer
 * @property {number|null} before  the layer from which it leads; null: from the flat plane
 */

export const N_AXES = 3;

/**
 * As chosen, where the network has that; else the last hidden layer, or the inputs, and units while there are no more
 * than axes.
 * @param {SpaceChoice} choice
 * @param {Sizes} topology
 * @returns {ShownSpace}
 */
export function shownSpace(choice, topology) {
  const { fold_layer, fold_axes, fold_units, fold_next, fold } = choice;
  const { layer_sizes } = topology;
  const last = layer_sizes.length - 1;
  const layer = fold_layer !== null && fold_layer <= last ? fold_layer : last - 1;
  const before = layer > 1 ? layer - 1 : null;
  if (before !== null && fold === 0)
    return shownSpace({ ...choice, ...withLayer(before), fold: 1 }, topology);
  const size = valueAt(layer_sizes, layer);
  const nAxes = Math.min(size, N_AXES);
  const isThere =
    fold_units?.length === nAxes &&
    new Set(fold_units).size === nAxes &&
    fold_units.every((unit) => unit < size);
  return {
    layer,
    axes: fold_axes ?? (size > N_AXES ? "directions" : "units"),
    units: isThere ? fold_units : Array.from({ length: nAxes }, (_, unit) => unit),
    next: layer === last ? null : Math.min(fold_next, valueAt(layer_sizes, layer + 1) - 1),
    fold,
    before,
  };
}

/** What the worker has to compute for it. @param {SpaceChoice} choice @param {Sizes} topology @returns {Views["layer_space"]} */
export function wantedSpace(choice, topology) {
  const shown = shownSpace(choice, topology);
  const asked = requestFor(shown);
  if (shown.before === null || shown.fold === 1) return asked;
  return [...asked, requestFor(shownSpace({ ...choice, ...withLayer(shown.before), fold: 1 }, topology))];
}

/** @param {ShownSpace} shown @returns {[number, number[]|null]} */
const requestFor = ({ layer, axes, units }) => [layer, axes === "units" ? units : null];

/**
 * Where the plane is on its way, from 0, flat: 1.5 is half-way from the first hidden layer to the second. To the inputs
 * alone, which may be other features than the plane's, it has a way of its own.
 * @param {SpaceChoice} choice
 * @param {Sizes} topology
 * @returns {{at: number, end: number}}
 */
export function placeOnWay(choice, topology) {
  const { layer, fold } = shownSpace(choice, topology);
  return layer === 0 ? { at: fold, end: 1 } : { at: layer - 1 + fold, end: topology.layer_sizes.length - 1 };
}

/**
 * Go there.
 * @param {SpaceChoice} choice
 * @param {Sizes} topology
 * @param {number} at
 * @returns {Partial<SpaceChoice>}
 */
export function withPlace(choice, topology, at) {
  const { layer } = shownSpace(choice, topology);
  const next = layer === 0 ? 0 : Math.max(Math.ceil(at), 1);
  const fold = next === 0 ? at : at - (next - 1);
  return next === layer ? { fold } : { ...withLayer(next), fold };
}

/** @param {number} layer @returns {Partial<SpaceChoice>} */
export const withLayer = (layer) => ({ fold_layer: layer, fold_units: null, fold_next: 0 });

/**
 * Put a unit along an axis; the one that it has been along gets the other unit.
 * @param {SpaceChoice} choice
 * @param {Sizes} topology
 * @param {number} axis
 * @param {number} unit
 * @returns {Partial<SpaceChoice>}
 */
export function withAxis(choice, topology, axis, unit) {
  const { units } = shownSpace(choice, topology);
  const before = valueAt(units, axis);
  return {
    fold_units: units.map((other, index) => (index === axis ? unit : other === unit ? before : other)),
  };
}
