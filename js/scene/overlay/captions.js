/** What one sees in each pose, in a sentence or two, and what the connections stand for. Pure. */

import { POSES } from "../../model/poses.js";
import { spaceCaption } from "../../model/space-text.js";
import { stepPicture } from "../../model/step-picture.js";
import { lossCaptionOf } from "../plan/loss-caption.js";
import { stepCaption, stepRemark } from "./step-text.js";

/** @import {ConnectionsName} from "../../model/connections.js" */
/** @import {ExhibitName} from "../../model/poses.js" */
/** @import {AppState} from "../../model/state.js" */

/**
 * What connections show, by name: in the caption, and in the key.
 * @type {Record<ConnectionsName, {caption: string, positive: string, negative: string, bias: string}>}
 */
export const CURVES = {
  weights: {
    caption: "A curve is a weight: the larger in its layer, the thicker.",
    positive: "a weight above zero",
    negative: "a weight below zero",
    bias: "the bias of a unit, below it, drawn like a weight",
  },
  contributions: {
    caption: "A curve is weight times input at the shown point: the larger in its layer, the thicker.",
    positive: "weight times input, above zero",
    negative: "weight times input, below zero",
    bias: "the bias of a unit, below it, which is added as it is",
  },
  gradients: {
    caption: "A curve is a gradient of the last step: the larger in its layer, the thicker.",
    positive: "the loss rises with the weight: the step made it smaller",
    negative: "the loss falls with it: the step made it larger",
    bias: "the gradient of a unit's bias, below it",
  },
};

/** By what stands on the stage. @type {Record<ExhibitName, (state: AppState) => string>} */
const CAPTIONS = {
  network: networkCaption,
  hidden: (state) => withRemark(state, "hidden", spaceCaption(state)),
  loss: (state) => withRemark(state, "loss", lossCaptionOf(state)),
};

/** @param {AppState} state */
export const captionOf = (state) => CAPTIONS[POSES[state.view.pose].stands](state);

/** Of an opened step. @param {AppState} state @param {"hidden"|"loss"} stands @param {string} caption */
const withRemark = (state, stands, caption) => [caption, stepRemark(state, stands)].filter(Boolean).join(" ");

/** @param {AppState} state */
function networkCaption(state) {
  const { palette, tiles, pose, surface, connections } = state.view;
  const { n_outputs } = state.dataset;
  const hasMap = n_outputs === 1 || surface;
  const step = stepCaption(state);
  if (step !== null) return pose === "output" && hasMap ? `${stepMapCaption(state)} ${step}` : step;
  if (pose === "output" && hasMap) return errorCaption(n_outputs);
  const [low, high] = palette === "original" ? ["red", "green"] : ["amber", "blue"];
  const units = tiles
    ? `Each tile is one unit's answer at every point of the plane: ${low} below zero, ${high} above, clear at zero.`
    : "Each sphere is one unit: the higher its activation, the larger and brighter.";
  const curves = lacksGradient(state)
    ? "There are gradients after the first step."
    : CURVES[connections].caption;
  return `${units} ${curves}`;
}

/** Whether gradients are to be shown before there was a step. @param {AppState} state */
const lacksGradient = ({ view, network }) => view.connections === "gradients" && network.gradient === null;

/** The same in an opened step. @param {AppState} state */
function stepMapCaption(state) {
  const content = stepPicture(state)?.output;
  if (content === "empty") return "There is no output yet.";
  return content === "map" ? "A stem is a sample's error." : "The error goes back.";
}

/** Where the output is seen as a landscape. @param {number} n_outputs */
function errorCaption(n_outputs) {
  return n_outputs === 1
    ? "The height of the sheet is the output. Each sample stands at its own target, and its stem to the output is the error: training makes stems shrink."
    : "The height of the sheet is the largest output. Each sample stands at 1, and its stem is what its own class's output lacks: training makes stems shrink.";
}
