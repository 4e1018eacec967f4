/** The band that says that what is seen is the past, with the way back to now. */

import { make, updateText } from "../kit/dom.js";
import { formatCount } from "../kit/format.js";
import { createHint } from "../kit/hint.js";
import { filmOf } from "../model/film.js";
import { listenForFilm } from "./shortcuts.js";

/** @import {AppState} from "../model/state.js" */

/**
 * @param {HTMLElement} element
 * @param {{onNow: () => void, onGoBy: (distance: number) => void}} options
 */
export function createPastBand(element, { onNow, onGoBy }) {
  const text = make("p", { translate: "no" });
  const now = make("button", { type: "button", class: "button", "data-control": "now" }, "Now");
  now.addEventListener("click", onNow);
  const hint = createHint(now, { text: "Goes to the last step of this branch (End).", side: "above" });
  element.append(text, now, hint);
  listenForFilm({ onGoBy, onNow });
  return {
    /** @param {AppState} state */
    render(state) {
      const { step, end, isPast } = filmOf(state);
      if (element.hidden === isPast) element.hidden = !isPast;
      if (isPast) updateText(text, describePast(step, end, state.status === "training"));
    },
  };
}

/** @param {number} step @param {number} end @param {boolean} isTraining */
export function describePast(step, end, isTraining) {
  const place = `Step ${formatCount(step)} of ${formatCount(end)}`;
  return isTraining ? `${place}, taking the same steps again` : `${place}, you are looking at the past`;
}
