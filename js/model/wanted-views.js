/** What the worker has to compute for what is shown. Pure. */

import { placeOfParameter, placeOfUnit } from "./names.js";

/** @import {TopologyEvent, Views} from "../protocol.js" */
/** @import {Selection, ViewSettings} from "./view.js" */

/**
 * Return the two units of a layer whose activations span the hidden space: as chosen, or the first of the last layer that
 * has two.
 *
 * @param {ViewSettings} view
 * @param {TopologyEvent} topology
 * @returns {[number, number]|null}  null where no layer has two
 */
export function spaceUnits({ space_units }, topology) {
  const { layer_sizes, unit_offsets, n_units } = topology;
  if (space_units !== null && Math.max(...space_units) < n_units) {
    const [across, up] = space_units.map((unit) => placeOfUnit(unit, topology).layer);
    if (across === up) return space_units;
  }
  const layer = layer_sizes.slice(0, -1).findLastIndex((size) => size > 1);
  const first = unit_offsets[layer];
  return first === undefined ? null : [first, first + 1];
}

/**
 * Return what the worker has to compute for what is shown.
 *
 * @param {ViewSettings} view
 * @param {TopologyEvent} topology
 * @returns {Views}
 */
export function wantedViews(view, topology) {
  const { sample, tiles, confusion, distributions, selection, probe } = view;
  const unit = selection === null ? null : unitOf(selection, topology);
  const n_inputs = topology.layer_sizes[0] ?? 0;
  return {
    grid: true,
    sample,
    unit_grids: tiles,
    confusion,
    distributions,
    unit: unit !== null && unit >= n_inputs ? unit : null,
    space: view.space ? spaceUnits(view, topology) : null,
    probe,
  };
}

/**
 * Return the unit that a selection is about: of a parameter, the unit that it enters.
 *
 * @param {Selection} selection
 * @param {TopologyEvent} topology
 * @returns {number}
 */
export function unitOf(selection, topology) {
  return selection.kind === "unit" ? selection.unit : placeOfParameter(selection.parameter, topology).to;
}
