/** The numbers of an opened step, as they stand on units: "–" where nothing has been computed yet. Pure. */

import { formatBrief } from "../../kit/format.js";
import { stepPicture } from "../../model/step-picture.js";

/** @import {AppState} from "../../model/state.js" */

/** @typedef {{texts: string[], isOnMap: boolean}} UnitNumbers  of every unit; the last one's stands on the output's map */

/** @param {Pick<AppState, "opened"|"topology">} state @returns {UnitNumbers|null}  null: no step is open */
export function numbersOnUnits(state) {
  const picture = stepPicture(state);
  return picture && { texts: Array.from(picture.units, formatBrief), isOnMap: picture.output !== "value" };
}
