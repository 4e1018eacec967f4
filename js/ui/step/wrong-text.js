/** What is said of the stations that are wrong: here, the numbers; from elsewhere, the first of them. Pure. */

import { formatExact } from "../../kit/format.js";
import { layerName } from "../../model/names.js";
import { quantityText } from "../../model/opened-step.js";
import { mistakesOf, wrongHere } from "../../model/step-wrong.js";
import { valueAt } from "../../model/value-at.js";

/** @import {TopologyEvent, WrongStation} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */

/** @param {OpenedStep} opened @param {TopologyEvent} topology @returns {string} */
export function wrongText(opened, topology) {
  const here = wrongHere(opened);
  if (here) {
    const [found, expected] = [here.found, here.expected].map((value) => formatExact(value ?? Number.NaN));
    return `${here.message} Found ${found}, expected ${expected} by ${here.compared_with}.`;
  }
  const [first, ...others] = mistakesOf(opened);
  if (!first) return "";
  const named = `The first that is wrong, ${placeText(opened, first, topology)}: ${first.message}`;
  if (others.length === 0) return named;
  return `${named} By what enters it, so is ${others.map((one) => placeText(opened, one, topology)).join("; ")}.`;
}

/** @param {OpenedStep} opened @param {WrongStation} wrong @param {TopologyEvent} topology */
function placeText({ record }, wrong, topology) {
  const { name, layer } = valueAt(record.stations, wrong.station);
  return layer === null ? quantityText(name) : `${layerName(layer, topology)}, ${quantityText(name)}`;
}
