/** The numbers of an opened step, as they stand on units: "–" where nothing has been computed yet. Pure. */

import { formatBrief } from "../../kit/format.js";
import { stepPicture } from "../../model/step-picture.js";

/** @import {AppState} from "../../model/state.js" */

/** @param {Pick<AppState, "opened"|"topology">} state @returns {string[]|null}  of every unit; null: no step is open */
export function numbersOnUnits(state) {
  const picture = stepPicture(state);
  return picture && Array.from(picture.units, formatBrief);
}
