/**
 * The cube in which a space of three axes stands: 1 wide, around the origin. The first axis leads to the right, the
 * second up, the third away from the viewer. Pure.
 */

import { INK_MUTED, INK_TEXT, overlap } from "./label-plan.js";

/** @import {Text} from "../things/atlas.js" */
/** @import {Margins, Point, Size} from "./fit.js" */
/** @import {Label} from "./label-plan.js" */

/** Half of its side. */
export const HALF = 0.5;

/** @typedef {{name: string, ends: string[]}} CubeAxis  as it is labelled: ends are numbers, low and high, or none */
/** @typedef {{project: (point: Point) => {x: number, y: number}, size: Size, cover: Margins, measure: (text: Text) => number}} CubeView  cover: what stands over the picture's edges */
/** @typedef {{low: {x: number, y: number}, high: {x: number, y: number}}} Edge  as it is seen, CSS px */

const SIGNS = /** @type {const} */ ([-1, 1]);

/** @type {Point[]} */
export const CORNERS = SIGNS.flatMap((x) =>
  SIGNS.flatMap((y) => SIGNS.map((z) => /** @type {Point} */ ([x * HALF, y * HALF, z * HALF]))),
);

/**
 * The four edges along each axis, from its low end to its high end.
 * @type {[Point, Point][][]}
 */
const EDGES = [0, 1, 2].map((axis) =>
  SIGNS.flatMap((one) =>
    SIGNS.map((other) => {
      const at = (/** @type {number} */ end) => {
        const coordinates =
          axis === 0 ? [end, one, other] : axis === 1 ? [one, end, other] : [one, other, end];
        return placeOf(/** @type {Point} */ (coordinates));
      };
      return /** @type {[Point, Point]} */ ([at(-1), at(1)]);
    }),
  ),
);

/** All twelve. @type {[Point, Point][]} */
export const ALL_EDGES = EDGES.flat();

/** Where three coordinates are in the world. @param {Point} coordinates  from -1 to 1 along each axis @returns {Point} */
export function placeOf([first, second, third]) {
  return [first * HALF, second * HALF, -third * HALF];
}

/**
 * Margins around the cube: what stands over the picture's edges, and inside of that its names.
 * @param {Size} size
 * @param {Margins} cover
 * @returns {Margins}
 */
export function cubeMargins({ width }, { top, right, bottom, left }) {
  const isNarrow = width - left - right < 560;
  const names = isNarrow ? { above: 20, right: 40, below: 58, left: 56 } : NAMES;
  return {
    top: top + names.above,
    right: right + names.right,
    bottom: bottom + names.below,
    left: left + names.left,
  };
}

/** Room for them in a wide picture, CSS px. */
const NAMES = { above: 24, right: 72, below: 60, left: 72 };

const NAME_PX = 13;
const END_PX = 11;
const NOTE_PX = 12;
/** Of the note's middle, above the lower border, CSS px. */
const FOOT = 14;
/** From an edge to its numbers and to its name, CSS px. */
const END_GAP = 13;
const NAME_GAP = 26;
/** Numbers stand so far from the ends of an edge, as a share of it. */
const INSET = 0.05;

/**
 * The names of the axes and the numbers at their ends, outside of the cube as it is seen now: along the lowest edges to
 * the right and away, along the leftmost one up. None is on another.
 *
 * @param {CubeAxis[]} axes  up to three; without a name: none is there
 * @param {string} note  below the picture
 * @param {CubeView} view
 * @returns {Label[]}
 */
export function planCubeLabels(axes, note, { project, size, cover, measure }) {
  const middle = project([0, 0, 0]);
  /** @type {Label[]} */ const names = [];
  /** @type {Label[]} */ const ends = [];
  for (const [axis, { name, ends: texts }] of axes.entries()) {
    if (name === "") continue;
    const edge = outerEdge(axis, project);
    const beside = (/** @type {number} */ share, /** @type {number} */ gap, /** @type {Text} */ text) => {
      const at = mixed(edge, share);
      const out = Math.hypot(at.x - middle.x, at.y - middle.y) || 1;
      const [x, y] = [(at.x - middle.x) / out, (at.y - middle.y) / out];
      const reach = gap + (Math.abs(x) * measure(text)) / 2;
      return inside({ x: at.x + x * reach, y: at.y + y * gap }, measure(text) / 2, text.px, size, cover);
    };
    names.push(label(name, NAME_PX, 600, INK_TEXT, (text) => beside(0.5, NAME_GAP, text)));
    for (const [end, text] of texts.entries()) {
      const share = end === 0 ? INSET : 1 - INSET;
      ends.push(label(text, END_PX, 400, INK_MUTED, (of) => beside(share, END_GAP, of)));
    }
  }
  /** @type {Label[]} */ const taken = [];
  const foot = { x: (cover.left + size.width - cover.right) / 2, y: size.height - cover.bottom - FOOT };
  const notes = note === "" ? [] : [label(note, NOTE_PX, 400, INK_MUTED, () => foot)];
  for (const one of [...notes, ...names, ...ends]) {
    if (!taken.some((other) => overlap(one, other, measure))) taken.push(one);
  }
  return taken;
}

/**
 * The edge along an axis beside which its name stands, as it is seen: from its low end to its high end.
 * @param {number} axis
 * @param {(point: Point) => {x: number, y: number}} project
 */
function outerEdge(axis, project) {
  const seen = (EDGES[axis] ?? []).map(([low, high]) => ({ low: project(low), high: project(high) }));
  const rank = (/** @type {Edge} */ { low, high }) => (axis === 1 ? low.x + high.x : -(low.y + high.y));
  return seen.reduce((best, edge) => (rank(edge) < rank(best) ? edge : best));
}

/** @param {Edge} edge @param {number} share */
const mixed = ({ low, high }, share) => ({
  x: low.x + (high.x - low.x) * share,
  y: low.y + (high.y - low.y) * share,
});

/** @param {{x: number, y: number}} at @param {number} halfWidth @param {number} px @param {Size} size @param {Margins} cover */
function inside({ x, y }, halfWidth, px, { width, height }, { top, right, bottom, left }) {
  return {
    x: Math.min(Math.max(x, left + halfWidth + 2), width - right - halfWidth - 2),
    y: Math.min(Math.max(y, top + px / 2 + 2), height - bottom - px / 2 - 2),
  };
}

/**
 * @param {string} text @param {number} px @param {number} weight @param {number} ink
 * @param {(text: Text) => {x: number, y: number}} at
 * @returns {Label}
 */
function label(text, px, weight, ink, at) {
  const style = { text, px, weight, outline: 2 };
  return { ...style, ink, ...at(style) };
}
