/**
 * Owns the worker: sends commands, passes events on, and replaces a worker that has died, so that
 * the run goes on where its last snapshot was.
 */

/** @import {BootMessage, Config, EditedFiles, ErrorValue, FromWorker, OkReply, ErrorReply, Snapshot, Start, ToWorker, Views, WorkerEvent} from "../protocol.js" */
/** @typedef {{code: EditedFiles, snapshot: Snapshot|null}} Place  a version of the code, and a run that it can do */

/** @type {{takeWorker: (isPlain: boolean) => Worker}} */
const { takeWorker } = /** @type {any} */ (window); // js/worker-start.js

const PING_MS = 250;
const SILENCE_MS = 5000; // no answer for so long, while loaded, means that the worker is gone
const HUNG_MS = 20_000; // the same for a start from the memory image, once all files are there
const CODE_GRACE_MS = 400; // beyond the patience that the worker itself has with code that was edited
const PROBATION_MS = 30_000; // an edit that fails so soon takes what it has trained with it
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
 * @param {(event: WorkerEvent) => boolean} options.onEvent  returns whether it is of interest: else it will not be drawn
 * @param {(resumed: boolean) => void} options.onRestart  a worker was lost; whether its run goes on
 */
export function createWorkerClient({ config, views, onEvent, onRestart }) {
  /** @type {Worker|null} */ let worker = null;
  let isReady = false;
  let isStarting = false; // all files are there, and Python begins
  let isPlain = false; // starts without the memory image
  let hasFailed = false;
  let resumes = false;
  let nextId = 1;
  let heardAt = 0;
  let restarts = 0;
  let readyAt = 0;
  let patience = SILENCE_MS;
  /** @type {BootMessage|null} */ let boot = null; // the last
  let run_id = 0; // the highest of all workers so far
  let begun = 0; // of the run in force, as in TopologyEvent
  /** @type {Float64Array|null} */ let previous_history = null; // the same
  /** @type {Snapshot|null} */ let snapshot = null;
  /** @type {Snapshot|null} */ let original = null; // the last of a run by the code as it came
  /** @type {EditedFiles} */ let code = {};
  /** @type {Place & {id: number}|null} */ let edit = null; // in hand: its command, and the place before it
  /** @type {Place & {at: number}|null} */ let before = null; // the place before the newest edit in force
  let currentViews = views;
  /** @type {Map<number, {message: ToWorker, resolve: (result: any) => void, reject: (error: Error) => void}>} */
  const pending = new Map();

  /**
   * @param {Start[]} starts  the first one that the code can do is taken
   * @returns {BootMessage}
   */
  function makeBoot(starts) {
    return { type: "boot", config, starts: [...new Set(starts)], run_id, views: currentViews, code };
  }

  /** Where the run in force goes on. @returns {Start} */
  const newest = () => snapshot ?? { meta: null, previous_history };

  /** @param {BootMessage} [message] */
  function start(message = makeBoot(original ? [newest(), original] : [newest()])) {
    boot = message;
    isReady = false;
    isStarting = false;
    hasFailed = false;
    heardAt = performance.now();
    const current = takeWorker(isPlain);
    worker = current;
    // What a worker that has been replaced still has to say is of no interest.
    current.onmessage = ({ data }) => {
      if (current === worker) receive(data);
    };
    current.onerror = (event) => {
      event.preventDefault();
      if (current !== worker) return;
      if (isReady) lost();
      else fail(`The worker could not be started${event.message ? `: ${event.message}` : ""}.`);
    };
    send(message);
  }

  /** Start again without the memory image, in a worker of its own: nobody knows what is left of the other. */
  function startPlainly() {
    worker?.terminate();
    isPlain = true;
    start(boot ?? undefined);
  }

  /** @param {ToWorker} message */
  function send(message) {
    worker?.postMessage(message);
  }

  /** @param {FromWorker} message */
  function receive(message) {
    heardAt = performance.now();
    if ("run_id" in message) run_id = Math.max(run_id, message.run_id);
    switch (message.type) {
      case "pong":
        return;
      case "not_restored":
        startPlainly();
        return;
      case "reply":
        settle(message);
        return;
      case "snapshot":
        ({ snapshot } = message);
        if (isReady) ({ resumes } = message); // before, it is what the last worker did
        if (Object.keys(code).length === 0) original = snapshot;
        if (edit) edit.snapshot ??= snapshot;
        return;
      case "status":
        isStarting = message.stage === "start";
        if (message.stage === "ready") {
          isReady = true;
          readyAt = heardAt;
          patience = message.patience ?? SILENCE_MS;
          for (const { message } of pending.values()) send(message);
        } else if (message.stage === "failed") stopFailed();
        break;
      case "topology":
        ({ config, begun, previous_history } = message);
        break;
      case "config":
        config = message.config;
        break;
      case "code":
        if (isReady) before = { code, snapshot: edit?.snapshot ?? snapshot, at: heardAt };
        code = message.files;
        break;
      case "error":
        if (message.error.code === "worker_lost") {
          lost();
          return;
        }
        if (message.error.code === "code") {
          goBack(message.error);
          return;
        }
        break;
    }
    const isOfInterest = onEvent(message);
    if (message.type === "state" && !isOfInterest) send({ type: "ack" }); // the worker waits for that
  }

  /** @param {OkReply|ErrorReply} reply */
  function settle(reply) {
    const command = pending.get(reply.id);
    pending.delete(reply.id);
    const place = edit?.id === reply.id ? edit : null;
    if (place) edit = null;
    if (reply.ok) {
      command?.resolve(reply.result);
      return;
    }
    command?.reject(new CommandError(reply.error));
    // Code that has run may have changed anything in its process, also when it was refused.
    if (reply.error.code === "code" && reply.error.ran) {
      replace(place ? place.code : code, [place?.snapshot ?? newest(), original]);
    }
  }

  /** Whether what the worker does now is by code that was edited. */
  const runsEdited = () => edit !== null || Object.keys(code).length > 0;

  /** @param {ErrorValue} error */
  function rejectPending(error) {
    for (const { reject } of pending.values()) reject(new CommandError(error));
    pending.clear();
  }

  /**
   * Go on in another worker.
   * @param {EditedFiles} files  the code
   * @param {(Start|null)[]} starts
   */
  function replace(files, starts) {
    worker?.terminate(); // what it has not answered is asked of the next
    code = files;
    const known = starts.filter((each) => each !== null);
    snapshot = known[0]?.meta == null ? null : known[0];
    const goesOn = resumes;
    start(makeBoot(known));
    if (goesOn) request("start_training", {}).catch(() => {});
  }

  /**
   * The code in force has failed: the version before it goes on, with what is set now if it can.
   * @param {ErrorValue} error
   */
  function goBack(error) {
    const { code: files, snapshot: older, at } = before ?? { code: {}, snapshot: null, at: -Infinity };
    before = null;
    onEvent({ type: "code", edited: Object.keys(files), files });
    onEvent({ type: "error", error });
    replace(files, [performance.now() - at < PROBATION_MS ? asBefore(older) : newest(), older, original]);
  }

  /**
   * The run in force without what the newest edit has trained.
   * @param {Snapshot|null} older  from before the edit
   * @returns {Start}
   */
  function asBefore(older) {
    if (older?.begun === begun) return { ...older, training: config.training };
    return { meta: null, previous_history }; // it has begun since
  }

  /**
   * Edited code does not return, or has taken Python with it.
   * @param {string} message
   */
  function stopCode(message) {
    /** @type {ErrorValue} */ const error = { code: "code", message, ran: true };
    if (edit) settle({ type: "reply", id: edit.id, ok: false, error });
    else goBack(error);
  }

  /** The worker has died or hangs: start another from the last snapshot. */
  function lost() {
    if (runsEdited()) {
      stopCode("It has brought Python down.");
      return;
    }
    worker?.terminate();
    rejectPending({ code: "worker_lost", message: "Python stopped before it could answer." });
    restarts = performance.now() - readyAt > 60_000 ? 1 : restarts + 1;
    if (restarts > MAX_RESTARTS) {
      fail("Python stopped again and again and was not restarted once more.");
      return;
    }
    isPlain = restarts > 1;
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
    isStarting = false;
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
      if (name === "edit_code") edit = { id: message.id, code, snapshot: null };
      if (isReady) send(message);
    });
  }

  let tickedAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    // While the page itself was busy or frozen it could not hear the worker: that is not the worker's silence.
    if (now - tickedAt > 2 * PING_MS + 500) heardAt = now;
    tickedAt = now;
    if (isStarting && !isPlain && now - heardAt > HUNG_MS) startPlainly();
    if (!isReady) return;
    if (runsEdited() && now - heardAt > patience + CODE_GRACE_MS) {
      stopCode("It did not finish in time and was stopped.");
    } else if (now - heardAt > SILENCE_MS) lost();
    else send({ type: "ping" });
  }, PING_MS);

  return {
    /** Let Python begin; commands may be sent before. */
    start,
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
      isPlain = false;
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
