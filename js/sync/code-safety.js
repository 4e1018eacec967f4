/**
 * What becomes of a run whose worker has failed: whether the code that was edited is to blame, and what
 * is kept. Pure.
 */

/** @import {EditedFiles} from "../protocol.js" */

const CODE_GRACE_MS = 400; // beyond the patience that the worker itself has with code that was edited
const PROBATION_MS = 30_000; // an edit that fails so soon takes what it has trained with it
// No answer for so long, or as long as edited code is waited for where that is more, means that a loaded worker is gone.
export const SILENCE_MS = 5000;
export const HEALTHY_MS = 60_000; // a worker that has lived so long has not died of how it was started
export const MAX_RESTARTS = 3; // in a row, without a healthy minute between
/** What a worker that takes another's place is asked again: it says what the page shows, whatever code runs. */
const ASKED_AGAIN = ["set_views", "stop_training"];

/** @typedef {{code: EditedFiles, codeAt: number, edit: number|null, resumes: boolean}} Watched  `edit`: the command in hand that edits; `codeAt`: ms, when the code came into force */

/** Whether what a run does now is by code that was edited. @param {Watched} run */
export const runsEdited = ({ edit, code }) => edit !== null || Object.keys(code).length > 0;

/**
 * The run whose code is to blame when the worker fails; undefined: none runs edited code.
 * @template {Watched} R
 * @param {Record<string, R>} runs
 * @returns {string|undefined}  its name
 */
export function blamed(runs) {
  const edited = Object.entries(runs).filter(([, run]) => runsEdited(run));
  const [name] =
    edited.find(([, { edit }]) => edit !== null) ??
    edited.find(([, { resumes }]) => resumes) ??
    edited[0] ??
    [];
  return name;
}

/**
 * Whether what a failed edit has trained is kept.
 * @param {Watched} run
 * @param {number} now  ms
 */
export const keepsTraining = ({ codeAt }, now) => now - codeAt >= PROBATION_MS;

/**
 * What the silence of a worker means.
 * @param {Record<string, Watched>} runs
 * @param {number} silence  ms since it was heard
 * @param {number} [patience]  ms that the worker gives edited code
 * @returns {"alive"|"code"|"hung"|"lost"}  "code": an edit does not return from its trial; "hung": edited code may have
 *   hung, or the worker has died by itself
 */
export function judgeSilence(runs, silence, patience = SILENCE_MS) {
  const edited = Object.values(runs).filter(runsEdited);
  const allowed = patience + CODE_GRACE_MS; // on a slow machine it is long: the worker itself stops what is edited
  if (edited.length === 0) return silence > Math.max(SILENCE_MS, allowed) ? "lost" : "alive";
  if (silence <= allowed) return "alive";
  return edited.some(({ edit }) => edit !== null) ? "code" : "hung";
}

/**
 * Whether a command that was in hand when the code of its run failed has failed with it: by other code it would be
 * answered as if nothing had been.
 * @param {{name: string, run: string}} command @param {string} run  that has failed
 */
export const failsWith = (command, run) => command.run === run && !ASKED_AGAIN.includes(command.name);
