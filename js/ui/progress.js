/**
 * How far Python has come, in real bytes; after a failed start, why, and a button to try again.
 */

import { make, updateText } from "../kit/dom.js";
import { formatBytes } from "../kit/format.js";
import { createHint } from "../kit/hint.js";
import { makeId } from "../kit/ids.js";

/** @import {AppState} from "../model/state.js" */

const STAGE_TEXT = {
  runtime: "Loading Python",
  packages: "Loading NumPy",
  start: "Starting Python",
  ready: "",
  failed: "Python could not be loaded",
};

/**
 * @param {HTMLElement} element
 * @param {{onRetry: () => void}} options
 */
export function createProgress(element, { onRetry }) {
  const stage = make("p", { class: "progress__stage", id: makeId("stage") });
  const bytes = make("p", { class: "progress__bytes" });
  const bar = make("progress", { "aria-labelledby": stage.id });
  const failure = make("p", { class: "progress__failure", role: "alert" });
  const retry = make(
    "button",
    { type: "button", class: "button button--primary", hidden: true },
    "Try again",
  );
  retry.addEventListener("click", onRetry);
  const retryHint = createHint(retry, { text: "Loads Python once more, from the beginning.", side: "below" });
  element.append(stage, bar, bytes, failure, retry, retryHint);
  /** @type {AppState["loading"]|null} */
  let shown = null;
  /** @type {AppState["notice"]} */
  let shownNotice = null;
  return {
    /** @param {AppState} state */
    render({ loading, status, notice }) {
      if (
        loading === shown &&
        notice === shownNotice &&
        element.hidden === (status !== "loading" && status !== "failed")
      )
        return;
      shown = loading;
      shownNotice = notice;
      const failed = status === "failed";
      element.hidden = status !== "loading" && !failed;
      updateText(stage, STAGE_TEXT[failed ? "failed" : loading.stage]);
      updateText(bytes, failed || loading.loaded === 0 ? "" : formatBytes(loading.loaded, loading.total));
      updateText(failure, failed ? [notice?.message, notice?.detail].filter(Boolean).join(" ") : "");
      bar.hidden = failed;
      retry.hidden = !failed;
      updateBar(bar, loading);
    },
  };
}

/**
 * @param {HTMLProgressElement} bar
 * @param {AppState["loading"]} loading
 */
function updateBar(bar, { loaded, total }) {
  if (total > 0) {
    bar.max = total;
    bar.value = loaded;
  } else {
    bar.removeAttribute("value");
  }
}
