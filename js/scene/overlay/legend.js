/**
 * Says what colours, thickness and sizes in the scene mean, with samples made by the scene's own mapping.
 */

import { dimHex, mixHex } from "../../model/colors.js";
import {
  brightnessOf,
  levelOf,
  MAP_STRENGTH,
  opacityOf,
  sizeOf,
  strengthOf,
  thicknessOf,
} from "../plan/mapping.js";
import { readTheme } from "../plan/theme.js";

/** @import {StateEvent} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Theme} from "../plan/theme.js" */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 20;
/** Thickness of the strongest connection and radius of the largest unit in the samples, CSS px. */
const MAX_THICKNESS = 8;
const MAX_RADIUS = 8;
const SAMPLE_VALUES = [0.5, 1, 3];
const SAMPLE_LEVELS = [0, 0.5, 1];

/**
 * @param {HTMLElement} element
 * @returns {{render: (state: AppState) => void}}
 */
export function createLegend(element) {
  const list = document.createElement("ul");
  list.className = "legend-list";
  Object.assign(list.style, {
    display: "flex",
    flexWrap: "wrap",
    gap: "0.125rem 0.875rem",
    margin: "0",
    padding: "0",
    listStyle: "none",
  });
  element.append(list);
  /** @type {ViewSettings|null} */
  let view = null;
  /** @type {StateEvent["sample"]} */
  let sample = null;
  let n_outputs = 0;
  return {
    render(state) {
      const names = /** @type {const} */ (["theme", "palette", "tiles", "surface"]);
      const is_same = names.every((name) => view?.[name] === state.view[name]);
      if (is_same && sample === state.network.sample && n_outputs === state.dataset.n_outputs) {
        return;
      }
      view = state.view;
      sample = state.network.sample;
      n_outputs = state.dataset.n_outputs;
      list.replaceChildren(...makeItems(readTheme(), sample, view, n_outputs));
    },
  };
}

/**
 * @param {Theme} theme
 * @param {number|null} sample
 * @param {ViewSettings} view
 * @param {number} n_outputs  of the network: more than one means one per class
 */
function makeItems(theme, sample, { tiles, surface }, n_outputs) {
  const [input, hidden, output] = theme.units;
  const shown = sample === null ? "training mean" : `training sample ${sample + 1}`;
  return [
    makeItem(makeLines([3], theme.weight_positive), "positive", "A weight or bias above zero"),
    makeItem(makeLines([-3], theme.weight_negative), "negative", "A weight or bias below zero"),
    makeItem(
      makeLines(SAMPLE_VALUES, theme.text),
      `size ${SAMPLE_VALUES.join(", ")}`,
      "The further a weight or bias is from zero, the thicker and more opaque it is drawn",
    ),
    makeItem(
      makeBias(theme),
      "bias stub",
      "The short stub that enters a unit from below is its bias; it is coloured and thick like a weight",
    ),
    makeItem(makeUnits([1], input), "input", "An input of the network"),
    makeItem(makeUnits([1], hidden), "hidden", "A unit of a hidden layer"),
    makeItem(makeUnits([1], output), "output", "An output of the network"),
    makeItem(
      makeUnits(SAMPLE_LEVELS, hidden),
      `activation, low to high (${shown})`,
      tiles
        ? "The higher a unit's activation lies in its range, the thicker and brighter its frame is drawn"
        : "The higher a unit's activation lies in its range, the larger and brighter it is drawn",
    ),
    ...(tiles
      ? [
          makeItem(
            makeScale(divergingColors(theme)),
            "response over the plane",
            n_outputs > 1
              ? "A tile shows a unit's activation for every x₁ (to the right) and x₂ (up): colour, and height when turned; an output is drawn in the colour of its class, the paler the lower it is"
              : "A tile shows a unit's activation for every x₁ (to the right) and x₂ (up): colour, and height when turned",
          ),
        ]
      : []),
    ...(surface
      ? [
          makeItem(
            makeScale(n_outputs > 1 ? theme.classes.slice(0, n_outputs) : divergingColors(theme)),
            "output surface",
            n_outputs > 1
              ? "For every x₁ and x₂ the colour of the class with the largest output, which is the height when turned; each sample stands at the network's output there, in the colour of its own class"
              : "The output for every x₁ and x₂: colour, and height when turned; each sample stands at the network's output there, in the colour of its own class or target",
          ),
        ]
      : []),
  ];
}

/**
 * @param {SVGElement} picture
 * @param {string} meaning
 * @param {string} sentence
 */
function makeItem(picture, meaning, sentence) {
  const item = document.createElement("li");
  item.className = "legend-item";
  item.title = sentence;
  Object.assign(item.style, { display: "inline-flex", alignItems: "center", gap: "0.3rem" });
  item.append(picture, meaning);
  return item;
}

/**
 * Lines side by side, as thick and opaque as connections of these values.
 * @param {number[]} values
 * @param {string} color
 */
function makeLines(values, color) {
  const lines = values.map((value, index) => {
    const strength = strengthOf(value);
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
function divergingColors({ classes: [low, high], class_mid }) {
  return [mixHex(class_mid, low, MAP_STRENGTH), class_mid, mixHex(class_mid, high, MAP_STRENGTH)];
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
  const strength = strengthOf(3);
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
