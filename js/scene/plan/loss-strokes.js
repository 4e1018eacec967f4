/** The lines and balls on the surface of the loss: its vertical axis, sticks, the run's way, the ball. Pure. */

import { BASE, HEIGHT, pathOf, placing, spaced } from "./loss-relief.js";
import { heightOf, roundLosses } from "./loss-scale.js";

/** @import {LossSurface} from "../../protocol.js" */
/** @import {Point} from "./fit.js" */
/** @import {LossScale} from "./loss-scale.js" */

/**
 * @typedef {object} Stroke
 * @property {Point} from
 * @property {Point} to  the same: it is a ball
 * @property {number} width  CSS px
 * @property {number} ink  of STROKE_INKS
 */

/** In the order of the colours in the shader (js/scene/loss/strokes.js). */
export const STROKE_INKS = { rim: 0, path: 1, stick: 2, frame: 3, dark: 4, ball: 5 };

const PATH_PX = 3;
const STICK_PX = 1.5;
const FRAME_PX = 1.25;
const KNOT_PX = 7;
const BALL_PX = 17;
/** Around path and ball, CSS px. */
const RIM_PX = 1.25;
/** Knots of the path stand so far apart, of world units. */
const KNOT_SPACING = 0.06;
/** Length of a mark on the vertical axis, as a share of the block's side. */
const TICK = 0.03;

/** @param {[number, number]} corner  x and z @param {LossScale} scale @returns {Stroke[]} */
export function axisStrokes([x, z], scale) {
  const look = { width: FRAME_PX, ink: STROKE_INKS.frame };
  const ticks = roundLosses(scale).map((loss) => {
    const y = heightOf(scale, loss) * HEIGHT;
    const from = /** @type {Point} */ ([x, y, z]);
    return { ...look, from, to: /** @type {Point} */ ([x + Math.sign(x) * TICK, y, z]) };
  });
  return [{ ...look, from: [x, -BASE, z], to: [x, HEIGHT, z] }, ...ticks];
}

/** @typedef {{from: Point, to: Point}} Line */

/** Sticks, and the way with its knots; it ends at the ball. @param {LossSurface} surface @param {LossScale} scale @returns {Stroke[]} */
export function pathStrokes(surface, scale) {
  const points = pathOf(surface, scale);
  const { rim, path, stick } = STROKE_INKS;
  const end = surface.loss === null ? [] : [placing(surface.half_widths, scale)(0, 0, surface.loss)];
  const way = [...points.map((point) => point.true), ...end];
  const legs = way.slice(1).map((to, at) => ({ from: /** @type {Point} */ (way[at]), to }));
  const knots = spaced(way, KNOT_SPACING).map((at) => ({ from: at, to: at }));
  const sticks = points.map(({ true: to, foot: from }) => ({ from, to }));
  return [
    ...drawn(sticks, STICK_PX, stick),
    ...drawn(legs, PATH_PX + 2 * RIM_PX, rim),
    ...drawn(knots, KNOT_PX + 2 * RIM_PX, rim),
    ...drawn(legs, PATH_PX, path),
    ...drawn(knots, KNOT_PX, path),
  ];
}

/** @param {Point} at @returns {Stroke[]} */
export function ballStrokes(at) {
  const ball = [{ from: at, to: at }];
  return [...drawn(ball, BALL_PX + 2 * RIM_PX, STROKE_INKS.dark), ...drawn(ball, BALL_PX, STROKE_INKS.ball)];
}

/** @param {Line[]} lines @param {number} width @param {number} ink @returns {Stroke[]} */
const drawn = (lines, width, ink) => lines.map((line) => ({ ...line, width, ink }));
