/**
 * Says in a sentence what the picture shows, and in a key what its colours, sizes and shapes mean, with samples made by
 * the scene's own mapping.
 */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { MAP_STRENGTH } from "../../kit/plane/heatmap-colors.js";
import { mixHex } from "../../model/colors.js";
import { POSES } from "../../model/poses.js";
import { readTheme } from "../plan/theme.js";
import { CURVES, captionOf } from "./captions.js";
import {
  makeBias,
  makeCross,
  makeDot,
  makeFrames,
  makeLines,
  makePane,
  makePoint,
  makeRing,
  makeScale,
  makeStem,
  makeUnits,
} from "./key-pictures.js";
import { stepNouns } from "./step-text.js";

/** @import {DatasetEvent, Task} from "../../protocol.js" */
/** @import {ExhibitName} from "../../model/poses.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Theme} from "../plan/theme.js" */

const SAMPLE_VALUES = [0.1, 0.5, 1]; // shares of the largest
const SAMPLE_LEVELS = [0, 0.5, 1];

/**
 * @param {HTMLElement} element
 * @returns {{render: (state: AppState) => void}}
 */
export function createLegend(element) {
  const caption = make("p", { class: "legend__caption" });
  const list = make("ul", { class: "legend__list" });
  const summary = make("summary", {}, "Key");
  const hint = createHint(summary, {
    text: "Explains every colour, size and shape of the picture.",
    side: "above",
  });
  const key = make("details", { class: "legend__key" }, summary, hint, list);
  element.append(caption, key);
  let shown = "";
  return {
    render(state) {
      const { view, dataset } = state;
      const { theme, palette, tiles, surface, pose, connections } = view;
      const { task, n_outputs } = dataset;
      const { stands } = POSES[pose];
      updateText(caption, captionOf(state));
      caption.toggleAttribute("data-step", state.opened !== null);
      const step = stepNouns(state);
      const what = JSON.stringify([
        ...[theme, palette, tiles, surface, stands, connections, task, n_outputs, step],
      ]);
      if (what === shown) return;
      shown = what;
      list.replaceChildren(...KEYS[stands](readTheme(), state));
    },
  };
}

/** What its colours, sizes and shapes mean. @type {Record<ExhibitName, (theme: Theme, state: AppState) => HTMLElement[]>} */
const KEYS = {
  network: (theme, state) => makeStepItems(theme, state) ?? makeItems(theme, state.view, state.dataset),
  hidden: makeSpaceItems,
  loss: makeLossItems,
};

/**
 * @param {Theme} theme
 * @param {ViewSettings} view
 * @param {DatasetEvent} dataset  more than one output means one per class
 */
function makeItems(theme, { tiles, surface, connections }, { n_outputs, task }) {
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
    ...(n_outputs > 1 && !surface
      ? []
      : [makeMapItem(theme, n_outputs), ...makeErrorItems(theme, n_outputs > 1, task)]),
  ];
}

/** While a step is open. @param {Theme} theme @param {AppState} state */
function makeStepItems(theme, state) {
  const nouns = stepNouns(state);
  if (nouns === null) return null;
  const { unit, unitScales, curve, curveScales } = nouns;
  const tiles = [
    makeItem(makeScale(signedColors(theme)), `${unit}: below zero, zero, above`),
    makeItem(makeScale([theme.weight_positive]), `full colour: ${unitScales}`),
  ];
  const curves = [
    makeItem(makeLines([1], theme.weight_positive), `${curve}, above zero`),
    makeItem(makeLines([1], theme.weight_negative), `${curve}, below zero`),
    makeItem(makeLines(SAMPLE_VALUES, theme.text), `its size; the thickest: ${curveScales}`),
    makeItem(makeBias(theme), "the same of a unit's bias, below it"),
  ];
  return [
    ...(unit === null ? [] : tiles),
    makeItem(makeFrames([theme.glass_edge]), "an empty tile: not computed yet"),
    ...(curveScales === "" ? [] : curves),
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

/** Of a layer's space. @param {Theme} theme @param {AppState} state */
function makeSpaceItems(theme, { dataset }) {
  return [
    makeMapItem(theme, dataset.n_outputs),
    makeItem(makeLines([1], theme.text), "where the pane cuts the plane"),
    makeItem(makePane(theme), "the pane: the next unit's sum is 0"),
    makeItem(makeDot(theme), "a training sample"),
    makeItem(makeRing(theme), "a test sample"),
  ];
}

/** @param {Theme} theme @param {number} n_outputs */
function makeMapItem(theme, n_outputs) {
  const isClasses = n_outputs > 1;
  const map = isClasses ? theme.classes.slice(0, n_outputs) : divergingColors(theme);
  return makeItem(makeScale(map), isClasses ? "the class that wins" : "the output");
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

/** Below zero, zero, above. @param {Theme} theme */
const signedColors = ({ weight_negative, class_mid, weight_positive }) => [
  weight_negative,
  class_mid,
  weight_positive,
];

/** From the low end of a range to the high end, as tiles and the output surface have it. @param {Theme} theme */
function divergingColors({ classes: [low = "", high = ""], class_mid }) {
  return [mixHex(class_mid, low, MAP_STRENGTH), class_mid, mixHex(class_mid, high, MAP_STRENGTH)];
}

/** @param {Theme} theme */
function makeLossItems({ loss_colors: [low, mid, high], loss_path }) {
  return [
    makeItem(
      makeScale([low, mixHex(low, mid, 0.5), mid, mixHex(mid, high, 0.5), high]),
      "the loss, low to high",
    ),
    makeItem(makeLines([1], loss_path), "the way of the run, at its true losses"),
    makeItem(makeLines([0.5], loss_path), "a stick from there to the surface"),
  ];
}
