/** The parameters that the loss may be over: first the unit that one enters, then where it comes from. Pure. */

import { capitalized, parametersInto, placeOfParameter, placeOfUnit, unitName } from "./names.js";
import { valueAt } from "./value-at.js";

/** @import {Choice, TopologyEvent} from "../protocol.js" */

/** The units that have parameters. @param {TopologyEvent} topology @returns {Choice[]} */
export function unitChoices(topology) {
  const n_inputs = valueAt(topology.layer_sizes, 0);
  return Array.from({ length: topology.n_units - n_inputs }, (_, at) => ({
    name: String(n_inputs + at),
    label: labelOf(n_inputs + at, topology),
    description: "the parameter is one of its own.",
  }));
}

/** Short enough for a narrow list. @param {number} unit @param {TopologyEvent} topology */
function labelOf(unit, topology) {
  const { layer, index } = placeOfUnit(unit, topology);
  const isHidden = layer < topology.layer_sizes.length - 1;
  return isHidden ? `Hidden ${layer}, unit ${index + 1}` : capitalized(unitName(unit, topology));
}

/** The parameters of a unit. @param {number} unit @param {TopologyEvent} topology @returns {Choice[]} */
export function parameterChoices(unit, topology) {
  return parametersInto(unit, topology).map((parameter) => {
    const { from } = placeOfParameter(parameter, topology);
    return {
      name: String(parameter),
      label: from === null ? "Its bias" : `From ${unitName(from, topology)}`,
      description: from === null ? "what is added to the sum." : "the weight from there.",
    };
  });
}

/**
 * The parameter of another unit that stands where this one stands in its own.
 * @param {number} parameter
 * @param {number} unit
 * @param {TopologyEvent} topology
 */
export function movedToUnit(parameter, unit, topology) {
  const { to, from } = placeOfParameter(parameter, topology);
  const there = parametersInto(unit, topology);
  if (from === null) return valueAt(there, -1);
  const at = parametersInto(to, topology).indexOf(parameter);
  return valueAt(there, Math.min(at, Math.max(there.length - 2, 0)));
}
