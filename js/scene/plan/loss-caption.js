/** What one sees of the loss, in words, with what only the drawn heights know. Pure. */

import { lossCaption } from "../../model/loss-surface.js";
import { lossesOf } from "./loss-relief.js";
import { lossScale } from "./loss-scale.js";

/** @import {AppState} from "../../model/state.js" */

/** @param {Pick<AppState, "loss_surface"|"view">} state */
export function lossCaptionOf({ loss_surface, view }) {
  if (loss_surface === null) return "The losses around the network's parameters are being computed.";
  const scale = lossScale(lossesOf(loss_surface));
  if (scale === null) return "Around the network's parameters no loss is a finite number.";
  return lossCaption(loss_surface, { asked: view.loss_directions, isLog: scale.isLog });
}
