/** What the page says of the run that the browser has kept. Pure. */

/** @import {Notice} from "./state.js" */

/** @typedef {"denied"|"full"|"gone"} Trouble  Why nothing is kept from now on. */

/** @type {Record<Trouble, string>} */
const TROUBLES = {
  denied: "This browser does not let the page keep your run: a reload begins a new one.",
  full: "The browser has no room left to keep your run: a reload goes back to what it has kept until now.",
  gone: "Another tab has taken this run's place in what the browser keeps: a reload begins a new one.",
};

/** @param {Trouble} trouble @returns {Notice} */
export const troubleNotice = (trouble) => ({
  kind: "info",
  message: TROUBLES[trouble],
  offer: "save",
  stays: true,
});

/**
 * What has become of the run that was here before.
 * @param {"new"|"back"|"other"|"failing"} kind  of beginning
 * @param {string} step  at which it is, as shown
 * @returns {Notice|null}
 */
export function beginningNotice(kind, step) {
  switch (kind) {
    case "back":
      return { kind: "info", message: `Your run is back, at step ${step}.`, offer: "fresh", stays: true };
    case "other": {
      const message = `This address asks for other settings. Your run of before, at step ${step}, is kept.`;
      return { kind: "info", message, offer: "back", stays: true };
    }
    case "failing": {
      const message = `Your run of before could not be started again, so a new one has begun. It is kept, at step ${step}.`;
      return { kind: "error", message, offer: "back" };
    }
    default:
      return null;
  }
}

export const FORGOTTEN =
  "All runs and choices are forgotten. Nothing more is kept until you load the page again.";
export const NOT_FORGOTTEN = "This browser keeps nothing of the page, or does not let it forget.";
