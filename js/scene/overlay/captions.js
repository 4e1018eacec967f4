/** What one sees, in sentences, and what the connections stand for. Pure. */

/** @import {ConnectionsName} from "../../model/connections.js" */
/** @import {ViewSettings} from "../../model/view.js" */

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

/**
 * What one sees, in words.
 * @param {ViewSettings} view
 * @param {boolean} lacksGradient  there was no step yet
 */
export function captionOf({ tiles, palette, connections }, lacksGradient) {
  const [low, high] = palette === "original" ? ["red", "green"] : ["amber", "blue"];
  const units = tiles
    ? `Each tile is one unit's answer at every point of the plane: ${low} below zero, ${high} above, clear at zero.`
    : "Each sphere is one unit: the higher its activation, the larger and brighter.";
  const curves = lacksGradient ? "There are gradients after the first step." : CURVES[connections].caption;
  return `${units} ${curves}`;
}

/** The same where the output is seen as a landscape. @param {number} n_outputs */
export function errorCaptionOf(n_outputs) {
  return n_outputs === 1
    ? "The height of the sheet is the output. Each sample stands at its own target, and its stem to the output is the error: training makes stems shrink."
    : "The height of the sheet is the largest output. Each sample stands at 1, and its stem is what its own class's output lacks: training makes stems shrink.";
}
