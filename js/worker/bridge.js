/**
 * Python's Host (py/glassnet/page/host.py) as JavaScript sees it: JSON text over the border, arrays
 * copied out of memory by address. The few Python functions are looked up once and kept.
 */

import { createDeadline } from "./deadline.js";

/** @import {BootMessage, ErrorValue, SnapshotEvent, StateEvent, WorkerEvent} from "../protocol.js" */
/** @import {PyodideInterface} from "pyodide" */

// In which edited code has to return; the page itself waits a little longer. A slow machine gets so many
// times what making the host took there.
const CODE_MS = 1500;
const CODE_STARTS = 30;
const MAX_CODE_MS = 10_000;

/** @typedef {ReturnType<typeof makeBridge>} PythonBridge */
/** @typedef {{ok: true, result: any} | {ok: false, error: ErrorValue}} Answer */

/**
 * @param {PyodideInterface} python  with glassnet installed
 * @param {Omit<BootMessage, "type">} boot
 */
export function makeBridge(python, { code, ...boot }) {
  const memory = /** @type {any} */ (python)._module; // its HEAP views follow memory growth
  const within = createDeadline(python);
  let patience = MAX_CODE_MS;
  let isEdited = Object.keys(code).length > 0;

  /** @template T @param {() => T} run  Python, of which some may have been edited @returns {T} */
  const guarded = (run) => (isEdited ? within(patience, run) : run());

  const module = python.pyimport("glassnet.page.host");
  const startedAt = performance.now();
  /** @type {ArrayBufferView[]} */
  const arrays = [];
  const text = JSON.stringify({ ...boot, code }, (_key, value) =>
    ArrayBuffer.isView(value) ? { array: arrays.push(value) - 1 } : value,
  );
  const host = guarded(() => module.make_host(text, arrays));
  module.destroy();
  patience = Math.min(Math.max(CODE_MS, CODE_STARTS * (performance.now() - startedAt)), MAX_CODE_MS);
  const { command, train, take_events, take_state, take_snapshot, finish_views, status_json } = host;

  /** @param {any} event  arrays in it are replaced by copies of what they describe */
  function fill(event) {
    for (const key in event) {
      const value = event[key];
      if (value?.dtype === "float32") {
        event[key] = memory.HEAPF32.slice(value.address / 4, value.address / 4 + value.length);
      } else if (value?.dtype === "float64") {
        event[key] = memory.HEAPF64.slice(value.address / 8, value.address / 8 + value.length);
      } else if (value && typeof value === "object" && !Array.isArray(value)) fill(value);
    }
    return event;
  }

  /** @param {any[]} events */
  function noteCode(events) {
    for (const event of events) if (event.type === "code") isEdited = event.edited.length > 0;
    return events;
  }

  return {
    /** ms that edited code is given */
    patience,
    get isEdited() {
      return isEdited;
    },
    /** @param {string} name @param {string} params @returns {Answer} */
    command(name, params) {
      const run = () => command(name, params);
      const bringsCode = name === "undo" || name === "redo";
      return JSON.parse(bringsCode ? within(patience, run) : guarded(run));
    },
    /** @param {string} params  of the command edit_code, whose code nobody has seen yet @returns {Answer} */
    edit: (params) => JSON.parse(within(patience, () => command("edit_code", params))),
    /** @param {number} n_steps @returns {boolean}  false: the run has diverged or met a stop condition */
    train: (n_steps) => guarded(() => train(n_steps)),
    /** @returns {Record<string, any>} */
    status: () => JSON.parse(guarded(() => status_json())),
    /** @returns {number}  steps per second that are allowed */
    speed: () => host.speed(),
    /** @returns {WorkerEvent[]} */
    takeEvents: () => noteCode(JSON.parse(take_events()).map(fill)),
    /** @returns {StateEvent} */
    takeState: () => fill(JSON.parse(guarded(() => take_state()))),
    finishViews: () => finish_views(),
    /** @returns {Omit<SnapshotEvent, "resumes">} */
    takeSnapshot() {
      const { type, run_id, ...snapshot } = fill(JSON.parse(guarded(() => take_snapshot())));
      return { type, run_id, snapshot };
    },
  };
}
