/** The numbers of an opened step, as they stand on units: "–" where nothing has been computed yet. Pure. */

import { formatBrief } from "../../kit/format.js";
import { numberAt } from "../../model/step-number.js";
import { stepPicture } from "../../model/step-picture.js";
import { valueAt } from "../../model/value-at.js";

/** @import {AppState} from "../../model/state.js" */

/** @typedef {{texts: string[], isOnMap: boolean}} UnitNumbers  of every unit; the last one's stands on the output's map */

/** @param {Pick<AppState, "opened"|"topology">} state @returns {UnitNumbers|null}  null: no step is open */
export function numbersOnUnits(state) {
  const picture = stepPicture(state);
  return picture && { texts: Array.from(picture.units, formatBrief), isOnMap: picture.output !== "value" };
}

/**
 * The unit whose number, or a weight into which, is explained.
 * @param {Pick<AppState, "opened"|"topology"|"view">} state
 * @returns {number|null}  null: none
 */
export function explainedUnit({ opened, topology, view }) {
  if (!opened || stepPicture({ opened, topology }) === null) return null;
  const { layer, unit } = numberAt(opened, view.selection, topology);
  return layer === null || unit === null ? null : valueAt(topology.unit_offsets, layer) + unit;
}
