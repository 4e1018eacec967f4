/**
 * Owns the worker: sends commands, passes events on, and replaces a worker that has died, so that
 * the run goes on where its last snapshot was.
 */

/** @import {Config, ErrorValue, FromWorker, OkReply, ErrorReply, Snapshot, ToWorker, Views, WorkerEvent} from "./protocol.js" */

/** @type {{takeWorker: () => Worker}} */
const { takeWorker } = /** @type {any} */ (window); // js/worker-start.js

const PING_MS = 1000;
const SILENCE_MS = 5000; // no answer for so long, while loaded, means that the worker is gone
const MAX_RESTARTS = 3; // in a row, without a healthy minute between

/** A refused or lost command, with the plain error as `error.value`. */
export class CommandError extends Error {
  /** @param {ErrorValue} error */
  constructor(error) {
    super(error.message);
    this.name = "CommandError";
    Object.assign(this, error);
    /** @type {ErrorValue} */ this.error = error;
  }
}

/**
 * @param {object} options
 * @param {Config} options.config
 * @param {Views} options.views
 * @param {(event: WorkerEvent) => void} options.onEvent
 * @param {(resumed: boolean) => void} options.onRestart  a worker was lost; whether its run goes on
 */
export function createWorkerClient({ config, views, onEvent, onRestart }) {
  /** @type {Worker|null} */ let worker = null;
  let isReady = false;
  let hasFailed = false;
  let resumes = false;
  let nextId = 1;
  let heardAt = 0;
  let restarts = 0;
  let readyAt = 0;
  /** @type {Snapshot|null} */ let snapshot = null;
  let currentViews = views;
  /** @type {Map<number, {message: ToWorker, resolve: (result: any) => void, reject: (error: Error) => void}>} */
  const pending = new Map();

  function start() {
    isReady = false;
    hasFailed = false;
    heardAt = performance.now();
    worker = takeWorker();
    worker.onmessage = ({ data }) => receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (isReady) lost();
      else fail(`The worker could not be started${event.message ? `: ${event.message}` : ""}.`);
    };
    send({ type: "boot", config, snapshot, views: currentViews });
  }

  /** @param {ToWorker} message */
  function send(message) {
    worker?.postMessage(message);
  }

  /** @param {FromWorker} message */
  function receive(message) {
    heardAt = performance.now();
    switch (message.type) {
      case "pong":
        return;
      case "reply":
        settle(message);
        return;
      case "snapshot":
        ({ snapshot, resumes } = message);
        return;
      case "status":
        if (message.stage === "ready") {
          isReady = true;
          readyAt = heardAt;
          for (const { message } of pending.values()) send(message);
        } else if (message.stage === "failed") stopFailed();
        break;
      case "topology":
      case "config":
        config = message.config;
        break;
      case "error":
        if (message.error.code === "worker_lost") {
          lost();
          return;
        }
    }
    onEvent(message);
  }

  /** @param {OkReply|ErrorReply} reply */
  function settle(reply) {
    const command = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.ok) command?.resolve(reply.result);
    else command?.reject(new CommandError(reply.error));
  }

  /** @param {ErrorValue} error */
  function rejectPending(error) {
    for (const { reject } of pending.values()) reject(new CommandError(error));
    pending.clear();
  }

  /** The worker has died or hangs: start another from the last snapshot. */
  function lost() {
    worker?.terminate();
    rejectPending({ code: "worker_lost", message: "Python stopped before it could answer." });
    restarts = performance.now() - readyAt > 60_000 ? 1 : restarts + 1;
    if (restarts > MAX_RESTARTS) {
      fail("Python stopped again and again and was not restarted once more.");
      return;
    }
    const goesOn = resumes;
    onRestart(goesOn);
    start();
    if (goesOn) request("start_training", {}).catch(() => {});
  }

  /** @param {string} message */
  function fail(message) {
    onEvent({ type: "error", error: { code: "load_failed", message } });
    onEvent({ type: "status", stage: "failed", loaded: 0, total: 1 });
    stopFailed();
  }

  function stopFailed() {
    worker?.terminate();
    isReady = false;
    hasFailed = true;
    rejectPending(NOT_LOADED);
  }

  /**
   * @param {string} name
   * @param {object} params
   * @returns {Promise<any>}  rejects with a CommandError
   */
  function request(name, params = {}) {
    return new Promise((resolve, reject) => {
      if (hasFailed) throw new CommandError(NOT_LOADED);
      /** @type {ToWorker} */
      const message = { type: "command", id: nextId++, name: String(name), params: toJson(params) };
      pending.set(message.id, { message, resolve, reject });
      if (isReady) send(message);
    });
  }

  let tickedAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    // While the page itself was busy or frozen it could not hear the worker: that is not the worker's silence.
    if (now - tickedAt > 2 * PING_MS) heardAt = now;
    tickedAt = now;
    if (!isReady) return;
    if (now - heardAt > SILENCE_MS) lost();
    else send({ type: "ping" });
  }, PING_MS);

  start();
  return {
    request,
    /** The last state has been drawn: the worker may send the next. */
    acknowledge: () => send({ type: "ack" }),
    /** @param {Views} wanted  remembered for a worker that has to be replaced */
    setViews(wanted) {
      return request("set_views", wanted).then((result) => {
        currentViews = wanted;
        return result;
      });
    },
    /** Start again after a failure, from the last snapshot if there is one. */
    retry() {
      worker?.terminate();
      restarts = 0;
      start();
    },
  };
}

/** @type {ErrorValue} */
const NOT_LOADED = {
  code: "load_failed",
  message: "Python could not be loaded, so nothing can be computed.",
};

/**
 * JSON has no NaN or Infinity and would turn them into null: they go as text, so that Python's
 * refusal names the value that was really given.
 *
 * @param {unknown} params
 * @returns {string}
 */
function toJson(params) {
  try {
    return JSON.stringify(params ?? null, (_key, value) => {
      if (typeof value === "number" && !Number.isFinite(value)) return String(value);
      if (ArrayBuffer.isView(value)) return Array.from(/** @type {any} */ (value));
      if (typeof value === "function" || typeof value === "symbol") return String(value);
      return value;
    });
  } catch (error) {
    const message = `params must be plain values: ${/** @type {Error} */ (error).message}.`;
    throw new CommandError({ code: "invalid", message, field: "params", rule: "must be plain values" });
  }
}
