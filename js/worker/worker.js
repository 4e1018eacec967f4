/**
 * The worker's entry: takes messages from the page, runs commands, and lets the trainer train.
 * Only js/worker knows Pyodide. js/protocol.js describes every message.
 */

/** @import {BootMessage, CommandMessage, ErrorReply, ErrorValue, OkReply, ToWorker} from "../protocol.js" */
/** @import {Answer, RunBridge} from "./bridge.js" */
/** @typedef {Extract<Answer, {ok: false}>} Refusal */
/** @import {PyodideInterface} from "pyodide" */

import { importAhead } from "./ahead.js";
import { bringsCode, PythonBridge } from "./bridge.js";
import { toErrorValue, toFailure } from "./errors.js";
import { harden } from "./harden.js";
import { completePython, faultOfManifest, isRestored, loadPython } from "./loader.js";
import { Looker } from "./looker.js";
import { post } from "./post.js";
import { Trainer } from "./trainer.js";

/** @type {ErrorValue} */
const LOST = { code: "worker_lost", message: "Python has suffered a fatal error." };
const REST_AFTER_MS = 2000; // the first epochs come first
/** What looks into a run for the one who asks, and shows nothing else of it: its state need not be told again. */
const LOOKS = new Set(["record_step", "explain"]);

/** @type {PythonBridge|null} */
let bridge = null;
/** By run. @type {Map<string, {python: RunBridge, trainer: Trainer, looker: Looker}>} */
const runs = new Map();
/** Settles when no run is on its way to another moment. @type {Promise<unknown>} */
let settled = Promise.resolve();
/** @type {PyodideInterface|null} */
let python = null;
/** @type {Promise<PyodideInterface>|null} */
let loading = null;
/** @type {Promise<void>|null} */
let completed = null;
let isOpen = false; // to code that users write
let nInHand = 0; // commands

/** Begin to load Python, once. */
function load() {
  if (loading === null) {
    post({ type: "status", stage: "runtime", loaded: 0, total: 1 });
    loading = loadPython((stage, loaded, total) =>
      post({ type: "status", stage, loaded, total, restores: isRestored }),
    );
  }
  return loading;
}

/** Load what no start needs; after that nothing more will be fetched. A failure is not kept: the network may be back. */
function complete() {
  const loaded = /** @type {PyodideInterface} */ (python);
  completed ??= completePython(loaded).catch((error) => {
    completed = null;
    throw error;
  });
  return completed;
}

/** Load it, and import of it what would otherwise keep the first opened step waiting. */
async function getAhead() {
  await complete();
  const isIdle = () => nInHand === 0 && [...runs.values()].every(({ trainer }) => !trainer.isTraining);
  await importAhead(/** @type {PyodideInterface} */ (python), isIdle);
}

/** Make ready for code that users write. */
async function openToCode() {
  await complete();
  if (!isOpen) harden(/** @type {PyodideInterface} */ (python));
  isOpen = true;
}

/**
 * Have there what a command needs.
 * @param {string} name @param {PythonBridge} made @param {boolean} bringsEdit  code that was edited
 * @returns {Promise<ErrorValue|null>}  why it cannot be: nothing has changed, and it may be asked again
 */
async function prepare(name, made, bringsEdit) {
  try {
    if (bringsEdit) await openToCode();
    else if (made.needsLibrary(name)) await complete();
    return null;
  } catch (error) {
    const { message } = toErrorValue(error, "load_failed");
    return {
      code: "load_failed",
      message: `What this needs of Python's library could not be loaded; nothing has changed. ${message} Try again.`,
    };
  }
}

self.onmessage = ({ data }) => {
  const message = /** @type {ToWorker} */ (data);
  switch (message.type) {
    case "load":
      load().catch(() => {}); // told when it is to begin
      break;
    case "boot":
      boot(message);
      break;
    case "command":
      handleCommand(message);
      break;
    case "ack":
      runs.get(message.run)?.trainer.allowState();
      break;
    case "ping":
      post({ type: "pong" });
      break;
    default:
      throw new TypeError(`unknown message ${JSON.stringify(message)}`);
  }
};

/** @param {unknown} error @param {string} run */
function report(error, run) {
  post({ type: "error", run, error: toErrorValue(error, "load_failed") });
}

/** @param {string} run @param {PythonBridge} made */
function runOf(run, made) {
  let found = runs.get(run);
  if (!found) {
    const python = made.of(run);
    const trainer = new Trainer(run, python);
    found = { python, trainer, looker: new Looker(python, trainer) };
    runs.set(run, found);
  }
  return found;
}

/** @param {BootMessage} message */
async function boot(message) {
  const [first] = message.runs;
  if (!first) throw new RangeError("a worker begins with one run at least");
  const { run } = first; // which tells what is no run's own
  const isEdited = bringsCode(message);
  let hasLoaded = false;
  try {
    python = await load();
    /** @type {any} */ (python)._api.on_fatal = () => post({ type: "error", run, error: LOST });
    if (isEdited) await openToCode();
    hasLoaded = true;
    const made = new PythonBridge(python, message);
    bridge = made;
    for (const event of made.takeEvents()) post(event);
    for (const { run } of message.runs) {
      const { trainer, looker } = runOf(run, made);
      trainer.sendKeyframe(); // the page goes back to it when this worker dies
      trainer.publish();
      looker.wake();
    }
    post({ type: "status", stage: "ready", loaded: 1, total: 1, patience: made.patience });
    setTimeout(() => getAhead().catch(() => {}), REST_AFTER_MS); // what needs it will try again
    const fault = await faultOfManifest();
    if (fault) report(new Error(fault), run);
  } catch (error) {
    if (isRestored) {
      console.debug("Python starts without its memory image:", error);
      post({ type: "not_restored" });
      return;
    }
    if (hasLoaded && isEdited) {
      post({ type: "error", run, error: { ...toFailure(error, isEdited), code: "code", ran: true } });
      return;
    }
    if (hasLoaded && message.runs.some(({ journal }) => journal !== null)) {
      post({ type: "error", run, error: { ...toErrorValue(error, ""), code: "not_revived" } });
      return;
    }
    report(error, run);
    post({ type: "status", stage: "failed", loaded: 0, total: 1 });
  }
}

/** Answer a command, whatever happens. @param {CommandMessage} message */
async function handleCommand(message) {
  let isAnswered = false;
  const answer = (/** @type {OkReply|ErrorReply} */ reply) => {
    isAnswered = true;
    post(reply);
  };
  nInHand += 1;
  try {
    await carryOut(message, answer);
  } catch (error) {
    const failure = toFailure(error, bridge?.isEdited(message.run) ?? false);
    if (isAnswered) post({ type: "error", run: message.run, error: failure });
    else answer({ type: "reply", id: message.id, ok: false, error: failure });
  } finally {
    nInHand -= 1;
  }
}

/** @param {CommandMessage} message @param {(reply: OkReply|ErrorReply) => void} answer */
async function carryOut({ id, run, name, params, file }, answer) {
  await settled;
  if (!bridge) {
    const error = { code: "not_ready", message: "Python has not been loaded yet." };
    answer({ type: "reply", id, ok: false, error });
    return;
  }
  const made = bridge;
  // Python refuses what is asked of a run that there is not, or no longer.
  const refuse = () =>
    answer({ type: "reply", id, .../** @type {Refusal} */ (made.of(run).command(name, params)) });
  if (!made.hasRun(run)) return refuse();
  const bringsEdit = name === "edit_code" || (name === "open_run" && JSON.parse(params)?.runs_code === true);
  const unprepared = await prepare(name, made, bringsEdit);
  if (unprepared) {
    answer({ type: "reply", id, ok: false, error: unprepared });
    return;
  }
  const { python, trainer, looker } = runOf(run, made);
  /** @type {Answer} */ let reply;
  try {
    if (bringsEdit) trainer.sendKeyframe(); // what the page goes back to when the edit fails
    const first = python.command(name, params, file);
    if ("pending" in first) looker.sleep();
    reply = "pending" in first ? await arrive(python, trainer) : first;
  } catch (error) {
    const failure = toFailure(error, python.isEdited || bringsEdit);
    // Whatever fails in a trial, it was the edit's.
    reply = { ok: false, error: bringsEdit ? { ...failure, code: "code", ran: true } : failure };
  }
  if (!reply.ok) {
    answer({ type: "reply", id, ok: false, error: reply.error });
    return;
  }
  const { effect } = reply;
  let { result } = reply;
  if (effect === "trains") {
    const steps = reply.n_steps ?? Number.POSITIVE_INFINITY;
    if (steps === 0) trainer.stop();
    else {
      const ended = trainer.run(steps);
      looker.wake();
      if (Number.isFinite(steps)) {
        const failure = await ended;
        if (!made.hasRun(run)) return refuse();
        if (failure) return answer({ type: "reply", id, ok: false, error: failure });
        result = python.status();
      }
    }
  } else if (effect === "starts_over") trainer.stop();
  else if (effect === "changes") trainer.wake();
  else if (effect === "closes") {
    trainer.quit();
    looker.sleep();
    runs.delete(run);
  }
  trainer.attempt(() => {
    for (const event of made.takeEvents()) post(event);
    if (effect !== "asks" && effect !== "closes") trainer.sendKeyframe();
  });
  if ("status" in result && trainer.isTraining) result.status = "training";
  answer({ type: "reply", id, ok: true, effect, result });
  if (effect === "closes" || LOOKS.has(name)) return;
  if (name === "go_to") trainer.passOn();
  trainer.attempt(() => trainer.publish());
  looker.wake();
}

/**
 * Train on the way to another moment, and hear the page meanwhile; other commands wait. What does not begin
 * anew there goes on training.
 * @param {RunBridge} python
 * @param {Trainer} trainer
 * @returns {Promise<Answer>}
 */
function arrive(python, trainer) {
  const goesOn = trainer.isEndless;
  trainer.stop();
  const arrived = (async () => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve));
      const reply = python.goOn();
      if ("pending" in reply) continue;
      if (goesOn && !(reply.ok && reply.effect === "starts_over")) trainer.run(Number.POSITIVE_INFINITY);
      return reply;
    }
  })();
  settled = arrived.catch(() => {});
  return arrived;
}
