/**
 * Messages about what happened: information as a status, errors as an alert, over the scene and
 * never over a control.
 */

import { make, makeIcon } from "../kit/dom.js";
import { formatCount } from "../kit/format.js";
import { createHint } from "../kit/hint.js";
import { describeDivergenceStep } from "./status-text.js";

/** @import {DivergenceEvent} from "../protocol.js" */
/** @import {NewVersion} from "../sync/offline.js" */
/** @import {AppState, Notice} from "../model/state.js" */

const INFO_TIME = 8000; // ms that information stays by itself; errors stay until dismissed
const CROSS = "M4 4l8 8M12 4l-8 8";

/**
 * @param {HTMLElement} element
 * @param {object} options
 * @param {() => void} options.onDismiss
 * @param {() => void} options.onRestoreFinite
 * @param {() => void} options.onNewVersion
 * @param {() => void} options.onUndo
 * @param {() => void} options.onRecommended
 * @param {() => void} options.onBefore
 * @param {() => void} options.onStartFresh
 * @param {() => void} options.onGoBack
 * @param {() => void} options.onCopyWeights
 * @param {() => void} options.onSaveRun
 */
export function createNotice(element, { onDismiss, onRestoreFinite, onNewVersion, ...others }) {
  const { onUndo, onRecommended, onBefore, onStartFresh, onGoBack, onCopyWeights, onSaveRun } = others;
  const offers = {
    undo: onUndo,
    recommended: onRecommended,
    before: onBefore,
    fresh: onStartFresh,
    back: onGoBack,
    weights: onCopyWeights,
    save: onSaveRun,
  };
  // The regions are in the page from the start: a live region announces only what is added to it.
  const regions = {
    divergence: make("div", { role: "alert", class: "notice-region" }),
    info: make("div", { role: "status", class: "notice-region" }),
    error: make("div", { role: "alert", class: "notice-region" }),
    newVersion: make("div", { role: "status", class: "notice-region" }),
  };
  element.append(regions.divergence, regions.info, regions.error, regions.newVersion);
  const updateDivergence = createDivergence(regions.divergence, onRestoreFinite);
  const updateNewVersion = createNewVersion(regions.newVersion, onNewVersion);
  /** @type {Notice|null} */
  let shown = null;
  let timer = 0;
  const startTimer = () => {
    clearTimeout(timer);
    if (shown?.kind === "info" && !shown.stays) timer = window.setTimeout(onDismiss, INFO_TIME);
  };
  for (const pause of ["pointerenter", "focusin"]) element.addEventListener(pause, () => clearTimeout(timer));
  for (const resume of ["pointerleave", "focusout"]) element.addEventListener(resume, startTimer);
  return {
    /** @param {AppState} state */
    render({ notice, status, divergence, new_version }) {
      updateNewVersion(new_version);
      updateDivergence(status === "diverged" ? divergence : null);
      // A failed start is told by the progress panel, beside the button that tries again.
      const next = status === "failed" ? null : notice;
      if (next === shown) return;
      shown = next;
      regions.info.replaceChildren();
      regions.error.replaceChildren();
      if (next) regions[next.kind].append(makeNoticeCard(next, offers, onDismiss));
      startTimer();
    },
  };
}

/**
 * What has become of a run that left the finite numbers, for as long as it is so or until dismissed.
 * @param {HTMLElement} region
 * @param {() => void} onRestoreFinite
 */
function createDivergence(region, onRestoreFinite) {
  /** @type {DivergenceEvent|null} */
  let shown = null;
  return (/** @type {DivergenceEvent|null} */ divergence) => {
    if (divergence === shown) return;
    shown = divergence;
    region.replaceChildren();
    if (divergence) region.append(makeDivergenceCard(divergence, region, onRestoreFinite));
  };
}

/**
 * @param {DivergenceEvent} divergence
 * @param {HTMLElement} region
 * @param {() => void} onRestoreFinite
 */
function makeDivergenceCard(divergence, region, onRestoreFinite) {
  const { quantity, reason, finite_step } = divergence;
  const what = quantity === null ? "" : `: ${quantity} overflowed first`;
  const message = `Training diverged ${describeDivergenceStep(divergence)}${what}. ${reason}`;
  const button = make(
    "button",
    { type: "button", class: "button" },
    `Go back to step ${formatCount(finite_step)}`,
  );
  button.addEventListener("click", onRestoreFinite);
  const hint = createHint(button, {
    text: "Brings back the last state whose numbers were sound, with the same settings.",
    side: "below",
  });
  const body = [make("p", {}, message), button, hint];
  return makeCard("error", body, () => region.replaceChildren());
}

/**
 * That a newer version of the page waits, until dismissed.
 * @param {HTMLElement} region
 * @param {() => void} onNewVersion
 */
function createNewVersion(region, onNewVersion) {
  /** @type {NewVersion} */
  let shown = "none";
  return (/** @type {NewVersion} */ version) => {
    if (version === shown) return;
    shown = version;
    region.replaceChildren(makeNewVersionCard(version, region, onNewVersion));
  };
}

/**
 * @param {NewVersion} version
 * @param {HTMLElement} region
 * @param {() => void} onNewVersion
 */
function makeNewVersionCard(version, region, onNewVersion) {
  const isHeld = version === "other pages";
  const message = isHeld
    ? "Close the other tabs with this page first: they still use the old version."
    : "A new version of this page is ready.";
  const button = make("button", { type: "button", class: "button" }, isHeld ? "Try again" : "Reload");
  button.addEventListener("click", onNewVersion);
  const hint = createHint(button, {
    text: "Loads the page again in its new version; your run is kept.",
    side: "below",
  });
  const body = [make("div", { class: "notice__row" }, make("p", {}, message), button), hint];
  return makeCard("info", body, () => region.replaceChildren());
}

const OFFERS = {
  before: { label: "Go back", hint: "Brings back the run that was here before, with its past." },
  undo: { label: "Undo", hint: "Takes this change back, with the training since then." },
  recommended: {
    label: "Use recommended settings",
    hint: "Sets network and training to the values recommended for this dataset, and starts over.",
  },
  fresh: {
    label: "Start fresh",
    hint: "Begins again at step 0 with these settings, by the code as it came.",
  },
  back: { label: "Go back to it", hint: "Loads the page again with that run, where it was." },
  weights: {
    label: "Copy with weights",
    hint: "Copies a link with which a new run begins from these weights and biases, equal to the last bit.",
  },
  save: { label: "Save", hint: "Writes the whole run into a file, past and weights included." },
};

/**
 * @param {Notice} notice
 * @param {Record<keyof typeof OFFERS, () => void>} offers
 * @param {() => void} onDismiss
 */
function makeNoticeCard({ kind, message, detail, offer }, offers, onDismiss) {
  const text = make("p", {}, message);
  /** @type {Node[]} */
  const body = [text];
  if (offer) {
    const button = make("button", { type: "button", class: "button" }, OFFERS[offer].label);
    button.addEventListener("click", offers[offer]);
    body.splice(0, 1, make("div", { class: "notice__row" }, text, button));
    body.push(createHint(button, { text: OFFERS[offer].hint, side: "above" }));
  }
  if (detail?.includes("\n")) {
    body.push(make("details", {}, make("summary", {}, "Details"), make("pre", { tabindex: 0 }, detail)));
  } else if (detail) body.push(make("pre", { tabindex: 0 }, detail));
  return makeCard(kind, body, onDismiss);
}

/**
 * @param {Notice["kind"]} kind
 * @param {Node[]} children
 * @param {() => void} onDismiss
 */
function makeCard(kind, children, onDismiss) {
  const close = make(
    "button",
    { type: "button", class: "notice__close", "aria-label": "Dismiss" },
    makeIcon(CROSS),
  );
  close.addEventListener("click", onDismiss);
  const hint = createHint(close, { text: "Removes this message.", side: "below" });
  const body = make("div", { class: "notice__body" }, ...children);
  return make("div", { class: `notice notice--${kind}` }, body, close, hint);
}
