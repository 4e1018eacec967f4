/** What the units show, in words. Pure. */

import { formatCoordinate } from "./format.js";

/** @import {Point, Shown} from "../model/shown-point.js" */

/** @param {Point} point */
export const pointText = ([x1, x2]) => `x₁ ${formatCoordinate(x1)}, x₂ ${formatCoordinate(x2)}`;

/**
 * Where the numbers are of, to stand behind what they are: "the value at x₁ 3.80, x₂ 1.18".
 * @param {Shown} shown
 */
export function shownText({ sample, point }) {
  if (point) return `at ${pointText(point)}`;
  return sample === null ? "for the mean over the training samples" : `for training sample ${sample + 1}`;
}
