/**
 * Python's Bridge (py/glassnet/bridge.py) as JavaScript sees it: JSON text over the border, arrays
 * copied out of memory by address. The few Python functions are looked up once and kept.
 */

/** @import {Config, ErrorValue, Snapshot, SnapshotEvent, StateEvent, Views, WorkerEvent} from "../protocol.js" */
/** @import {PyodideInterface} from "pyodide" */

/** @typedef {ReturnType<typeof makeBridge>} PythonBridge */
/** @typedef {{ok: true, result: any} | {ok: false, error: ErrorValue}} Answer */

/**
 * @param {PyodideInterface} python  with glassnet installed
 * @param {Config} config
 * @param {Views} views
 * @param {Snapshot|null} snapshot
 */
export function makeBridge(python, config, views, snapshot) {
  const memory = /** @type {any} */ (python)._module; // its HEAP views follow memory growth
  const module = python.pyimport("glassnet.bridge");
  const restored = snapshot ? [snapshot.meta, snapshot.values] : undefined;
  const bridge = module.make_bridge(JSON.stringify(config), JSON.stringify(views), ...(restored ?? []));
  module.destroy();
  const { command, train, take_events, take_state, take_snapshot, finish_views, status_json } = bridge;

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

  return {
    /** @param {string} name @param {string} params @returns {Answer} */
    command: (name, params) => JSON.parse(command(name, params)),
    /** @param {number} n_steps @returns {boolean}  false: the run has diverged or met a stop condition */
    train: (n_steps) => train(n_steps),
    /** @returns {Record<string, any>} */
    status: () => JSON.parse(status_json()),
    /** @returns {number}  steps per second that are allowed */
    speed: () => bridge.speed,
    /** @returns {WorkerEvent[]} */
    takeEvents: () => JSON.parse(take_events()).map(fill),
    /** @returns {StateEvent} */
    takeState: () => fill(JSON.parse(take_state())),
    finishViews: () => finish_views(),
    /** @returns {Omit<SnapshotEvent, "resumes">} */
    takeSnapshot() {
      const { type, run_id, meta, values } = fill(JSON.parse(take_snapshot()));
      return { type, run_id, snapshot: { meta, values } };
    },
  };
}
