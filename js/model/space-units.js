/** Which two units span the hidden space. Pure. */

import { placeOfUnit } from "./names.js";

/** @import {TopologyEvent} from "../protocol.js" */
/** @import {OwnSettings} from "./view.js" */

/**
 * Return the two units of a layer whose activations span the hidden space: as chosen, or the first of the last layer that
 * has two.
 *
 * @param {Pick<OwnSettings, "space_units">} view
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
 * Return what spans the hidden space once another unit has been chosen for one of its axes.
 *
 * @param {Pick<OwnSettings, "space_units">} view
 * @param {TopologyEvent} topology
 * @param {0|1} axis  across, up
 * @param {number} unit
 * @returns {[number, number]|null}  null where no layer has two
 */
export function withSpaceUnit(view, topology, axis, unit) {
  const units = spaceUnits(view, topology);
  if (!units) return null;
  return axis === 0 ? [unit, units[1]] : [units[0], unit];
}
