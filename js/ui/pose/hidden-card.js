/** What there is to choose of a layer's space: whose, along which axes, how far the plane is folded, whose pane cuts it. */

import { make, updateText } from "../../kit/dom.js";
import { createField } from "../../kit/field.js";
import { createHint } from "../../kit/hint.js";
import { createSelectField } from "../../kit/select-field.js";
import { createSlider } from "../../kit/slider.js";
import { N_AXES, placeOnWay, shownSpace, withAxis, withLayer, withPlace } from "../../model/layer-space.js";
import { layerName, unitLabel } from "../../model/names.js";
import { valueAt } from "../../model/value-at.js";
import { createFoldPlay } from "./fold-play.js";

/** @import {Choice, TopologyEvent} from "../../protocol.js" */
/** @import {ShownSpace} from "../../model/layer-space.js" */
/** @import {Card, CardOptions} from "./pose-card.js" */

const STEPS = 20; // of the slider, from one layer to the next
const AXES = [
  { name: "units", label: "Units", description: "along each axis runs the value of one unit." },
  {
    name: "directions",
    label: "Main directions",
    description: "along each axis the samples differ most, of all ways to mix the units.",
  },
];
const AXIS_NAMES = ["To the right", "Up", "Away"];

/** @param {CardOptions} options @returns {Card} */
export function createHiddenCard({ onView }) {
  const layer = createSelectField(
    { name: "fold_layer", label: "Layer", hint: "Whose space is shown.", side: "above" },
    (name) => onView({ ...withLayer(Number(name)), fold: 1 }),
  );
  const axes = createSelectField(
    { name: "fold_axes", label: "Axes", hint: "What the three axes of the cube stand for.", side: "above" },
    (name) => onView({ fold_axes: name === "units" ? "units" : "directions" }),
  );
  const units = AXIS_NAMES.map((label, axis) =>
    createSelectField(
      {
        name: `fold_axis_${axis + 1}`,
        label,
        hint: "Whose value runs along this axis.",
        side: "above",
        hasSymbols: true,
      },
      (name) => onView(({ view, topology }) => withAxis(view, topology, axis, Number(name))),
    ),
  );
  const next = createSelectField(
    {
      name: "fold_next",
      label: "Pane of",
      hint: "The unit of the next layer whose sum is 0 on the pane of glass.",
      side: "above",
      hasSymbols: true,
    },
    (name) => onView({ fold_next: Number(name) }),
  );
  const fold = createFold((at) => onView(({ view, topology }) => withPlace(view, topology, at)));
  const element = make(
    "div",
    { class: "pose-card__fields" },
    fold.element, // first: the others come and go with the layer, and it stays where it is dragged
    ...[layer, axes, ...units, next].map((field) => field.element),
  );
  const choices = rememberChoices();
  return {
    element,
    render({ view, topology }) {
      const shown = shownSpace(view, topology);
      const { layers, ofLayer, ofNext } = choices(topology, shown.layer);
      layer.render(layers, String(shown.layer));
      axes.render(AXES, shown.axes);
      for (const [axis, field] of units.entries()) {
        field.element.hidden = shown.axes !== "units" || ofLayer.length <= N_AXES;
        field.render(ofLayer, String(shown.units[axis] ?? ""));
      }
      next.element.hidden = ofNext.length < 2;
      next.render(ofNext, shown.next === null ? null : String(shown.next));
      fold.render(placeOnWay(view, topology), foldText(shown, topology), shown.fold > 0 && shown.fold < 1);
    },
  };
}

/** Where the plane is on its way. @param {ShownSpace} shown @param {TopologyEvent} topology */
function foldText({ layer, fold, before }, topology) {
  const name = layerName(layer, topology);
  if (fold === 0) return "flat";
  if (fold === 1) return `as ${name} has it`;
  const from = before === null ? "flat" : layerName(before, topology);
  return `${from} → ${name}: ${Math.round(fold * 100)} %`;
}

/** The slider, and the button that moves it. @param {(at: number) => void} onGo */
function createFold(onGo) {
  const play = createFoldPlay(onGo);
  const slider = createSlider((index) => {
    play.stop();
    onGo(index / STEPS);
  });
  const hint = "Takes the plane from flat through all layers; between two of them it is interpolated.";
  const told = make("span", { class: "field__value" });
  const field = createField({ name: "fold", label: "Fold", hint, side: "above" }, slider.input, {
    aside: told,
  });
  const button = make("button", { type: "button", class: "button", "data-control": "fold_play" }, "Play");
  button.addEventListener("click", play.start);
  const about = createHint(button, {
    text: "Takes the plane through the layers, two seconds for each.",
    side: "above",
  });
  return {
    element: make("div", { class: "pose-card__fold" }, field.element, button, about),
    /** @param {{at: number, end: number}} place @param {string} text @param {boolean} isBetween  as the caption says, too */
    render(place, text, isBetween) {
      play.take(place);
      updateText(told, text);
      slider.render(
        Math.round(place.at * STEPS),
        place.end * STEPS,
        isBetween ? `${text}, interpolated` : text,
      );
    },
  };
}

/** The choices of the selects, made anew for another network or layer only. */
function rememberChoices() {
  /** @type {TopologyEvent|null} */
  let known = null;
  let knownLayer = -1;
  /** @type {{layers: Choice[], ofLayer: Choice[], ofNext: Choice[]}} */
  let made = { layers: [], ofLayer: [], ofNext: [] };
  return (/** @type {TopologyEvent} */ topology, /** @type {number} */ layer) => {
    if (topology === known && layer === knownLayer) return made;
    known = topology;
    knownLayer = layer;
    const isLast = layer === topology.layer_sizes.length - 1;
    made = {
      layers: topology.layer_sizes.map((size, at) => ({
        name: String(at),
        label: layerName(at, topology),
        description: `it has ${size} ${size === 1 ? "unit" : "units"}.`,
      })),
      ofLayer: unitChoices(layer, topology),
      ofNext: isLast ? [] : unitChoices(layer + 1, topology),
    };
    return made;
  };
}

/** @param {number} layer @param {TopologyEvent} topology @returns {Choice[]} */
function unitChoices(layer, topology) {
  const { layer_sizes } = topology;
  const kind = layer > 0 && layer < layer_sizes.length - 1 ? "Unit " : "";
  return Array.from({ length: valueAt(layer_sizes, layer) }, (_, index) => ({
    name: String(index),
    label: `${kind}${unitLabel(topology, layer, index)}`,
    description: `number ${index + 1} of its layer.`,
  }));
}
