/**
 * Says in a sentence what the picture shows, and in a key what its colours, sizes and shapes mean, with samples made by
 * the scene's own mapping.
 */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { MAP_STRENGTH } from "../../kit/plane/heatmap-colors.js";
import { dimHex, mixHex } from "../../model/colors.js";
import { brightnessOf, levelOf, opacityOf, sizeOf, strengthOf, thicknessOf } from "../plan/mapping.js";
import { readTheme } from "../plan/theme.js";
import { CURVES, captionOf, errorCaptionOf } from "./captions.js";

/** @import {DatasetEvent, Task} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Theme} from "../plan/theme.js" */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 20;
/** Thickness of the strongest connection and radius of the largest unit in the samples, CSS px. */
const MAX_THICKNESS = 8;
const MAX_RADIUS = 8;
const SAMPLE_VALUES = [0.1, 0.5, 1]; // shares of the largest
const SAMPLE_LEVELS = [0, 0.5, 1];

/**
 * @param {HTMLElement} element
 * @returns {{choice: HTMLElement, render: (state: AppState) => void}}
 */
export function createLegend(element) {
  const caption = make("p", { class: "legend__caption" });
  const list = make("ul", { class: "legend__list" });
  const summary = make("summary", {}, "Key");
  const hint = createHint(summary, {
    text: "Explains every colour, size and shape of the picture.",
    side: "above",
  });
  const choice = make("div", { class: "legend__choice" });
  const key = make("details", { class: "legend__key" }, summary, hint, choice, list);
  element.append(caption, key);
  let shown = "";
  return {
    /** For what can be chosen of what it explains. */
    choice,
    render({ view, network, dataset }) {
      const { theme, palette, tiles, surface, pose, connections } = view;
      const { task, n_outputs } = dataset;
      const lacksGradient = connections === "gradients" && network.gradient === null;
      const how = [theme, palette, tiles, surface, pose, connections];
      const what = JSON.stringify([...how, lacksGradient, task, n_outputs]);
      if (what === shown) return;
      shown = what;
      const isMapSeen = pose === "output" && (n_outputs === 1 || surface);
      updateText(caption, isMapSeen ? errorCaptionOf(n_outputs) : captionOf(view, lacksGradient));
      list.replaceChildren(...makeItems(readTheme(), view, dataset));
    },
  };
}

/**
 * @param {Theme} theme
 * @param {ViewSettings} view
 * @param {DatasetEvent} dataset  more than one output means one per class
 */
function makeItems(theme, { tiles, surface, connections }, { n_outputs, task }) {
  const isClasses = n_outputs > 1;
  const map = isClasses ? theme.classes.slice(0, n_outputs) : divergingColors(theme);
  return [
    ...(tiles ? makeTileItems(theme) : makeSphereItems(theme)),
    makeItem(makePoint(theme), "the shown point, at each unit's value"),
    makeItem(makeLines([1], theme.weight_positive), CURVES[connections].positive),
    makeItem(makeLines([1], theme.weight_negative), CURVES[connections].negative),
    makeItem(makeLines(SAMPLE_VALUES, theme.text), "its size, as a share of the largest in its layer"),
    makeItem(makeBias(theme), CURVES[connections].bias),
    ...(connections === "weights"
      ? [
          makeItem(
            makeLines([1], theme.text_muted),
            "into a chosen unit: weight times input at the shown point",
          ),
        ]
      : []),
    ...(isClasses && !surface
      ? []
      : [
          makeItem(makeScale(map), isClasses ? "the class that wins" : "the output"),
          ...makeErrorItems(theme, isClasses, task),
        ]),
  ];
}

/** @param {Theme} theme @param {boolean} isClasses @param {Task} task */
function makeErrorItems(theme, isClasses, task) {
  const meaning = isClasses
    ? "a sample at 1; its stem ends at the output of its own class"
    : "a sample at its own target; its stem ends at the output there";
  return [
    makeItem(makeStem(theme, false), meaning),
    makeItem(makeStem(theme, true), "the same below the sheet, seen through it"),
    ...(task === "regression" ? [] : [makeItem(makeCross(theme), "a sample taken for another class")]),
  ];
}

/** @param {Theme} theme */
const makeTileItems = (theme) => [
  makeItem(makeScale(signedColors(theme)), "a unit's answer: below zero, zero, above"),
  makeItem(makeFrames(theme.units), "tiles of inputs, hidden units, outputs"),
];

/** @param {Theme} theme */
function makeSphereItems({ units: [input, hidden, output] }) {
  return [
    makeItem(makeUnits([1], input), "input"),
    makeItem(makeUnits([1], hidden), "hidden unit"),
    makeItem(makeUnits([1], output), "output"),
    makeItem(makeUnits(SAMPLE_LEVELS, hidden), "activation at the shown point, low to high"),
  ];
}

/** @param {SVGElement} picture @param {string} meaning */
function makeItem(picture, meaning) {
  return make("li", { class: "legend__item" }, picture, meaning);
}

/** As on tiles and map. @param {Theme} theme */
function makePoint({ text, background }) {
  const place = { cx: HEIGHT / 2, cy: HEIGHT / 2, r: 5 };
  return makePicture(HEIGHT, [
    makeShape("circle", { ...place, fill: text, stroke: background, "stroke-width": 2 }),
  ]);
}

/** Tiles side by side, with edges of these colours. @param {string[]} colors */
function makeFrames(colors) {
  const squares = colors.map((stroke, index) => {
    const place = { x: 3 + index * HEIGHT, y: 3, width: 14, height: 14 };
    return makeShape("rect", { ...place, fill: "none", stroke, "stroke-width": 2 });
  });
  return makePicture(colors.length * HEIGHT, squares);
}

/** Below zero, zero, above. @param {Theme} theme */
const signedColors = ({ weight_negative, class_mid, weight_positive }) => [
  weight_negative,
  class_mid,
  weight_positive,
];

/**
 * Lines side by side, as thick and opaque as connections of these values.
 * @param {number[]} values
 * @param {string} color
 */
function makeLines(values, color) {
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
function makeUnits(activations, color) {
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

/** From the low end of a range to the high end, as tiles and the output surface have it. @param {Theme} theme */
function divergingColors({ classes: [low = "", high = ""], class_mid }) {
  return [mixHex(class_mid, low, MAP_STRENGTH), class_mid, mixHex(class_mid, high, MAP_STRENGTH)];
}

/** @param {Theme} theme @param {boolean} isBelow */
function makeStem({ text, text_muted }, isBelow) {
  const stem = { x1: 6, x2: 38, y1: HEIGHT / 2, y2: HEIGHT / 2, stroke: text };
  return makePicture(40, [
    makeShape("line", isBelow ? { ...stem, "stroke-dasharray": "2 2" } : stem),
    makeShape("circle", { cx: 6, cy: HEIGHT / 2, r: 4, fill: text_muted }),
  ]);
}

/** @param {Theme} theme */
function makeCross({ text }) {
  const arm = { x1: 5, x2: 15, stroke: text, "stroke-width": 2 };
  return makePicture(HEIGHT, [
    makeShape("line", { ...arm, y1: 5, y2: 15 }),
    makeShape("line", { ...arm, y1: 15, y2: 5 }),
  ]);
}

/** @param {string[]} colors */
function makeScale(colors) {
  const squares = colors.map((fill, index) =>
    makeShape("rect", { x: index * 12, y: 4, width: 12, height: 12, fill }),
  );
  return makePicture(colors.length * 12, squares);
}

/** @param {Theme} theme */
function makeBias(theme) {
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
