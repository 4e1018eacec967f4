/**
 * Keeps the worker's views in step with what the page shows, whatever has changed that. One request at
 * a time is under way: of what changes meanwhile, as with every move of the pointer, the newest follows.
 */

import { wantedViews } from "../model/wanted-views.js";

/** @import {ErrorValue, Views} from "../protocol.js" */
/** @import {AppState} from "../model/state.js" */

/**
 * @param {object} options
 * @param {{get: () => AppState}} options.store
 * @param {(views: Views) => Promise<unknown>} options.send
 * @param {Views} options.sent  what the worker was started with
 * @param {(thrown: unknown) => void} options.onError
 * @returns {() => void}  call it after every change of the state
 */
export function createViewSync({ store, send, sent, onError }) {
  let sentText = JSON.stringify(sent);
  /** @type {AppState["view"]|null} */
  let view = null;
  /** @type {AppState["topology"]|null} */
  let topology = null;
  let isUnderWay = false;

  function sync() {
    const state = store.get();
    const isUp = state.status !== "loading" && state.status !== "failed";
    if (!isUp || isUnderWay || (state.view === view && state.topology === topology)) return;
    ({ view, topology } = state);
    const wanted = wantedViews(view, topology);
    const text = JSON.stringify(wanted);
    if (text === sentText) return;
    sentText = text;
    isUnderWay = true;
    send(wanted).then(
      () => {
        isUnderWay = false;
        sync();
      },
      (thrown) => {
        isUnderWay = false;
        sentText = "";
        const now = store.get();
        if (now.view !== view || now.topology !== topology) return sync(); // it is of no interest any more
        view = null; // it is asked for again after the next change of the state
        if (isRefusal(thrown)) onError(thrown);
      },
    );
  }

  return sync;
}

/**
 * Whether Python has judged the views; a worker that was lost is asked again when it is back.
 * @param {unknown} thrown
 */
function isRefusal(thrown) {
  const error = /** @type {{error?: ErrorValue}} */ (thrown).error;
  return !error || !["worker_lost", "load_failed", "not_ready"].includes(error.code);
}
