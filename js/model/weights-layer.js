/** Which layer's table of weights is shown. Pure. */

import { placeOfParameter, placeOfUnit } from "./names.js";

/** @import {TopologyEvent} from "../protocol.js" */
/** @import {Selection, ViewSettings} from "./view.js" */

/**
 * The layer whose table is shown: the chosen one, or the first where the network has no such layer.
 * @param {Pick<ViewSettings, "weights_layer">} view
 * @param {TopologyEvent} topology
 */
export function shownLayer({ weights_layer }, { layer_sizes }) {
  return weights_layer !== null && weights_layer < layer_sizes.length ? weights_layer : 1;
}

/**
 * The layer whose table shows a selection best: of a unit, the one with its own weights.
 * @param {Selection} selection
 * @param {TopologyEvent} topology
 */
export function layerOf(selection, topology) {
  if (selection.kind === "parameter") return placeOfParameter(selection.parameter, topology).layer;
  return Math.max(1, placeOfUnit(selection.unit, topology).layer);
}
