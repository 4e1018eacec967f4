/** The keys of an opened step: from station to station, on and away. They come before all others of the page. */

import {
  firstStation,
  lastStation,
  nextPhase,
  nextStation,
  previousPhase,
  previousStation,
} from "../../model/opened-step.js";
import { isForPage } from "../shortcuts.js";

/** @import {StepOptions} from "./opened-step.js" */

const ENTER_USERS = "button, summary, a[href], [role=button]";
const ARROW_USERS = "[role=slider], [role=tab], [role=grid], [role=listbox], [role=radio], input[type=range]";

/**
 * @param {object} options
 * @param {HTMLElement} options.slider  of the stations: all keys are theirs there
 * @param {() => boolean} options.isOpen
 * @param {Pick<StepOptions, "onStation"|"onMakeStep"|"onCloseStep">} options.actions
 */
export function listenForStations({ slider, isOpen, actions: { onStation, onMakeStep, onCloseStep } }) {
  /** @type {Record<string, () => void>} */
  const moves = {
    ArrowRight: () => onStation(nextStation),
    ArrowLeft: () => onStation(previousStation),
    "Shift+ArrowRight": () => onStation(nextPhase),
    "Shift+ArrowLeft": () => onStation(previousPhase),
    Home: () => onStation(firstStation),
    End: () => onStation(lastStation),
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (!isOpen()) return;
      const target = event.composedPath()[0];
      const at = target instanceof Element ? target : document.body;
      if (at !== slider && (!isForPage(event) || document.querySelector(":popover-open:not(.hint)"))) return;
      const action = actionOf(event, at);
      if (!action) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      action();
    },
    true,
  );

  /** @param {KeyboardEvent} event @param {Element} at */
  function actionOf({ key, shiftKey, repeat }, at) {
    if (key === "Escape") return onCloseStep;
    if (key === "Enter") return repeat || at.closest(ENTER_USERS) ? undefined : onMakeStep;
    if (at !== slider && at.closest(ARROW_USERS)) return undefined;
    return moves[`${shiftKey ? "Shift+" : ""}${key}`];
  }
}
