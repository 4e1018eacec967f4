/**
 * Python's Host (py/glassnet/page/host.py) as JavaScript sees it: JSON text over the border, arrays
 * copied out of memory by address. The few Python functions are looked up once and kept.
 */

import { createDeadline } from "./deadline.js";

/** @import {BootMessage, Effect, ErrorValue, KeyframeEvent, StateEvent, WorkerEvent} from "../protocol.js" */
/** @import {PyodideInterface} from "pyodide" */

// In which edited code has to return, where it is busy in Python, and in any case; the page itself waits a little
// longer than that. A slow machine gets so many times what making the host took there.
const BUSY_CODE_MS = 3000;
const CODE_MS = 6000;
const CODE_STARTS = 30;
const MAX_CODE_MS = 10_000;
/** Commands whose answers have arrays. */
const WITH_ARRAYS = ["save_run", "record_step"];

/** @typedef {{ok: true, effect: Effect, result: any, n_steps?: number|null} | {ok: false, error: ErrorValue}} Answer */

export class PythonBridge {
  /** ms that edited code is given at most */
  patience = MAX_CODE_MS;
  #busyPatience = MAX_CODE_MS;
  #memory;
  #within;
  /** @type {Host} */ #host;
  /** Runs by code that was edited. @type {Set<string>} */
  #edited = new Set();

  /**
   * @param {PyodideInterface} python  with glassnet installed
   * @param {Omit<BootMessage, "type">} boot
   */
  constructor(python, boot) {
    this.#memory = /** @type {any} */ (python)._module; // its HEAP views follow memory growth
    this.#within = createDeadline(python);
    const module = python.pyimport("glassnet.page.host");
    const startedAt = performance.now(); // an import takes long where there is no memory image
    this.#host = functionsOf(makeHost(module, boot, (make) => this.limited(make)));
    module.destroy();
    for (const { run } of boot.runs) if (this.#host.is_edited(run)) this.#edited.add(run);
    const wanted = CODE_STARTS * (performance.now() - startedAt);
    const given = (/** @type {number} */ least) => Math.min(Math.max(least, wanted), MAX_CODE_MS);
    this.patience = given(CODE_MS);
    this.#busyPatience = given(BUSY_CODE_MS);
  }

  /** @returns {WorkerEvent[]}  of all runs */
  takeEvents() {
    /** @type {any[]} */ const events = JSON.parse(this.#host.take_events());
    for (const event of events) {
      this.fill(event);
      this.#noteCode(event);
    }
    return events;
  }

  /** @param {string} run @returns {boolean} */
  hasRun(run) {
    return this.#host.has_run(run);
  }

  /** Whether a command needs more of Python's library than a start. @param {string} name @returns {boolean} */
  needsLibrary(name) {
    return this.#host.needs_library(name);
  }

  /** @param {string} run */
  of(run) {
    return new RunBridge(run, this, this.#host);
  }

  /** @param {string} run */
  isEdited(run) {
    return this.#edited.has(run);
  }

  /** @template T @param {string} run @param {() => T} act  Python, of which some may have been edited @returns {T} */
  guarded(run, act) {
    return this.#edited.has(run) ? this.limited(act) : act();
  }

  /** The same of what may bring code back that was edited. @template T @param {string} run @param {() => T} act @returns {T} */
  tried(run, act) {
    return this.#host.has_code(run) ? this.limited(act) : act();
  }

  /** @template T @param {() => T} act @returns {T} */
  limited(act) {
    return this.#within(this.#busyPatience, this.patience, act);
  }

  /** @param {any} event  arrays in it are replaced by copies of what they describe */
  fill(event) {
    const { HEAPF32, HEAPF64, HEAPU8 } = this.#memory;
    for (const key in event) {
      const value = event[key];
      if (value?.dtype === "float32")
        event[key] = HEAPF32.slice(value.address / 4, value.address / 4 + value.length);
      else if (value?.dtype === "float64")
        event[key] = HEAPF64.slice(value.address / 8, value.address / 8 + value.length);
      else if (value?.dtype === "uint8")
        event[key] = HEAPU8.slice(value.address, value.address + value.length);
      else if (value && typeof value === "object" && !Array.isArray(value)) this.fill(value);
    }
    return event;
  }

  /** @param {any} event */
  #noteCode({ type, run, edited }) {
    if (type === "code" && edited.length > 0) this.#edited.add(run);
    else if (type === "code" || type === "closed") this.#edited.delete(run);
  }
}

/** One run of Python's. */
export class RunBridge {
  #run;
  #all;
  #host;

  /** @param {string} run  its name @param {PythonBridge} all @param {Host} host */
  constructor(run, all, host) {
    this.#run = run;
    this.#all = all;
    this.#host = host;
  }

  get isEdited() {
    return this.#all.isEdited(this.#run);
  }

  /**
   * @param {string} name
   * @param {string} params
   * @param {Uint8Array} [file]
   * @returns {Answer | {pending: true}}  pending: `goOn` until it is there
   */
  command(name, params, file) {
    const act = () => this.#host.command(this.#run, name, params, file);
    const reply = JSON.parse(name === "edit_code" ? this.#all.limited(act) : this.#all.tried(this.#run, act));
    return WITH_ARRAYS.includes(name) ? this.#all.fill(reply) : reply;
  }

  /** @returns {Answer | {pending: true}} */
  goOn() {
    return JSON.parse(this.#all.tried(this.#run, () => this.#host.go_on(this.#run)));
  }

  /** @param {number} n_steps @returns {boolean}  false: the run has diverged or met a stop condition */
  train(n_steps) {
    return this.#guarded(() => this.#host.train(this.#run, n_steps));
  }

  /** @returns {Record<string, any>} */
  status() {
    return JSON.parse(this.#guarded(() => this.#host.status_json(this.#run)));
  }

  /** @returns {number}  steps per second that are allowed */
  speed() {
    return this.#host.speed(this.#run);
  }

  /** @returns {StateEvent} */
  takeState() {
    return this.#all.fill(JSON.parse(this.#guarded(() => this.#host.take_state(this.#run))));
  }

  /** @param {number} seconds @returns {"closed"|"rest"|"more"|"news"}  what is made in slices: to tell, to do, done, or not asked for */
  look(seconds) {
    return this.#guarded(() => this.#host.look(this.#run, seconds));
  }

  /** @returns {boolean}  the next state has finer views than the last */
  finishViews() {
    return this.#host.finish_views(this.#run);
  }

  /** @returns {KeyframeEvent} */
  takeKeyframe() {
    return this.#all.fill(JSON.parse(this.#guarded(() => this.#host.take_keyframe(this.#run))));
  }

  takeEvents() {
    return this.#all.takeEvents();
  }

  /** @template T @param {() => T} act @returns {T} */
  #guarded(act) {
    return this.#all.guarded(this.#run, act);
  }
}

/** @typedef {ReturnType<typeof functionsOf>} Host  Python's functions, looked up once */

/** @param {any} host  of py/glassnet/page/host.py */
function functionsOf(host) {
  const { command, go_on, train, take_events, take_state, take_keyframe, finish_views, status_json } = host;
  const { has_run, has_code, is_edited, look, needs_library, speed } = host;
  return {
    ...{ command, go_on, train, take_events, take_state, take_keyframe, finish_views, status_json },
    ...{ has_run, has_code, is_edited, look, needs_library, speed },
  };
}

/**
 * @param {any} module  py/glassnet/page/host.py
 * @param {Omit<BootMessage, "type">} boot
 * @param {(make: () => any) => any} limited  of code that was edited
 */
function makeHost(module, boot, limited) {
  /** @type {ArrayBufferView[]} */
  const arrays = [];
  const text = JSON.stringify(boot, (_key, value) =>
    ArrayBuffer.isView(value) ? { array: arrays.push(value) - 1 } : value,
  );
  const make = () => module.make_host(text, arrays);
  return bringsCode(boot) ? limited(make) : make();
}

/** Whether a run comes with code that was edited. @param {Pick<BootMessage, "runs">} boot */
export const bringsCode = ({ runs }) =>
  runs.some(({ journal }) => journal?.entries.some(({ code }) => code !== null));
