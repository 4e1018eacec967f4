/**
 * Owns the worker: sends commands, passes events on, and replaces a worker that has died. What the
 * next one needs to go on is in `runs` (sync/client-runs.js).
 */

import { codeBefore } from "../model/past.js";
import { FIRST_RUN } from "../model/state.js";
import { fromKept, makeBoot, makeRun, withCommand, withMessage, withViews } from "./client-runs.js";
import { blamed, HEALTHY_MS, judgeSilence, keepsTraining, MAX_RESTARTS, runsEdited } from "./code-safety.js";
import { CommandError, NOT_LOADED } from "./command.js";
import { Pending } from "./pending.js";
import { judgeStart, UNHEARD } from "./start-watch.js";
import { everyTick } from "./ticks.js";
import { faultOfScript, takeWorker } from "./worker-script.js";

/** @import {BootMessage, CommandName, Commands, ErrorValue, FromWorker, OkReply, ErrorReply, ToWorker, Views} from "../protocol.js" */
/** @import {ClientOptions, ClientRuns, Kept} from "./client-runs.js" */
/** @import {StartPhase} from "./start-watch.js" */

const PING_MS = 250;
const STOPPED = "It did not finish in time and was stopped.";

export class WorkerClient {
  #options;
  /** @type {Worker|null} */ #worker = null;
  /** @type {StartPhase|"ready"|"failed"} */
  #phase = "unheard";
  #isPlain = false; // has to start without the memory image
  #restores = false; // starts from it
  #heardAt = 0;
  #readyAt = 0;
  #restarts = 0;
  /** @type {number|undefined} */ #patience;
  #runId = 0; // the highest of all workers so far
  /** @type {BootMessage|null} */ #boot = null; // the last
  /** @type {ClientRuns} */ #runs;
  /** Until a worker has begun with it. @type {Kept|null} */ #kept;
  #pending = new Pending();

  /** @param {ClientOptions} options */
  constructor(options) {
    this.#options = options;
    this.#kept = options.kept ?? null;
    this.#runs = { [FIRST_RUN]: makeRun(options.config, options.views) };
    everyTick(PING_MS, (now, isLate) => {
      if (isLate) this.#heardAt = now; // that is not the worker's silence
      this.#look(now);
    });
  }

  /** Let Python begin, once; commands may be sent before. */
  start = () => {
    if (this.#worker !== null) return;
    if (this.#kept === null) this.#start(makeBoot(this.#runs, this.#runId));
    else this.#startFrom(this.#kept);
  };

  /** Start again after a failure, from where the runs were. */
  retry = () => {
    this.#worker?.terminate();
    this.#worker = null;
    this.#restarts = 0;
    this.#isPlain = false;
    this.start();
  };

  /** The last state has been drawn: the worker may send the next. */
  acknowledge = (run = FIRST_RUN) => this.#send({ type: "ack", run });

  /**
   * @template {CommandName} K
   * @param {K} name
   * @param {Commands[K]["params"]} params
   * @param {string} [run]  its name
   * @returns {Promise<Commands[K]["result"]>}  rejects with a CommandError
   */
  request = (name, params, run = FIRST_RUN) =>
    new Promise((resolve, reject) => {
      if (this.#phase === "failed") throw new CommandError(NOT_LOADED);
      const message = this.#pending.add({ run, name, params }, resolve, reject);
      this.#runs = withCommand(this.#runs, run, name, params, message.id);
      if (this.#phase === "ready") this.#send(message);
    });

  /** @param {Views} views  remembered for a worker that has to be replaced */
  setViews = async (views, run = FIRST_RUN) => {
    const result = await this.request("set_views", views, run);
    this.#runs = withViews(this.#runs, run, views);
    return result;
  };

  /** Begin with what is kept, which is read while Python loads. @param {Kept} kept */
  async #startFrom({ runs, isSuspicious }) {
    this.#hire({ type: "load" });
    const worker = this.#worker;
    const found = await runs.catch(() => this.#giveUp());
    if (!found || worker === null || worker !== this.#worker) return;
    const { runs: kept, events } = fromKept(found, this.#options.views);
    this.#runs = kept;
    for (const event of events) this.#options.onEvent(event);
    this.#boot = makeBoot(this.#runs, this.#runId, isSuspicious ? FIRST_RUN : undefined, true);
    this.#send(this.#boot);
  }

  /** @param {BootMessage} message */
  #start(message) {
    this.#boot = message;
    this.#hire(message);
  }

  /** @param {ToWorker} message  the first for another worker */
  #hire(message) {
    this.#phase = "unheard";
    this.#heardAt = performance.now();
    /** @type {Worker} */ let worker;
    try {
      worker = takeWorker(this.#isPlain);
    } catch (error) {
      return this.#fail(`The page may not start a worker here: ${/** @type {Error} */ (error).message}`);
    }
    this.#worker = worker;
    // What a worker that has been replaced still has to say is of no interest.
    worker.onmessage = ({ data }) => {
      if (worker === this.#worker) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      if (this.#phase === "ready") this.#lost();
      else this.#findFault(event.message ?? "");
    };
    this.#send(message);
  }

  /** A worker that fails, or that nothing is heard of, before its first word: browsers do not tell why. @param {string} [message] */
  async #findFault(message) {
    const worker = this.#worker;
    this.#phase = "looked at";
    const fault = await faultOfScript();
    if (worker !== this.#worker || this.#phase !== "looked at") return; // it has come after all, or has been replaced
    if (fault !== null || message !== undefined)
      this.#fail(fault ?? `The worker could not be started${message ? `: ${message}` : ""}.`);
    else this.#heardAt = performance.now(); // the line is slow: it has some time more
  }

  /** Start again without the memory image, in a worker of its own: nobody knows what is left of the other. */
  #startPlainly() {
    this.#worker?.terminate();
    this.#isPlain = true;
    this.#start(this.#boot ?? makeBoot(this.#runs, this.#runId));
  }

  /** @param {ToWorker} message */
  #send(message) {
    this.#worker?.postMessage(message);
  }

  /** @param {FromWorker} message */
  #receive(message) {
    this.#heardAt = performance.now();
    if ("run_id" in message) this.#runId = Math.max(this.#runId, message.run_id);
    const before = this.#runs;
    this.#runs = withMessage(before, message, this.#heardAt, this.#phase === "ready");
    if (this.#runs !== before) this.#options.onRuns?.(this.#runs);
    if (message.type === "pong") return;
    if (message.type === "not_restored") return this.#startPlainly();
    if (message.type === "reply") return this.#settle(message);
    if (message.type === "error" && message.error.code === "worker_lost") return this.#lost();
    if (message.type === "error" && message.error.code === "not_revived")
      return this.#giveUp(message.error.message);
    if (message.type === "error" && message.error.code === "code" && message.error.ran !== false)
      return this.#goBack(message.run, message.error);
    if (message.type === "status") this.#follow(message);
    const isOfInterest = this.#options.onEvent(message);
    // The worker waits for that.
    if (message.type === "state" && !isOfInterest) this.#send({ type: "ack", run: message.run });
  }

  /** @param {import("../protocol.js").StatusEvent} status */
  #follow({ stage, patience, restores = this.#restores }) {
    this.#restores = restores;
    if (stage === "failed") this.#stopFailed();
    else if (stage === "ready") {
      this.#phase = "ready";
      this.#kept = null;
      this.#readyAt = this.#heardAt;
      this.#patience = patience;
      for (const message of this.#pending.messages()) this.#send(message);
    } else this.#phase = stage === "start" ? "starting" : "loading";
  }

  /** @param {OkReply|ErrorReply} reply */
  #settle(reply) {
    this.#pending.settle(reply);
    // Code that has run may have changed anything in its process, also when it was refused.
    if (!reply.ok && reply.error.code === "code" && reply.error.ran) this.#replace();
  }

  /** @param {number} now  ms */
  #look(now) {
    const silence = now - this.#heardAt;
    if (this.#phase !== "ready") return this.#lookAtStart(silence);
    const verdict = judgeSilence(this.#runs, silence, this.#patience);
    if (verdict === "code") this.#stopCode(STOPPED);
    else if (verdict === "hung") this.#lost(STOPPED);
    else if (verdict === "lost") this.#lost();
    else this.#send({ type: "ping" });
  }

  /** @param {number} silence  ms */
  #lookAtStart(silence) {
    if (this.#worker === null || this.#phase === "ready" || this.#phase === "failed") return;
    const verdict = judgeStart(this.#phase, silence, this.#restores);
    if (verdict === "look at its script") this.#findFault();
    else if (verdict === "start plainly") this.#startPlainly();
    else if (verdict === "dead" && this.#phase === "starting") this.#giveUp(UNHEARD);
    else if (verdict === "dead") this.#fail(UNHEARD);
  }

  /** Go on in another worker; what this one has not answered is asked of the next. @param {string} [failed]  the run whose last edit is left out */
  #replace(failed, keeps = false) {
    this.#worker?.terminate();
    const resuming = Object.keys(this.#runs).filter(
      (run) => this.#runs[run]?.resumes && !this.#pending.has("stop_training", run),
    );
    this.#start(makeBoot(this.#runs, this.#runId, failed, keeps));
    for (const run of resuming) this.request("start_training", {}, run).catch(() => {});
  }

  /**
   * The code in force has failed: the version before it goes on, with what was done since if it can.
   * @param {string} name  of the run @param {ErrorValue} error
   */
  #goBack(name, error) {
    const run = this.#runs[name];
    if (!run) return;
    if (this.#phase !== "ready" && ++this.#restarts > MAX_RESTARTS) return this.#giveUp(error.message);
    const files = codeBefore(run.past);
    const keeps = keepsTraining(run, performance.now());
    this.#options.onEvent({ type: "code", run: name, edited: Object.keys(files), files });
    this.#options.onEvent({ type: "error", run: name, error });
    this.#pending.rejectFailed(error, name);
    this.#replace(name, keeps);
    this.#runs = { ...this.#runs, [name]: { ...run, code: files, edit: null } };
  }

  /** Edited code does not return, or has taken Python with it. @param {string} message */
  #stopCode(message) {
    const name = blamed(this.#runs) ?? FIRST_RUN;
    const edit = this.#runs[name]?.edit ?? null;
    /** @type {ErrorValue} */ const error = { code: "code", message, ran: true };
    if (edit === null) return this.#goBack(name, error);
    this.#runs = withMessage(this.#runs, { type: "reply", id: edit, ok: false, error }, this.#heardAt, true);
    this.#settle({ type: "reply", id: edit, ok: false, error });
  }

  /** The worker has died or hangs: start another where the runs were. @param {string} [reason]  if it was the code */
  #lost(reason = "Python stopped twice while it ran.") {
    const isEarly = performance.now() - this.#readyAt <= HEALTHY_MS;
    this.#restarts = isEarly ? this.#restarts + 1 : 1;
    const isEditing = Object.values(this.#runs).some(({ edit }) => edit !== null);
    // A worker may die by itself: code goes on once, and an edit is tried once more. What dies again has died of it.
    if (this.#restarts > 1 && (isEditing || Object.values(this.#runs).some(runsEdited))) {
      this.#restarts = 0;
      this.#stopCode(reason);
      return;
    }
    this.#worker?.terminate();
    const lost = { code: "worker_lost", message: "Python stopped before it could answer." };
    this.#pending.reject(lost, ({ name }) => name !== "edit_code");
    if (this.#restarts > MAX_RESTARTS) {
      this.#fail("Python stopped again and again and was not restarted once more.");
      return;
    }
    this.#isPlain = this.#restarts > 1;
    this.#options.onRestart(Object.values(this.#runs).some(({ resumes }) => resumes));
    this.#replace();
  }

  /** No worker can go on with the runs. */
  #giveUp(message = "The run that was kept cannot be read.") {
    this.#fail(message);
    this.#kept?.onFailure();
  }

  /** @param {string} message */
  #fail(message) {
    this.#options.onEvent({ type: "error", run: FIRST_RUN, error: { code: "load_failed", message } });
    this.#options.onEvent({ type: "status", stage: "failed", loaded: 0, total: 1 });
    this.#stopFailed();
  }

  #stopFailed() {
    this.#worker?.terminate();
    this.#phase = "failed";
    this.#pending.reject(NOT_LOADED);
  }
}
