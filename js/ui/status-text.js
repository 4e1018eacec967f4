/** How training stands, in a few words. Pure. */

import { formatCount, formatShort } from "../kit/format.js";

/** @import {DivergenceEvent} from "../protocol.js" */
/** @import {AppState, Status} from "../model/state.js" */

/** @type {Record<Status, string>} */
const STATUS_TEXT = {
  loading: "",
  ready: "Ready",
  training: "Training",
  stopped: "Stopped",
  diverged: "Stopped: the numbers are no longer finite",
  failed: "Python could not be loaded",
};

/**
 * The text, and whether nothing else on the page says the same.
 * @param {Pick<AppState, "status"|"network"|"config"|"divergence">|null} state
 * @param {boolean} startIsWaiting  for Python
 * @returns {{text: string, isImportant: boolean}}
 */
export function describeStatus(state, startIsWaiting) {
  if (startIsWaiting) return { text: "Starts as soon as Python is ready", isImportant: true };
  if (!state) return { text: "", isImportant: false };
  const { status, divergence } = state;
  const stop = status === "stopped" ? describeStop(state) : "";
  if (stop) return { text: stop, isImportant: true };
  if (status === "diverged" && divergence) {
    return { text: `Stopped: diverged ${describeDivergenceStep(divergence)}`, isImportant: true };
  }
  return { text: STATUS_TEXT[status], isImportant: status === "diverged" || status === "failed" };
}

/**
 * Where a run has left the finite numbers, as exactly as it is known.
 * @param {Pick<DivergenceEvent, "step"|"after">} divergence
 */
export function describeDivergenceStep({ step, after }) {
  if (after === null) return `in step ${formatCount(step)}`;
  return `between steps ${formatCount(after)} and ${formatCount(step)}`;
}

/**
 * Which stop condition has ended training; empty when none has.
 * @param {Pick<AppState, "network"|"config">} state
 */
function describeStop({ network: { stop_reason, epoch }, config: { training } }) {
  switch (stop_reason) {
    case "epoch":
      return `Stopped: epoch ${formatCount(epoch)} is done`;
    case "loss":
      return `Stopped: the train loss reached ${formatShort(training.stop_loss ?? Number.NaN)}`;
    case "plateau":
      return `Stopped: the train loss had not fallen for ${formatCount(training.stop_plateau ?? Number.NaN)} epochs`;
    case null:
    case undefined:
      return "";
    default:
      throw new TypeError(`unknown stop reason ${stop_reason}`);
  }
}
