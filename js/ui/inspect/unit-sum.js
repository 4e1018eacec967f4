/** Reads the sum of a unit out of a state, and makes it add up as shown. Pure. */

import { parametersInto } from "../../model/names.js";
import { valueAt } from "../../model/value-at.js";
import { roundSum } from "./sum-rounding.js";

/** @import {StateEvent, TopologyEvent} from "../../protocol.js" */
/** @import {RoundedSum} from "./sum-rounding.js" */

/**
 * @typedef {object} UnitSum
 * @property {number[]} weights
 * @property {number[]} inputs
 * @property {number[]} products
 * @property {number} bias
 * @property {number} z
 * @property {number} activation
 * @property {RoundedSum|null} rounded  null: not finite
 */

/**
 * The sum of a unit, or null while the newest state still has another unit's.
 * @param {StateEvent} network
 * @param {number} unit  not an input
 * @param {TopologyEvent} topology
 * @returns {UnitSum|null}
 */
export function readUnitSum({ unit_sum, parameters }, unit, topology) {
  const indices = parametersInto(unit, topology);
  const n_in = indices.length - 1;
  if (unit_sum?.length !== 3 * n_in + 3) return null;
  const part = (/** @type {number} */ at) => Array.from(unit_sum.subarray(at * n_in, (at + 1) * n_in));
  const [weights, inputs, products] = [part(0), part(1), part(2)];
  const [bias = 0, z = 0, activation = 0] = unit_sum.subarray(3 * n_in);
  const isItsOwn = [...weights, bias].every((value, at) => isSameAs(value, parameters[valueAt(indices, at)]));
  if (!isItsOwn) return null;
  return { weights, inputs, products, bias, z, activation, rounded: roundSum(products, bias, z) };
}

/**
 * Whether a double is the single that it was sent as elsewhere.
 * @param {number} value
 * @param {number|undefined} single
 */
function isSameAs(value, single) {
  return Object.is(Math.fround(value), single) || Math.fround(value) === single;
}
