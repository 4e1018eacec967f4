/** The small pictures of the key, made by the scene's own mapping. */

import { dimHex } from "../../model/colors.js";
import { brightnessOf, levelOf, opacityOf, sizeOf, strengthOf, thicknessOf } from "../plan/mapping.js";

/** @import {Theme} from "../plan/theme.js" */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 20;
/** Thickness of the strongest connection and radius of the largest unit, CSS px. */
const MAX_THICKNESS = 8;
const MAX_RADIUS = 8;

/** As on tiles and map. @param {Theme} theme */
export function makePoint({ text, background }) {
  const place = { cx: HEIGHT / 2, cy: HEIGHT / 2, r: 5 };
  return makePicture(HEIGHT, [
    makeShape("circle", { ...place, fill: text, stroke: background, "stroke-width": 2 }),
  ]);
}

/** Tiles side by side, with edges of these colours. @param {string[]} colors */
export function makeFrames(colors) {
  const squares = colors.map((stroke, index) => {
    const place = { x: 3 + index * HEIGHT, y: 3, width: 14, height: 14 };
    return makeShape("rect", { ...place, fill: "none", stroke, "stroke-width": 2 });
  });
  return makePicture(colors.length * HEIGHT, squares);
}

/**
 * Lines side by side, as thick and opaque as connections of these values.
 * @param {number[]} values
 * @param {string} color
 */
export function makeLines(values, color) {
  const lines = values.map((value, index) => {
    const strength = strengthOf(value, 1);
    return makeShape("line", {
      x1: 2 + index * 24,
      x2: 20 + index * 24,
      y1: HEIGHT / 2,
      y2: HEIGHT / 2,
      stroke: color,
      "stroke-width": MAX_THICKNESS * thicknessOf(strength),
      "stroke-opacity": opacityOf(strength),
    });
  });
  return makePicture(values.length * 24 - 2, lines);
}

/**
 * Units side by side, as large and bright as those of these activations in the range 0 to 1.
 * @param {number[]} activations
 * @param {string} color
 */
export function makeUnits(activations, color) {
  const circles = activations.map((activation, index) => {
    const level = levelOf(activation, [0, 1]);
    return makeShape("circle", {
      cx: HEIGHT / 2 + index * HEIGHT,
      cy: HEIGHT / 2,
      r: MAX_RADIUS * sizeOf(level),
      fill: dimHex(color, brightnessOf(level)),
      stroke: color,
    });
  });
  return makePicture(activations.length * HEIGHT, circles);
}

/** @param {Theme} theme @param {boolean} isBelow */
export function makeStem({ text, text_muted }, isBelow) {
  const stem = { x1: 6, x2: 38, y1: HEIGHT / 2, y2: HEIGHT / 2, stroke: text };
  return makePicture(40, [
    makeShape("line", isBelow ? { ...stem, "stroke-dasharray": "2 2" } : stem),
    makeShape("circle", { cx: 6, cy: HEIGHT / 2, r: 4, fill: text_muted }),
  ]);
}

/** @param {Theme} theme */
export function makeCross({ text }) {
  const arm = { x1: 5, x2: 15, stroke: text, "stroke-width": 2 };
  return makePicture(HEIGHT, [
    makeShape("line", { ...arm, y1: 5, y2: 15 }),
    makeShape("line", { ...arm, y1: 15, y2: 5 }),
  ]);
}

/** @param {string[]} colors */
export function makeScale(colors) {
  const squares = colors.map((fill, index) =>
    makeShape("rect", { x: index * 12, y: 4, width: 12, height: 12, fill }),
  );
  return makePicture(colors.length * 12, squares);
}

/** @param {Theme} theme */
export function makeBias(theme) {
  const strength = strengthOf(1, 1);
  const stub = makeShape("line", {
    x1: HEIGHT / 2,
    x2: HEIGHT / 2,
    y1: 8,
    y2: HEIGHT - 3,
    stroke: theme.weight_positive,
    "stroke-width": 4 * thicknessOf(strength),
    "stroke-opacity": opacityOf(strength),
    "stroke-linecap": "round",
  });
  const unit = makeShape("circle", { cx: HEIGHT / 2, cy: 7, r: 6, fill: theme.units[1] });
  return makePicture(HEIGHT, [stub, unit]);
}

/** @param {Theme} theme */
export function makePane({ accent }) {
  const pane = { x: 3, y: 3, width: 14, height: 14, fill: accent, "fill-opacity": 0.25, stroke: accent };
  return makePicture(HEIGHT, [makeShape("rect", pane)]);
}

/** @param {Theme} theme */
export const makeDot = ({ text_muted: fill }) =>
  makePicture(HEIGHT, [makeShape("circle", { cx: HEIGHT / 2, cy: HEIGHT / 2, r: 5, fill })]);

/** @param {Theme} theme */
export function makeRing({ text_muted: stroke }) {
  const ring = { cx: HEIGHT / 2, cy: HEIGHT / 2, r: 4, fill: "none", stroke, "stroke-width": 2.5 };
  return makePicture(HEIGHT, [makeShape("circle", ring)]);
}

/**
 * @param {number} width  CSS px
 * @param {SVGElement[]} shapes
 */
function makePicture(width, shapes) {
  const picture = makeShape("svg", { width, height: HEIGHT, "aria-hidden": "true" });
  picture.style.flex = "none";
  picture.append(...shapes);
  return picture;
}

/**
 * @param {string} name
 * @param {Record<string, string|number>} attributes
 * @returns {SVGElement}
 */
function makeShape(name, attributes) {
  const shape = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) {
    shape.setAttribute(key, String(value));
  }
  return shape;
}
