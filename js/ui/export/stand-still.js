/** Pauses training, so that all that leaves the page is of one step. */

import { waitUntil } from "./waiting.js";

/** @import {ExportSources} from "./items.js" */

const PATIENCE_MS = 3000; // until the page shows the step at which it has stopped

/**
 * Return where it has stopped, and what goes on with it.
 * @param {Pick<ExportSources, "request"|"getState"|"isDrawn">} sources
 * @returns {Promise<{step: number, goOn: () => Promise<unknown>}>}
 */
export async function standStill({ request, getState, isDrawn }) {
  const wasTraining = getState().status === "training";
  const { step } = await request("stop_training", {});
  await waitUntil(() => getState().network.step === step && isDrawn(), PATIENCE_MS);
  return { step, goOn: async () => wasTraining && request("start_training", {}) };
}
