/**
 * The worker's entry: takes messages from the page, runs commands, and lets the trainer train.
 * Only js/worker knows Pyodide. js/protocol.js describes every message.
 */

/** @import {BootMessage, CommandMessage, ToWorker} from "../protocol.js" */
/** @import {PythonBridge} from "./bridge.js" */

import { makeBridge } from "./bridge.js";
import { toErrorValue } from "./errors.js";
import { completePython, loadPython } from "./loader.js";
import { post } from "./post.js";
import { Trainer } from "./trainer.js";

const STARTS_OVER = new Set([
  "create_network",
  "generate_data",
  "configure",
  "reset",
  "undo",
  "redo",
  "restore_finite",
]);
const CHANGES = new Set([...STARTS_OVER, "start_training", "set_training", "set_parameter", "freeze"]);

const REST_AFTER_MS = 2000; // the first epochs come first

/** @type {{bridge: PythonBridge, trainer: Trainer}|null} */
let running = null;

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
async function boot({ config, views, snapshot }) {
  try {
    const python = await loadPython((stage, loaded, total) => post({ type: "status", stage, loaded, total }));
    const bridge = makeBridge(python, config, views, snapshot);
    running = { bridge, trainer: new Trainer(bridge) };
    for (const event of bridge.takeEvents()) post(event);
    running.trainer.publish();
    post({ type: "status", stage: "ready", loaded: 1, total: 1 });
    setTimeout(() => completePython(python).catch(report), REST_AFTER_MS);
  } catch (error) {
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
  const reply = bridge.command(name, params);
  if (!reply.ok) {
    post({ type: "reply", id, ok: false, error: reply.error });
    return;
  }
  let result = reply.result;
  if (name === "start_training") trainer.run(Number.POSITIVE_INFINITY);
  else if (name === "step") {
    await trainer.run(result.n_steps);
    result = bridge.status();
  } else if (name === "stop_training" || STARTS_OVER.has(name)) trainer.stop();
  else if (name === "set_training") trainer.wake();
  for (const event of bridge.takeEvents()) post(event);
  if (CHANGES.has(name)) trainer.sendSnapshot();
  if ("status" in result && trainer.isTraining) result.status = "training";
  post({ type: "reply", id, ok: true, result });
  trainer.publish();
}
