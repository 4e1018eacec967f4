/**
 * The worker's entry: takes messages from the page, runs commands, and lets the trainer train.
 * Only js/worker knows Pyodide. js/protocol.js describes every message.
 */

/** @import {BootMessage, CommandMessage, ErrorValue, ToWorker} from "../protocol.js" */
/** @import {PythonBridge} from "./bridge.js" */
/** @import {PyodideInterface} from "pyodide" */

import { makeBridge } from "./bridge.js";
import { toErrorValue } from "./errors.js";
import { harden } from "./harden.js";
import { completePython, isRestored, loadPython } from "./loader.js";
import { post } from "./post.js";
import { Trainer } from "./trainer.js";

const STARTS_OVER = new Set([
  "create_network",
  "generate_data",
  "configure",
  "reset",
  "new_weights",
  "undo",
  "redo",
  "restore_finite",
]);
// What these need of the standard library comes after the start.
const NEEDS_ALL = new Set([
  ...["get_code", "trace_step", "check_gradient", "check_replay", "export_run"],
  ...["get_defects", "break_code", "get_hint", "check_fix"],
]);
const CHANGES = new Set([
  ...[...STARTS_OVER, "start_training", "set_training", "set_parameter", "freeze", "edit_code"],
]);

/** @type {ErrorValue} */
const LOST = { code: "worker_lost", message: "Python has suffered a fatal error." };
const REST_AFTER_MS = 2000; // the first epochs come first

/** @type {{bridge: PythonBridge, trainer: Trainer}|null} */
let running = null;
/** @type {PyodideInterface|null} */
let python = null;
/** @type {Promise<void>|null} */
let completed = null;
/** @type {Promise<void>|null} */
let opened = null;

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
    case "boot":
      boot(message);
      break;
    case "command":
      handleCommand(message);
      break;
    case "ack":
      running?.trainer.allowState();
      break;
    case "ping":
      post({ type: "pong" });
      break;
    default:
      throw new TypeError(`unknown message ${JSON.stringify(message)}`);
  }
};

/** @param {unknown} error */
function report(error) {
  post({ type: "error", error: toErrorValue(error, "load_failed") });
}

/** @param {BootMessage} message */
async function boot(message) {
  let hasLoaded = false;
  try {
    python = await loadPython((stage, loaded, total) => post({ type: "status", stage, loaded, total }));
    /** @type {any} */ (python)._api.on_fatal = () => post({ type: "error", error: LOST });
    if (Object.keys(message.code).length > 0) await openToCode();
    hasLoaded = true;
    const bridge = makeBridge(python, message);
    running = { bridge, trainer: new Trainer(bridge) };
    for (const event of bridge.takeEvents()) post(event);
    if (message.run_id > 0) running.trainer.sendSnapshot(); // it may be of another start than the page's own
    running.trainer.publish();
    post({ type: "status", stage: "ready", loaded: 1, total: 1, patience: bridge.patience });
    setTimeout(() => complete().catch(report), REST_AFTER_MS);
  } catch (error) {
    if (isRestored) {
      console.debug("Python starts without its memory image:", error);
      post({ type: "not_restored" });
      return;
    }
    if (hasLoaded && Object.keys(message.code).length > 0) {
      post({ type: "error", error: { ...toErrorValue(error, "code"), code: "code", ran: true } });
      return;
    }
    report(error);
    post({ type: "status", stage: "failed", loaded: 0, total: 1 });
  }
}

/** @param {CommandMessage} message */
async function handleCommand({ id, name, params }) {
  if (!running) {
    const error = { code: "not_ready", message: "Python has not been loaded yet." };
    post({ type: "reply", id, ok: false, error });
    return;
  }
  const { bridge, trainer } = running;
  let reply;
  try {
    if (name === "edit_code") {
      await openToCode();
      trainer.sendSnapshot(); // what the page goes back to when the edit fails
      reply = bridge.edit(params);
    } else {
      if (NEEDS_ALL.has(name)) await complete();
      reply = bridge.command(name, params);
    }
  } catch (error) {
    reply = {
      ok: /** @type {const} */ (false),
      error: { ...toErrorValue(error, "code"), code: "code", ran: true },
    };
  }
  if (!reply.ok) {
    post({ type: "reply", id, ok: false, error: reply.error });
    return;
  }
  let result = reply.result;
  if (name === "start_training") trainer.run(Number.POSITIVE_INFINITY);
  else if (name === "step") {
    await trainer.run(result.n_steps);
    result = bridge.status();
  } else if (name === "stop_training" || (STARTS_OVER.has(name) && !("edited" in result))) trainer.stop();
  else if (CHANGES.has(name)) trainer.wake();
  trainer.attempt(() => {
    for (const event of bridge.takeEvents()) post(event);
    if (CHANGES.has(name)) trainer.sendSnapshot();
  });
  if ("status" in result && trainer.isTraining) result.status = "training";
  post({ type: "reply", id, ok: true, result });
  trainer.attempt(() => trainer.publish());
}
