/**
 * The hidden space: where two units take the samples, and the input plane with them, drawn as a bent
 * grid. A network has learned when a straight line can separate the classes here.
 */

import { followDetails } from "../../kit/details.js";
import { clearCanvas, make, openCanvas } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createPace } from "../../kit/pace.js";
import { readColors } from "../../kit/page-colors.js";
import { watchPixelRatio } from "../../kit/pixel-ratio.js";
import { COLOR_NAMES, FADED, makeTargetColor } from "../../kit/plane/sample-overlay.js";
import { createSelectField } from "../../kit/select-field.js";
import { capitalized, layerName, placeOfUnit, unitName } from "../../model/names.js";
import { spaceUnits, withSpaceUnit } from "../../model/space-units.js";
import { valueAt } from "../../model/value-at.js";
import { frameOf } from "./space-frame.js";

/** @import {Choice, TopologyEvent} from "../../protocol.js" */
/** @import {AppState, ViewChange} from "../../model/state.js" */

const PACE = 100; // ms between two drawings while training
const MARGIN = { left: 34, top: 8, right: 8, bottom: 22 }; // px
const RADIUS = 3; // px
const HINT =
  "Each point is a training sample at the activations of the two units; the bent grid is the plane of x₁ and x₂. A layer does its work when the classes come apart here.";

export class HiddenSpace {
  #details;
  #canvas = make("canvas", { class: "space__canvas", role: "img", "aria-label": "Two units of a layer" });
  #layerField;
  #fields;
  #pace = createPace(PACE, () => {
    if (this.#state?.space && this.#canvas.clientWidth > 0) drawSpace(this.#canvas, this.#state);
  });
  /** What has been drawn last. @type {AppState|null} */ #state = null;
  /** @type {TopologyEvent|null} */ #named = null;
  /** The choices for each layer: all at once would be a thousand. @type {Choice[][]} */ #units = [];
  /** @type {Choice[]} */ #layers = [];

  /**
   * @param {HTMLDetailsElement} element
   * @param {{onView: (change: ViewChange) => void}} options
   */
  constructor(element, { onView }) {
    this.#details = followDetails(element, "space", onView);
    this.#layerField = createSelectField(
      { name: "space_layer", label: "Units of", hint: "The layer that both units belong to." },
      (name) =>
        onView(({ topology }) => {
          const first = valueAt(topology.unit_offsets, Number(name));
          return { space_units: [first, first + 1] };
        }),
    );
    const axis = (
      /** @type {0|1} */ index,
      /** @type {{name: string, label: string, hint: string}} */ text,
    ) =>
      createSelectField(text, (name) =>
        onView(({ view, topology }) => ({ space_units: withSpaceUnit(view, topology, index, Number(name)) })),
      );
    this.#fields = [
      axis(0, {
        name: "space_across",
        label: "Across",
        hint: "The unit whose activation grows to the right.",
      }),
      axis(1, { name: "space_up", label: "Up", hint: "The unit whose activation grows upwards." }),
    ];
    const hint = createHint(this.#canvas, { text: HINT, side: "left" });
    const fields = [this.#layerField, ...this.#fields].map((field) => field.element);
    element.append(make("div", { class: "panel__body" }, ...fields, this.#canvas, hint));
    watchPixelRatio(() => this.#pace.request());
  }

  /** @param {AppState} next */
  render(next) {
    if (!this.#details.update(next.view)) return;
    const names = /** @type {const} */ (["space", "dataset", "view", "topology"]);
    if (names.every((name) => this.#state?.[name] === next[name])) return;
    this.#state = next;
    const { topology } = next;
    if (this.#named !== topology) {
      this.#units = topology.layer_sizes.map((_, layer) => unitChoices(layer, topology));
      this.#layers = layerChoices(topology);
    }
    this.#named = topology;
    const units = spaceUnits(next.view, topology);
    const layer = units && placeOfUnit(units[0], topology).layer;
    this.#layerField.render(this.#layers, layer === null ? null : String(layer));
    for (const [axis, field] of this.#fields.entries()) {
      field.render(this.#units[layer ?? 0] ?? [], units ? String(units[axis]) : null);
    }
    this.#pace.request();
  }
}

/**
 * The layers that have two units to choose.
 * @param {TopologyEvent} topology
 * @returns {Choice[]}
 */
function layerChoices(topology) {
  return topology.layer_sizes.flatMap((size, layer) =>
    size < 2
      ? []
      : [{ name: String(layer), label: layerName(layer, topology), description: `it has ${size} units.` }],
  );
}

/**
 * @param {number} layer
 * @param {TopologyEvent} topology
 * @returns {Choice[]}
 */
function unitChoices(layer, topology) {
  const first = valueAt(topology.unit_offsets, layer);
  return Array.from({ length: valueAt(topology.layer_sizes, layer) }, (_, index) => ({
    name: String(first + index),
    label: capitalized(unitName(first + index, topology)),
    description: "its activation runs along this axis.",
  }));
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {AppState} state
 */
function drawSpace(canvas, { space, dataset, view: { touched } }) {
  if (!space) return;
  const context = openCanvas(canvas);
  const scale = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const colors = readColors([...COLOR_NAMES]);
  const frame = frameOf([space.samples, space.grid], { width, height, margin: MARGIN });
  clearCanvas(context);
  drawEnds(context, frame, colors, height);
  context.strokeStyle = colors["border-control"];
  context.lineWidth = 1;
  drawGrid(context, space.grid, frame);
  const n = space.samples.length / 2;
  const colorOf = makeTargetColor(dataset, dataset.train_targets, colors);
  const drawSample = (/** @type {number} */ sample) => {
    context.beginPath();
    context.arc(
      frame.x(Number(space.samples[sample])),
      frame.y(Number(space.samples[n + sample])),
      RADIUS,
      0,
      2 * Math.PI,
    );
    context.fillStyle = colorOf(sample);
    context.fill();
    context.stroke();
  };
  const lit = touched?.samples ?? [];
  context.strokeStyle = colors.surface;
  context.globalAlpha = lit.length > 0 ? FADED : 1;
  for (let sample = 0; sample < n; sample++) drawSample(sample);
  context.strokeStyle = colors.text;
  context.globalAlpha = 1;
  lit.forEach(drawSample);
}

/**
 * The lines of the grid, bent as the units bend them.
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} grid  (2, size, size)
 * @param {import("./space-frame.js").SpaceFrame} frame
 */
function drawGrid(context, grid, frame) {
  const n = grid.length / 2;
  const size = Math.round(Math.sqrt(n));
  context.globalAlpha = 0.6;
  context.beginPath();
  for (let line = 0; line < size; line += 2) {
    for (const along of [1, size]) {
      const start = along === 1 ? line * size : line;
      for (let step = 0; step < size; step++) {
        const at = start + step * along;
        const [x, y] = [frame.x(Number(grid[at])), frame.y(Number(grid[n + at]))];
        if (step === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * A box, and the numbers at the ends of both axes.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./space-frame.js").SpaceFrame} frame
 * @param {Record<"text-muted"|"border-control", string>} colors
 * @param {number} height
 */
function drawEnds(context, frame, colors, height) {
  const text = (/** @type {number} */ value) => String(Number(value.toPrecision(2))).replace("-", "−");
  const [left, right] = frame.range[0];
  const [low, high] = frame.range[1];
  context.strokeStyle = colors["border-control"];
  context.strokeRect(
    frame.x(left),
    frame.y(high),
    frame.x(right) - frame.x(left),
    frame.y(low) - frame.y(high),
  );
  context.fillStyle = colors["text-muted"];
  context.font = `11px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.fillText(text(left), frame.x(left), height - 6);
  context.textAlign = "right";
  context.fillText(text(right), frame.x(right), height - 6);
  context.fillText(text(low), frame.x(left) - 5, frame.y(low));
  context.fillText(text(high), frame.x(left) - 5, frame.y(high) + 9);
}
