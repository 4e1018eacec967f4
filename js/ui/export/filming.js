/** Goes to moments of the run, one after the other, and in the end back to where it was. */

import { filmOf, momentAt } from "../../model/film.js";
import { standStill } from "./stand-still.js";
import { waitUntil } from "./waiting.js";

/** @import {Moment} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ExportSources} from "./items.js" */

/** @typedef {Pick<ExportSources, "request"|"getState"|"isDrawn">} FilmSources */

const PATIENCE_MS = 20_000; // until the page shows a moment

/**
 * Do something at each of these steps of the branch that is seen, when the page shows it.
 * @param {FilmSources} sources
 * @param {number[]} steps
 * @param {(state: AppState, index: number) => Promise<void>} onMoment
 * @param {AbortSignal} signal  gives up before the next one
 */
export async function filmRun(sources, steps, onMoment, signal) {
  const { step: now, goOn } = await standStill(sources);
  const { past } = sources.getState();
  const { branch } = filmOf(sources.getState());
  try {
    for (const [index, step] of steps.entries()) {
      signal.throwIfAborted();
      const moment = momentAt(branch, step);
      if (moment === null) throw new RangeError(`Step ${step} is not on this branch of the run.`);
      await onMoment(await goTo(sources, moment), index);
    }
  } finally {
    const redo = past.forward.find((turn) => Array.isArray(turn)); // the last moment of them: from there back, it leads there again
    if (redo) await goTo(sources, redo);
    await goTo(sources, [past.now[0], now]);
    await goOn();
  }
}

/**
 * Return the state when all of the page shows it.
 * @param {FilmSources} sources
 * @param {Moment} moment
 */
async function goTo({ request, getState, isDrawn }, [entry, step]) {
  const { run_id } = await request("go_to", { entry, step });
  const isShown = () => isOf(getState(), run_id, [entry, step]) && isDrawn();
  if (!(await waitUntil(isShown, PATIENCE_MS)))
    throw new Error("The run has been changed meanwhile, so the video is given up.");
  return getState();
}

/**
 * Whether that is what a state has, with all that is seen of it: the surface of the loss comes later than the rest.
 * @param {AppState} state @param {number} run_id @param {Moment} moment
 */
const isOf = ({ network, view, loss_surface }, run_id, [entry, step]) =>
  network.run_id === run_id &&
  network.entry === entry &&
  network.step === step &&
  (view.pose !== "loss" || loss_surface !== null);
