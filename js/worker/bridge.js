/**
 * Python's Host (py/glassnet/page/host.py) as JavaScript sees it: JSON text over the border, arrays
 * copied out of memory by address. The few Python functions are looked up once and kept.
 */

import { createDeadline } from "./deadline.js";

/** @import {BootMessage, Effect, ErrorValue, KeyframeEvent, StateEvent, WorkerEvent} from "../protocol.js" */
/** @import {PyodideInterface} from "pyodide" */

// In which edited code has to return; the page itself waits a little longer. A slow machine gets so many
// times what making the host took there.
const CODE_MS = 1500;
const CODE_STARTS = 30;
const MAX_CODE_MS = 10_000;

/** @typedef {ReturnType<typeof makeBridge>} PythonBridge */
/** @typedef {{ok: true, effect: Effect, result: any, n_steps?: number|null} | {ok: false, error: ErrorValue}} Answer */
/** @typedef {ReturnType<PythonBridge["of"]>} RunBridge  one run of Python's */

/**
 * @param {PyodideInterface} python  with glassnet installed
 * @param {Omit<BootMessage, "type">} boot
 */
export function makeBridge(python, boot) {
  const memory = /** @type {any} */ (python)._module; // its HEAP views follow memory growth
  const within = createDeadline(python);
  let patience = MAX_CODE_MS;
  /** Runs by code that was edited. @type {Set<string>} */
  const edited = new Set();

  /** @template T @param {string} run @param {() => T} act  Python, of which some may have been edited @returns {T} */
  const guarded = (run, act) => (edited.has(run) ? within(patience, act) : act());

  const module = python.pyimport("glassnet.page.host");
  const startedAt = performance.now();
  /** @type {ArrayBufferView[]} */
  const arrays = [];
  const text = JSON.stringify(boot, (_key, value) =>
    ArrayBuffer.isView(value) ? { array: arrays.push(value) - 1 } : value,
  );
  const make = () => module.make_host(text, arrays);
  const host = bringsCode(boot) ? within(patience, make) : make();
  module.destroy();
  for (const { run } of boot.runs) if (host.is_edited(run)) edited.add(run);
  patience = Math.min(Math.max(CODE_MS, CODE_STARTS * (performance.now() - startedAt)), MAX_CODE_MS);
  const { command, go_on, train, take_events, take_state, take_keyframe, finish_views, status_json } = host;

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
    for (const { type, run, edited: names } of events) {
      if (type === "code" && names.length > 0) edited.add(run);
      else if (type === "code" || type === "closed") edited.delete(run);
    }
    return events;
  }

  /** The same of what may bring code back that was edited. @template T @param {string} run @param {() => T} act @returns {T} */
  const tried = (run, act) => (host.has_code(run) ? within(patience, act) : act());

  /** @returns {WorkerEvent[]}  of all runs */
  const takeEvents = () => noteCode(JSON.parse(take_events()).map(fill));

  return {
    /** ms that edited code is given */
    patience,
    takeEvents,
    /** @param {string} run */
    hasRun: (run) => /** @type {boolean} */ (host.has_run(run)),
    /** Whether a command needs more of Python's library than a start. @param {string} name */
    needsLibrary: (name) => /** @type {boolean} */ (host.needs_library(name)),
    /** @param {string} run */
    of: (run) => ({
      get isEdited() {
        return edited.has(run);
      },
      /**
       * @param {string} name
       * @param {string} params
       * @returns {Answer | {pending: true}}  pending: `goOn` until it is there
       */
      command(name, params) {
        const act = () => command(run, name, params);
        return JSON.parse(name === "edit_code" ? within(patience, act) : tried(run, act));
      },
      /** @returns {Answer | {pending: true}} */
      goOn: () => JSON.parse(tried(run, () => go_on(run))),
      /** @param {number} n_steps @returns {boolean}  false: the run has diverged or met a stop condition */
      train: (n_steps) => guarded(run, () => train(run, n_steps)),
      /** @returns {Record<string, any>} */
      status: () => JSON.parse(guarded(run, () => status_json(run))),
      /** @returns {number}  steps per second that are allowed */
      speed: () => host.speed(run),
      /** @returns {StateEvent} */
      takeState: () => fill(JSON.parse(guarded(run, () => take_state(run)))),
      finishViews: () => finish_views(run),
      /** @returns {KeyframeEvent} */
      takeKeyframe: () => fill(JSON.parse(guarded(run, () => take_keyframe(run)))),
      takeEvents,
    }),
  };
}

/** Whether a run comes with code that was edited. @param {Pick<BootMessage, "runs">} boot */
export const bringsCode = ({ runs }) =>
  runs.some(({ journal }) => journal?.entries.some(({ code }) => code !== null));
