/** What the pose Loss shows: over which plane, of which samples, how wide; and the two parameters, to set by hand. */

import { make } from "../../kit/dom.js";
import { createNumberField } from "../../kit/number-field.js";
import { createSelectField } from "../../kit/select-field.js";
import { movedToUnit, parameterChoices, unitChoices } from "../../model/loss-parameters.js";
import { withParameter } from "../../model/loss-surface.js";
import { placeOfParameter } from "../../model/names.js";

/** @import {Choice} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Card, CardOptions} from "./pose-card.js" */

/** @type {Choice[]} */
const DIRECTIONS = [
  {
    name: "path",
    label: "The run's path",
    description: "the two main directions of the way that its parameters have gone.",
  },
  { name: "parameters", label: "Two parameters", description: "two weights or biases; all others stay." },
];
/** @type {Choice[]} */
const SAMPLES = [
  { name: "train", label: "Training", description: "the loss that training lowers." },
  { name: "test", label: "Test", description: "the loss over samples that it has not seen." },
];
const WIDTHS = new Map([
  [0.25, "A quarter"],
  [0.5, "Half"],
  [1, "Fits the path"],
  [2, "Twice"],
  [4, "Four times"],
]);

/** @implements {Card} */
export class LossCard {
  element;
  #options;
  #directions;
  #samples;
  #width;
  #axes;
  /** @type {AppState|null} */ #state = null;

  /** @param {CardOptions} options */
  constructor(options) {
    this.#options = options;
    const { onView } = options;
    const hint = (/** @type {string} */ text) => ({ hint: text, side: /** @type {const} */ ("above") });
    this.#directions = createSelectField(
      { name: "loss_directions", label: "Over", ...hint("What the loss is seen over.") },
      (name) => onView((state) => ({ loss_directions: name === "path" ? "path" : pairOf(state) })),
    );
    this.#samples = createSelectField(
      { name: "loss_samples", label: "Samples", ...hint("Over which samples the loss is.") },
      (name) => onView({ loss_samples: name === "test" ? "test" : "train" }),
    );
    this.#width = createSelectField(
      { name: "loss_extent", label: "Width", ...hint("How far from the network's own place one sees.") },
      (name) => onView({ loss_extent: Number(name) }),
    );
    this.#axes = [this.#makeAxis(0), this.#makeAxis(1)];
    const fields = [this.#directions, this.#samples, this.#width].map((field) => field.element);
    this.element = make(
      "div",
      { class: "pose-card__fields" },
      ...fields,
      ...this.#axes.map((axis) => axis.element),
    );
  }

  /** @param {AppState} next */
  render(next) {
    const { view } = next;
    const names = /** @type {const} */ (["view", "topology", "loss_surface", "network"]);
    if (names.every((name) => this.#state?.[name] === next[name])) return;
    this.#state = next;
    const isOverPath = view.loss_directions === "path";
    this.#directions.render(DIRECTIONS, isOverPath ? "path" : "parameters");
    this.#samples.render(SAMPLES, view.loss_samples);
    this.#width.render(widthChoices(view.loss_extent), String(view.loss_extent));
    for (const { element, render } of this.#axes) {
      element.hidden = isOverPath;
      if (!isOverPath) render(next);
    }
  }

  /** @param {0|1} axis */
  #makeAxis(axis) {
    const { onView, onParameter } = this.#options;
    const which = axis === 0 ? "1st parameter" : "2nd parameter";
    const choose = (/** @type {number} */ parameter) =>
      onView((state) => ({ loss_directions: withParameter(pairOf(state), axis, parameter) }));
    const text = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ hint) => ({
      ...{ name: `loss_${name}_${axis + 1}`, control: `loss_${name}`, label, labelRest: `of the ${which}` },
      ...{ hint, side: /** @type {const} */ ("above"), hasSymbols: true },
    });
    const unit = createSelectField(text("unit", which, "The unit that it belongs to."), (name) =>
      choose(movedToUnit(pairOf(this.#seen)[axis], Number(name), this.#seen.topology)),
    );
    const source = createSelectField(
      { ...text("source", "From", "Where it comes from."), isLabelHidden: true },
      (name) => choose(Number(name)),
    );
    const value = createNumberField(
      text("value", "Value", "Moves the ball along this direction; training goes on from there."),
      {
        step: "any",
        adjacent,
        isLive: true,
        onChange: (to) => to !== null && onParameter(pairOf(this.#seen)[axis], to),
      },
    );
    /** @type {Choice[]} */ let units = [];
    /** @type {Choice[]} */ let sources = [];
    let shown = "";
    let shownParameter = -1;
    return {
      element: make("div", { class: "loss-card__axis" }, unit.element, source.element, value.element),
      /** @param {AppState} state */
      render: (state) => {
        const { topology, network, catalog } = state;
        const parameter = pairOf(state)[axis];
        if (parameter >= topology.n_parameters) return;
        if (parameter !== shownParameter) value.giveUp(); // what was typed was meant for another one
        shownParameter = parameter;
        const { to } = placeOfParameter(parameter, topology);
        const what = `${topology.run_id} ${to}`;
        if (what !== shown) {
          shown = what;
          units = unitChoices(topology);
          sources = parameterChoices(to, topology);
        }
        unit.render(units, String(to));
        source.render(sources, String(parameter));
        const now = Number(network.parameters[parameter]);
        if (Number.isFinite(now)) value.render(Number(now.toPrecision(6)), catalog.limits.value);
      },
    };
  }

  /** What is seen: of that a field speaks. */
  get #seen() {
    return /** @type {AppState} */ (this.#state);
  }
}

/** The two parameters that are chosen, or else those that have moved most. @param {AppState} state @returns {[number, number]} */
function pairOf({ view: { loss_directions }, loss_surface }) {
  return loss_directions === "path" ? (loss_surface?.moved ?? [0, 1]) : loss_directions;
}

/** @param {number} extent  one that a link has brought is among them @returns {Choice[]} */
function widthChoices(extent) {
  const names = WIDTHS.has(extent) ? WIDTHS : new Map([...WIDTHS, [extent, `${extent} times`]]);
  return [...names].map(([name, label]) => ({
    name: String(name),
    label,
    description: "of the path's way.",
  }));
}

/** A tenth more or less, at least a tenth of one. @param {number} value @param {1|-1} direction */
function adjacent(value, direction) {
  const step = 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 1)) - 1);
  return Number((value + direction * step).toPrecision(10));
}
