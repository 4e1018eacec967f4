/** Which axes span the space of a layer that is shown, and whose plane stands in it. Pure. */

import { valueAt } from "./value-at.js";

/** @import {TopologyEvent, Views} from "../protocol.js" */
/** @import {OwnSettings} from "./view.js" */

/** @typedef {Pick<OwnSettings, "fold_layer"|"fold_axes"|"fold_units"|"fold_next">} SpaceChoice  as the user has chosen; null: has not */
/** @typedef {Pick<TopologyEvent, "layer_sizes">} Sizes */

/**
 * @typedef {object} ShownSpace
 * @property {number} layer
 * @property {"units"|"directions"} axes
 * @property {number[]} units  along the axes, if these are units: up to three, by their places in the layer
 * @property {number|null} next  unit of the next layer whose plane is shown; null: there is none
 */

export const N_AXES = 3;

/**
 * As chosen, where the network has that; else the last hidden layer, or the inputs, and units while there are no more
 * than axes.
 * @param {SpaceChoice} choice
 * @param {Sizes} topology
 * @returns {ShownSpace}
 */
export function shownSpace({ fold_layer, fold_axes, fold_units, fold_next }, { layer_sizes }) {
  const last = layer_sizes.length - 1;
  const layer = fold_layer !== null && fold_layer <= last ? fold_layer : last - 1;
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
  };
}

/** What the worker has to compute for it. @param {SpaceChoice} choice @param {Sizes} topology @returns {Views["layer_space"]} */
export function wantedSpace(choice, topology) {
  const { layer, axes, units } = shownSpace(choice, topology);
  return [layer, axes === "units" ? units : null];
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
