/**
 * The worker's entry: takes messages from the page, runs commands, and lets the trainer train.
 * Only js/worker knows Pyodide. js/protocol.js describes every message.
 */

/** @import {BootMessage, CommandMessage, ErrorValue, ToWorker} from "../protocol.js" */
/** @import {Answer, RunBridge} from "./bridge.js" */
/** @typedef {Extract<Answer, {ok: false}>} Refusal */
/** @import {PyodideInterface} from "pyodide" */

import { bringsCode, PythonBridge } from "./bridge.js";
import { toErrorValue } from "./errors.js";
import { harden } from "./harden.js";
import { completePython, isRestored, loadPython } from "./loader.js";
import { Looker } from "./looker.js";
import { post } from "./post.js";
import { Trainer } from "./trainer.js";

/** @type {ErrorValue} */
const LOST = { code: "worker_lost", message: "Python has suffered a fatal error." };
const REST_AFTER_MS = 2000; // the first epochs come first

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
/** @type {Promise<void>|null} */
let opened = null;

/** Begin to load Python, once. */
function load() {
  loading ??= loadPython((stage, loaded, total) => post({ type: "status", stage, loaded, total }));
  return loading;
}

/** Load what no start needs; after that nothing more will be fetched. */
function complete() {
  const loaded = /** @type {PyodideInterface} */ (python);
  completed ??= completePython(loaded);
  return completed;
}

/** Make ready for code that users write. */
function openToCode() {
  const loaded = /** @type {PyodideInterface} */ (python);
  opened ??= complete().then(() => harden(loaded));
  return opened;
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
    setTimeout(() => complete().catch((error) => report(error, run)), REST_AFTER_MS);
  } catch (error) {
    if (isRestored) {
      console.debug("Python starts without its memory image:", error);
      post({ type: "not_restored" });
      return;
    }
    if (hasLoaded && isEdited) {
      post({ type: "error", run, error: { ...toErrorValue(error, "code"), code: "code", ran: true } });
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

/** @param {CommandMessage} message */
async function handleCommand({ id, run, name, params }) {
  await settled;
  if (!bridge) {
    const error = { code: "not_ready", message: "Python has not been loaded yet." };
    post({ type: "reply", id, ok: false, error });
    return;
  }
  const made = bridge;
  // Python refuses what is asked of a run that there is not, or no longer.
  const refuse = () =>
    post({ type: "reply", id, .../** @type {Refusal} */ (made.of(run).command(name, params)) });
  if (!made.hasRun(run)) return refuse();
  const { python, trainer, looker } = runOf(run, made);
  /** @type {Answer} */ let reply;
  try {
    if (name === "edit_code") {
      await openToCode();
      trainer.sendKeyframe(); // what the page goes back to when the edit fails
    } else if (made.needsLibrary(name)) await complete();
    const first = python.command(name, params);
    if ("pending" in first) looker.sleep();
    reply = "pending" in first ? await arrive(python, trainer) : first;
  } catch (error) {
    reply = { ok: false, error: { ...toErrorValue(error, "code"), code: "code", ran: true } };
  }
  if (!reply.ok) {
    post({ type: "reply", id, ok: false, error: reply.error });
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
        await ended;
        if (!made.hasRun(run)) return refuse();
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
  post({ type: "reply", id, ok: true, effect, result });
  if (effect === "closes") return;
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
