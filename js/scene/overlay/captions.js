/** What one sees in each pose, in a sentence or two. Pure. */

import { POSES } from "../../model/poses.js";
import { spaceCaption } from "../../model/space-text.js";
import { lossCaptionOf } from "../plan/loss-caption.js";

/** @import {ExhibitName} from "../../model/poses.js" */
/** @import {AppState} from "../../model/state.js" */

/** By what stands on the stage. @type {Record<ExhibitName, (state: AppState) => string>} */
const CAPTIONS = { network: networkCaption, hidden: spaceCaption, loss: lossCaptionOf };

/** @param {AppState} state */
export const captionOf = (state) => CAPTIONS[POSES[state.view.pose].stands](state);

/** @param {AppState} state */
function networkCaption({ view: { palette, tiles, pose, surface }, dataset: { n_outputs } }) {
  if (pose === "output" && (n_outputs === 1 || surface)) return errorCaption(n_outputs);
  const [low, high] = palette === "original" ? ["red", "green"] : ["amber", "blue"];
  const curves = "A curve is a weight: the larger in its layer, the thicker.";
  return tiles
    ? `Each tile is one unit's answer at every point of the plane: ${low} below zero, ${high} above, clear at zero. ${curves}`
    : `Each sphere is one unit: the higher its activation, the larger and brighter. ${curves}`;
}

/** Where the output is seen as a landscape. @param {number} n_outputs */
function errorCaption(n_outputs) {
  return n_outputs === 1
    ? "The height of the sheet is the output. Each sample stands at its own target, and its stem to the output is the error: training makes stems shrink."
    : "The height of the sheet is the largest output. Each sample stands at 1, and its stem is what its own class's output lacks: training makes stems shrink.";
}
