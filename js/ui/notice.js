/**
 * Messages about what happened: information as a status, errors as an alert, over the scene and
 * never over a control.
 */

import { make, makeIcon } from "./dom.js";
import { createHint } from "./hint.js";

/** @import {AppState, Notice} from "../state.js" */

const INFO_TIME = 8000; // ms that information stays; errors stay until dismissed
const CROSS = "M4 4l8 8M12 4l-8 8";

/**
 * @param {HTMLElement} element
 * @param {{onDismiss: () => void}} options
 */
export function createNotice(element, { onDismiss }) {
  // Both regions are in the page from the start: a live region announces only what is added to it.
  const regions = {
    info: make("div", { role: "status", class: "notice-region" }),
    error: make("div", { role: "alert", class: "notice-region" }),
  };
  element.append(regions.info, regions.error);
  /** @type {Notice|null} */
  let shown = null;
  let timer = 0;
  const startTimer = () => {
    clearTimeout(timer);
    if (shown?.kind === "info") timer = window.setTimeout(onDismiss, INFO_TIME);
  };
  for (const pause of ["pointerenter", "focusin"]) element.addEventListener(pause, () => clearTimeout(timer));
  for (const resume of ["pointerleave", "focusout"]) element.addEventListener(resume, startTimer);
  return {
    /** @param {AppState} state */
    render({ notice, status }) {
      // A failed start is told by the progress panel, beside the button that tries again.
      const next = status === "failed" ? null : notice;
      if (next === shown) return;
      shown = next;
      regions.info.replaceChildren();
      regions.error.replaceChildren();
      if (next) regions[next.kind].append(makeCard(next, onDismiss));
      startTimer();
    },
  };
}

/**
 * @param {Notice} notice
 * @param {() => void} onDismiss
 */
function makeCard({ kind, message, detail }, onDismiss) {
  const close = make(
    "button",
    { type: "button", class: "notice__close", "aria-label": "Dismiss" },
    makeIcon(CROSS),
  );
  close.addEventListener("click", onDismiss);
  const hint = createHint(close, { id: "hint-dismiss", text: "Removes this message.", side: "below" });
  const body = make("div", { class: "notice__body" }, make("p", {}, message));
  if (detail) {
    body.append(make("details", {}, make("summary", {}, "Details"), make("pre", { tabindex: 0 }, detail)));
  }
  return make("div", { class: `notice notice--${kind}` }, body, close, hint);
}
