/**
 * What the page keeps of its runs so that another worker can go on with them: a value, and what
 * becomes of it with every message. Pure.
 */

import { codeOf, NO_PAST, toBoot, withJournal, withKeyframe } from "../model/past.js";

/** @import {BootMessage, Config, EditedFiles, FromWorker, Views, WorkerEvent} from "../protocol.js" */
/** @import {Runs} from "../model/kept.js" */
/** @import {Past} from "../model/past.js" */

/**
 * @typedef {object} ClientRun
 * @property {Config} config
 * @property {Views} views
 * @property {Past} past
 * @property {EditedFiles} code  in force
 * @property {number} codeAt  ms, when it came into force
 * @property {number|null} edit  the command in hand that edits the code
 * @property {boolean} resumes  it trains until stopped
 */

/** @typedef {Record<string, ClientRun>} ClientRuns  by name */

/**
 * @typedef {object} ClientOptions
 * @property {Config} config  that the first run begins with
 * @property {Views} views
 * @property {(event: WorkerEvent) => boolean} onEvent  returns whether it is of interest: else it will not be drawn
 * @property {(resumed: boolean) => void} onRestart  a worker was lost; whether its run goes on
 * @property {Kept} [kept]  that the page begins with
 * @property {(runs: ClientRuns) => void} [onRuns]  they have changed
 */

/**
 * @typedef {object} Kept  What a page begins with.
 * @property {Promise<Runs>} runs
 * @property {boolean} isSuspicious  the last edit of the first run is left out
 * @property {() => void} onFailure  no worker can start from them
 */

/** @param {Config} config @param {Views} views @returns {ClientRun} */
export function makeRun(config, views) {
  return { config, views, past: NO_PAST, code: {}, codeAt: -Infinity, edit: null, resumes: false };
}

/**
 * Runs that were kept, to go on with here, and what the page is told of code that comes with them.
 * @param {Runs} kept
 * @param {Views} views
 * @returns {{runs: ClientRuns, events: WorkerEvent[]}}
 */
export function fromKept(kept, views) {
  /** @type {ClientRuns} */ const runs = {};
  /** @type {WorkerEvent[]} */ const events = [];
  for (const [run, { config, past }] of Object.entries(kept)) {
    const files = codeOf(past.now[0], past.entries);
    runs[run] = { ...makeRun(config, views), past, code: files };
    const edited = Object.keys(files);
    if (edited.length > 0) events.push({ type: "code", run, edited, files });
  }
  return { runs, events };
}

/**
 * The first message of a worker that begins or goes on with all runs.
 * @param {ClientRuns} runs
 * @param {number} run_id  the highest so far
 * @param {string} [failed]  the run whose last edit is left out
 * @param {boolean} [keeps]  what that has trained stays
 * @returns {BootMessage}
 */
export function makeBoot(runs, run_id, failed, keeps = false) {
  return {
    type: "boot",
    runs: Object.entries(runs).map(([run, { config, views, past }]) => {
      return { run, config, views, journal: toBoot(past), failed: run === failed ? { keeps } : null };
    }),
    run_id,
  };
}

/**
 * @param {ClientRuns} runs @param {string} run @param {string} name  of a command that is sent @param {any} params
 * @param {number} id
 * @returns {ClientRuns}
 */
export function withCommand(runs, run, name, params, id) {
  const one = Object.hasOwn(runs, run) ? runs[run] : undefined;
  const bringsCode = name === "edit_code" || (name === "open_run" && params?.runs_code === true);
  return bringsCode && one ? { ...runs, [run]: { ...one, edit: id } } : runs;
}

/**
 * @param {ClientRuns} runs @param {string} run @param {Views} views  that the worker has taken
 * @returns {ClientRuns}
 */
export function withViews(runs, run, views) {
  const one = Object.hasOwn(runs, run) ? runs[run] : undefined;
  return one ? { ...runs, [run]: { ...one, views } } : runs;
}

/**
 * @param {ClientRuns} runs
 * @param {FromWorker} message
 * @param {number} now  ms
 * @param {boolean} isReady  before, the worker tells what the last one did
 * @returns {ClientRuns}
 */
export function withMessage(runs, message, now, isReady) {
  if (message.type === "reply") return withReply(runs, message.id);
  if (!("run" in message)) return runs;
  const { run, type } = message;
  if (type === "closed") {
    const { [run]: _closed, ...others } = runs;
    return others;
  }
  const [model] = Object.values(runs);
  const one = runs[run] ?? (model && makeRun(model.config, model.views)); // a fork, of which this is the first word
  if (!one) return runs;
  return { ...runs, [run]: withEvent(one, message, now, isReady) };
}

/** @param {ClientRuns} runs @param {number} id  of a command that has been answered @returns {ClientRuns} */
function withReply(runs, id) {
  const [name, run] = Object.entries(runs).find(([, { edit }]) => edit === id) ?? [];
  return name && run ? { ...runs, [name]: { ...run, edit: null } } : runs;
}

/**
 * @param {ClientRun} run @param {Extract<FromWorker, {run: string}>} event @param {number} now @param {boolean} isReady
 * @returns {ClientRun}
 */
function withEvent(run, event, now, isReady) {
  switch (event.type) {
    case "topology":
    case "config":
      return { ...run, config: event.config };
    case "journal":
      return { ...run, past: withJournal(run.past, event) };
    case "keyframe": {
      const resumes = isReady && event.resumes !== undefined ? event.resumes : run.resumes;
      return { ...run, past: withKeyframe(run.past, event), resumes };
    }
    case "code":
      return { ...run, code: event.files, codeAt: isReady ? now : run.codeAt };
    default:
      return run;
  }
}
