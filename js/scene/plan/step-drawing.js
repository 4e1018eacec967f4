/** An opened step as what the scene draws: a state with the step's numbers in the place of the run's, and their scales. Pure. */

import { stepOutputs, stepPicture } from "../../model/step-picture.js";
import { valueAt } from "../../model/value-at.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {StepPicture} from "../../model/step-picture.js" */

/**
 * @typedef {object} StepDrawing
 * @property {Float32Array} connections  (n_parameters,)
 * @property {Float32Array} scales  per layer after the input
 * @property {Float32Array} tileScales  (n_units,)
 * @property {StepPicture["path"]} path
 * @property {StepPicture["output"]} output  in the place of the map
 * @property {number} outputShare  the number of a single output, as a share of what full colour stands for
 */

/** @typedef {{state: AppState, drawing: StepDrawing|null}} Drawn */

/** Points of a tile that is one number: four corners. */
const CORNERS = 4;

/** @type {WeakMap<AppState, Drawn>} */
const drawn = new WeakMap();
/** @type {WeakMap<StepPicture, {drawing: StepDrawing, unit_grids: Float32Array, sample_outputs: Float32Array}>} */
const drawings = new WeakMap();

/**
 * What is drawn of a state: without an opened step, that itself.
 * @param {AppState} state
 * @returns {Drawn}
 */
export function drawnOf(state) {
  const known = drawn.get(state);
  if (known) return known;
  const picture = stepPicture(state);
  const made = picture === null ? { state, drawing: null } : inStep(state, picture);
  drawn.set(state, made);
  return made;
}

/** @param {AppState} state @param {StepPicture} picture @returns {Drawn} */
function inStep(state, picture) {
  const known = drawings.get(picture) ?? makeDrawing(state, picture);
  drawings.set(picture, known);
  const { drawing, unit_grids, sample_outputs } = known;
  const sample = picture.output === "value" ? null : (state.opened?.sample ?? null);
  const network = { ...state.network, activations: picture.units, sample, point: null };
  const view = { ...state.view, tiles: true, show_test: false, touched: picture.touched };
  return { state: { ...state, network, view, unit_grids, sample_outputs }, drawing };
}

/** @param {AppState} state @param {StepPicture} picture */
function makeDrawing(state, picture) {
  const { layer_sizes, n_units } = state.topology;
  const scaleOf = (/** @type {number} */ scale) => scale || 1; // of nothing, or of zeros alone
  const last = scaleOf(Number(picture.unitScales.at(-1)));
  const drawing = {
    connections: Float32Array.from(picture.connections),
    scales: Float32Array.from(picture.scales, scaleOf),
    tileScales: Float32Array.from(
      layer_sizes.flatMap((size, layer) =>
        Array(size).fill(scaleOf(valueAt([...picture.unitScales], layer))),
      ),
    ),
    path: picture.path,
    output: picture.output,
    outputShare: Number(picture.units.at(-1)) / last,
  };
  const grids = Float32Array.from({ length: n_units * CORNERS }, (_, at) =>
    Number(picture.units[Math.floor(at / CORNERS)]),
  );
  return { drawing, unit_grids: grids, sample_outputs: stepOutputs(state) };
}
