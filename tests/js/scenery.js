/** Networks as the scene places them and as an eye sees them, for tests. */

import { POSES } from "../../js/model/poses.js";
import { fitEye, projection } from "../../js/scene/plan/fit.js";
import { homeLook } from "../../js/scene/plan/look.js";
import { cornersOf, mixPlacements } from "../../js/scene/plan/placement.js";
import { placementOf } from "../../js/scene/plan/poses.js";
import { marginsFor, roomAspect } from "../../js/scene/plan/room.js";
import { topologyOf } from "./topology.js";

/** @import {PoseName} from "../../js/model/poses.js" */
/** @import {Point, Size} from "../../js/scene/plan/fit.js" */
/** @import {Look} from "../../js/scene/plan/look.js" */
/** @import {MapPlace, Placement} from "../../js/scene/plan/placement.js" */

/** In which the network stands. */
export const POSE_NAMES = /** @type {PoseName[]} */ (Object.keys(POSES)).filter(
  (name) => POSES[name].stands === "network",
);

/** A topology with all that names need. @param {number[]} sizes */
export function networkOf(sizes) {
  const n_outputs = sizes.at(-1) ?? 1;
  return {
    ...topologyOf(sizes),
    activations: sizes.slice(1).map((_, layer) => (layer + 2 === sizes.length ? "sigmoid" : "leaky_relu")),
    input_labels: ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"].slice(0, sizes[0]),
    output_labels: n_outputs === 1 ? ["ŷ"] : Array.from({ length: n_outputs }, (_, at) => `class ${at}`),
  };
}

/** @param {number[]} sizes @param {boolean} isWinnerShown  of several classes @returns {MapPlace} */
export const mapPlaceOf = (sizes, isWinnerShown = false) =>
  sizes.at(-1) === 1 ? "unit" : isWinnerShown ? "beside" : null;

/** What stands over the edges of a picture of this size, about as in style/layout.css. @param {Size} size */
export function coverFor({ width }) {
  if (width < 1000) return { top: 0, right: 0, bottom: 0, left: 0 };
  return { top: 52, right: width < 1200 ? 248 : 272, bottom: 136, left: width < 1200 ? 200 : 264 };
}

/** @param {Size} size */
export const marginsOf = (size) => marginsFor(size, coverFor(size));

/**
 * @param {number[]} sizes
 * @param {PoseName} name
 * @param {Size} size
 * @param {{layer?: number, map?: MapPlace}} [options]
 */
export function placed(sizes, name, size, { layer = 1, map = mapPlaceOf(sizes) } = {}) {
  return placementOf(topologyOf(sizes), { name, layer, map, aspect: roomAspect(size, marginsOf(size)) });
}

/**
 * @param {Placement} placement
 * @param {Size} size
 * @param {Look} look
 */
export function seen(placement, size, look) {
  const { plates, map } = placement;
  const height = map === null ? 0 : 0.6 * map[3];
  const points = plates.flatMap((plate, layer) => cornersOf(plate, layer === plates.length - 1 ? height : 0));
  const eye = fitEye(points, look, size, marginsOf(size));
  return { points, eye, project: projection(eye, look, size) };
}

/** @param {number[]} sizes @param {PoseName} name @param {Size} size */
export function atHome(sizes, name, size, options = {}) {
  const placement = placed(sizes, name, size, options);
  return { placement, ...seen(placement, size, homeLook(name)) };
}

/** The corners of a unit's tile. @param {Placement} placement @param {number} unit @returns {Point[]} */
export function tileOf({ spots }, unit) {
  const [x = 0, y = 0, z = 0, half = 0] = spots.subarray(unit * 4, unit * 4 + 4);
  return [
    [x - half, y - half, z],
    [x + half, y - half, z],
    [x + half, y + half, z],
    [x - half, y + half, z],
  ];
}

export { mixPlacements };
