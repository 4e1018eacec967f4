/** The surface of the loss in words: its axes, what it is of, how much of the run's path it shows. Pure. */

import { placeOfParameter, placeOfUnit, shortUnitName } from "./names.js";

/** @import {LossSurface, TopologyEvent} from "../protocol.js" */

const ORDINALS = ["1st", "2nd"];

/**
 * A parameter in few words: "weight x₁ → unit 3".
 * @param {number} parameter
 * @param {TopologyEvent} topology
 */
export function shortParameterName(parameter, topology) {
  const { from, to } = placeOfParameter(parameter, topology);
  const end = unitAsEnd(to, topology);
  return from === null ? `bias of ${end}` : `weight ${unitAsEnd(from, topology)} → ${end}`;
}

/** @param {number} unit @param {TopologyEvent} topology */
function unitAsEnd(unit, topology) {
  const { layer } = placeOfUnit(unit, topology);
  const last = topology.layer_sizes.length - 1;
  const name = shortUnitName(unit, topology);
  if (layer === 0 || layer === last) return name;
  return last > 2 ? `unit ${name} of hidden ${layer}` : `unit ${name}`;
}

/**
 * The names of both axes.
 * @param {Pick<LossSurface, "parameters"|"shares">} surface
 * @param {TopologyEvent} topology
 * @returns {string[]}
 */
export function axisNames({ parameters, shares }, topology) {
  if (parameters) return parameters.map((parameter) => shortParameterName(parameter, topology));
  return ORDINALS.map((ordinal, at) => `${ordinal} direction (${percent(shares?.[at] ?? 0)})`);
}

/**
 * The ends of both axes: of a parameter its values there, of a direction the distance from the middle.
 * @param {Pick<LossSurface, "values"|"half_widths">} surface
 * @returns {[number, number][]}
 */
export function axisEnds({ values, half_widths }) {
  return half_widths.map((half, at) => {
    const middle = values?.[at] ?? 0;
    return [middle - half, middle + half];
  });
}

/**
 * What one sees, in words.
 * @param {LossSurface} surface
 * @param {{asked: "path"|[number, number], isLog: boolean}} shown
 */
export function lossCaption(surface, { asked, isLog }) {
  const { parameters, samples, shares } = surface;
  const whose = samples === "train" ? "train loss" : "test loss";
  const over = parameters ? "two parameters" : "the two main directions of the run's path";
  return [
    `The height is the ${whose}, without penalties, over ${over}; the ball is where the network is.`,
    ...(asked === "path" && parameters ? ["The run has no path yet that has two directions."] : []),
    ...(shares
      ? [`The plane holds ${percent(shares[0] + shares[1])} of the path's movement. ${offPlane(surface)}`]
      : []),
    ...(isLog ? ["Heights are logarithmic."] : []),
  ].join(" ");
}

/** How far the path leaves the plane. @param {Pick<LossSurface, "path">} surface */
function offPlane({ path }) {
  const farthest = Math.max(0, ...path.subarray((path.length / 5) * 4));
  return `Its points are up to ${Number(farthest.toPrecision(2))} off the plane; each stands on a stick at its true loss.`;
}

/** @param {number} share  0 to 1; nearly all is not all, and hardly any is not none */
function percent(share) {
  const isNearEnd = share > 0.99 || share < 0.01;
  const rounded = isNearEnd ? Math.floor(share * 1000) / 10 : Math.round(share * 100);
  return `${rounded}\u202f%`;
}

/**
 * The parameters that the two directions are to be, once one of them has been chosen.
 * @param {[number, number]} pair
 * @param {0|1} axis
 * @param {number} parameter
 * @returns {[number, number]}  which differ: the same twice changes places
 */
export function withParameter(pair, axis, parameter) {
  const next = /** @type {[number, number]} */ ([...pair]);
  const other = axis === 0 ? 1 : 0;
  if (next[other] === parameter) next[other] = pair[axis];
  next[axis] = parameter;
  return next;
}
