/**
 * What is written around the surface of the loss as it is seen now: round losses along its leftmost edge, the names and
 * ends of the two directions along its lowest edges. Upright, and none on another. Pure.
 */

import { INK_MUTED, INK_TEXT, overlap } from "./label-plan.js";
import { BASE, HALF, HEIGHT } from "./loss-relief.js";
import { heightOf, roundLosses } from "./loss-scale.js";

/** @import {Text} from "../things/atlas.js" */
/** @import {Margins, Point, Size} from "./fit.js" */
/** @import {Label} from "./label-plan.js" */
/** @import {LossScale} from "./loss-scale.js" */

/** @typedef {{x: number, y: number}} Pixel */

/**
 * @typedef {object} LossPlan
 * @property {LossScale} scale
 * @property {string} lossName
 * @property {string[]} names  of both directions
 * @property {string[][]} ends  of both directions, low and high
 * @property {{at: Point, text: string}|null} ball
 * @property {(point: Point) => Pixel} project
 * @property {Size} size
 * @property {Margins} cover  of the window, by what stands over its edges
 * @property {(text: Text) => number} measure
 */

const NAME_PX = 13;
const NUMBER_PX = 11;
/** From an edge to its numbers and to its name, CSS px. */
const NUMBER_GAP = 9;
const NAME_GAP = 27;
/** From the middle of the ball to its loss, CSS px. */
const BALL_RISE = 20;
/** The numbers at the ends of an edge stand so far inside, as a share of it. */
const INSET = 0.04;

/** The corner that is farthest to the left. @param {(point: Point) => Pixel} project @returns {[number, number]} */
export function axisCorner(project) {
  const corners = /** @type {[number, number][]} */ ([
    [-HALF, -HALF],
    [-HALF, HALF],
    [HALF, -HALF],
    [HALF, HALF],
  ]);
  const left = (/** @type {[number, number]} */ [x, z]) => project([x, 0, z]).x;
  return corners.reduce((best, corner) => (left(corner) < left(best) ? corner : best));
}

/** @param {LossPlan} plan @returns {Label[]} */
export function planLossLabels(plan) {
  /** @type {Label[]} */ const taken = [];
  for (const label of [...ballLabels(plan), ...edgeLabels(plan), ...lossLabels(plan)]) {
    if (!taken.some((other) => overlap(label, other, plan.measure))) taken.push(label);
  }
  return taken;
}

/** @param {LossPlan} plan @returns {Label[]} */
function ballLabels({ ball, project, ...plan }) {
  if (ball === null) return [];
  const { x, y } = project(ball.at);
  return [written(ball.text, NAME_PX, 600, INK_TEXT, () => ({ x, y: y - BALL_RISE }), plan)];
}

/** Of the vertical axis: the name over it, and round losses. @param {LossPlan} plan */
function lossLabels({ scale, lossName, project, ...plan }) {
  const [x, z] = axisCorner(project);
  const top = project([x, HEIGHT, z]);
  const name = written(
    lossName,
    NAME_PX,
    600,
    INK_TEXT,
    () => ({ x: top.x, y: top.y - NUMBER_GAP * 2 }),
    plan,
  );
  const numbers = roundLosses(scale).map((loss) => {
    const at = project([x, heightOf(scale, loss) * HEIGHT, z]);
    return written(
      shortNumber(loss),
      NUMBER_PX,
      400,
      INK_MUTED,
      (width) => ({ x: at.x - width / 2 - NUMBER_GAP, y: at.y }),
      plan,
    );
  });
  return [name, ...numbers];
}

/** Of the two directions, along the edges of the foot that are lowest in the picture. @param {LossPlan} plan */
function edgeLabels({ names, ends, project, ...plan }) {
  const middle = project([0, -BASE, 0]);
  const edges = [0, 1].map((axis) => lowestEdge(axis, project));
  const beside = (/** @type {number} */ axis, /** @type {number} */ share, /** @type {number} */ gap) => {
    const [low, high] = edges[axis] ?? [middle, middle];
    const at = { x: low.x + (high.x - low.x) * share, y: low.y + (high.y - low.y) * share };
    const centre = { x: (low.x + high.x) / 2 - middle.x, y: (low.y + high.y) / 2 - middle.y };
    const out = Math.hypot(centre.x, centre.y) || 1;
    const [x, y] = [centre.x / out, centre.y / out];
    const slope = Math.abs((high.y - low.y) / (high.x - low.x || 1));
    return (/** @type {number} */ width) => {
      const wanted = at.x + x * (gap + width / 2);
      const { cover, size } = plan;
      const inside = Math.min(Math.max(wanted, cover.left + width / 2), size.width - cover.right - width / 2);
      return { x: inside, y: at.y + y * gap + 4 + Math.abs(inside - wanted) * slope }; // down along the edge
    };
  };
  const titles = names.map((name, axis) =>
    written(name, NAME_PX, 600, INK_TEXT, beside(axis, 0.5, NAME_GAP), plan),
  );
  const numbers = ends.flatMap((texts, axis) =>
    texts.map((text, end) => {
      const share = end === 0 ? INSET : 1 - INSET;
      return written(text, NUMBER_PX, 400, INK_MUTED, beside(axis, share, NUMBER_GAP), plan);
    }),
  );
  return [...titles, ...numbers];
}

/** @param {number} axis @param {(point: Point) => Pixel} project @returns {[Pixel, Pixel]}  from its low end to its high end */
function lowestEdge(axis, project) {
  const edges = [-HALF, HALF].map((side) => {
    const at = (/** @type {number} */ end) =>
      project(axis === 0 ? [end * HALF, -BASE, side] : [side, -BASE, -end * HALF]);
    return /** @type {[Pixel, Pixel]} */ ([at(-1), at(1)]);
  });
  return edges.reduce((best, edge) => (edge[0].y + edge[1].y > best[0].y + best[1].y ? edge : best));
}

/** A round loss as short as it can be said. @param {number} loss */
export function shortNumber(loss) {
  const size = Math.abs(loss);
  if (size === 0 || (size >= 1e-3 && size < 1e5)) return String(loss).replace("-", "\u2212");
  const [mantissa = "", power = ""] = loss.toExponential().split("e");
  return `${mantissa === "1" ? "" : `${mantissa.replace("-", "\u2212")}·`}10${raised(power)}`;
}

/** @param {string} power  such as "-4" or "+12" */
function raised(power) {
  const sign = power.startsWith("-") ? "⁻" : "";
  return sign + power.replace(/\D/g, "").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "");
}

/**
 * A label that stays inside the window.
 * @param {string} text @param {number} px @param {number} weight @param {number} ink
 * @param {(width: number) => Pixel} placeOf
 * @param {{size: Size, cover: Margins, measure: (text: Text) => number}} plan
 * @returns {Label}
 */
function written(text, px, weight, ink, placeOf, { size, cover, measure }) {
  const style = { text, px, weight, outline: 2 };
  const half = measure(style) / 2;
  const { x, y } = placeOf(2 * half);
  const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
    Math.min(Math.max(value, low), Math.max(high, low));
  return {
    ...style,
    ink,
    x: within(x, cover.left + half + 2, size.width - cover.right - half - 2),
    y: within(y, cover.top + px / 2 + 2, size.height - cover.bottom - px / 2 - 2),
  };
}
