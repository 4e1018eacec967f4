/** What it means that nothing is heard of a worker that has not started yet. Pure. */

/**
 * `looked at`: nothing was heard, so that its script is looked at; `loading`: files come; `starting`: all are there, and
 * Python begins.
 * @typedef {"unheard"|"looked at"|"loading"|"starting"} StartPhase
 */

/** Said of one that is dead. */
export const UNHEARD =
  "Nothing more has been heard of Python while it started. The device may be short of memory.";
/** Its script is a small file, and its first word comes as soon as that runs. */
export const UNHEARD_MS = 12_000;
/** The worker itself says when nothing more comes (worker/download.js), unless it is dead. */
const LOADING_MS = 40_000;
const RESTORING_MS = 20_000; // from the memory image, which takes half a second
const IMPORTING_MS = 120_000; // without it, on a slow machine

/**
 * @param {StartPhase} phase
 * @param {number} silence  ms since it was heard, or asked for
 * @param {boolean} restores  it starts from the memory image
 * @returns {"wait"|"look at its script"|"start plainly"|"dead"}
 */
export function judgeStart(phase, silence, restores) {
  if (phase === "unheard") return silence > UNHEARD_MS ? "look at its script" : "wait";
  if (phase === "loading" || phase === "looked at") return silence > LOADING_MS ? "dead" : "wait";
  if (restores) return silence > RESTORING_MS ? "start plainly" : "wait";
  return silence > IMPORTING_MS ? "dead" : "wait";
}
