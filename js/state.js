/**
 * The page's state and the pure functions that change it. Knows neither the worker nor the document.
 */

/** @import {Catalog, Config, DatasetEvent, ErrorValue, LoadStage, StateEvent, TopologyEvent, WorkerEvent} from "./protocol.js" */

/** @typedef {"loading"|"ready"|"training"|"stopped"|"diverged"|"failed"} Status */

/**
 * @typedef {object} ViewSettings  How things are shown; never what they are.
 * @property {"light"|"dark"} theme
 * @property {"original"|"safe"} palette
 * @property {number|null} sample  training sample shown by the units; null is the mean over all
 * @property {boolean} show_test  test samples in the data panel
 */

/** @typedef {{kind: "info"|"error", message: string, detail?: string}} Notice */

/**
 * @typedef {object} AppState
 * @property {Status} status
 * @property {{stage: LoadStage, loaded: number, total: number}} loading
 * @property {Catalog} catalog
 * @property {Config} config  the configuration in force
 * @property {TopologyEvent} topology
 * @property {DatasetEvent} dataset
 * @property {StateEvent} network  the newest state; its `grid` and `history` may be null, so views use the two below
 * @property {Float32Array} grid  the newest grid
 * @property {Float64Array} history  the newest history
 * @property {ViewSettings} view
 * @property {Notice|null} notice
 */

/** @import {CatalogEvent} from "./protocol.js" */

/**
 * Make the first state from the events of a run that has just begun.
 *
 * @param {WorkerEvent[]} events  catalog, topology, dataset and state among them
 * @param {ViewSettings} view
 * @returns {AppState}
 */
export function makeState(events, view) {
  /** @param {string} type @returns {any} */
  const first = (type) => events.find((event) => event.type === type);
  const catalog = /** @type {CatalogEvent} */ (first("catalog")).catalog;
  const topology = /** @type {TopologyEvent} */ (first("topology"));
  const network = /** @type {StateEvent} */ (first("state"));
  return {
    status: "loading",
    loading: { stage: "runtime", loaded: 0, total: 1 },
    catalog,
    config: topology.config,
    topology: { ...topology, run_id: 0 }, // any worker's first run comes after it
    dataset: /** @type {DatasetEvent} */ (first("dataset")),
    network,
    grid: network.grid ?? new Float32Array(),
    history: network.history ?? new Float64Array(),
    view,
    notice: null,
  };
}

/**
 * Return the state after an event; events of a run that is over change nothing.
 *
 * @param {AppState} state
 * @param {WorkerEvent} event
 * @returns {AppState}
 */
export function reduce(state, event) {
  if ("run_id" in event && event.run_id < state.topology.run_id) return state;
  switch (event.type) {
    case "status":
      return reduceStatus(state, event.stage, event.loaded, event.total);
    case "catalog":
      return { ...state, catalog: event.catalog };
    case "topology":
      return { ...state, topology: event, config: event.config };
    case "config":
      return { ...state, config: event.config };
    case "dataset":
      return { ...state, dataset: event, view: withSample(state.view, event) };
    case "state":
      return reduceNetwork(state, event);
    case "error":
      return withError(state, event.error);
    case "snapshot":
      return state;
    default:
      throw new TypeError(`unknown event ${JSON.stringify(event)}`);
  }
}

/** @param {AppState} state @param {LoadStage} stage @param {number} loaded @param {number} total @returns {AppState} */
function reduceStatus(state, stage, loaded, total) {
  const loading = { stage, loaded, total };
  if (stage === "failed") return { ...state, loading, status: "failed" };
  if (stage === "ready") return { ...state, loading, status: runStatus(state.network) };
  return { ...state, loading, status: "loading" };
}

/** @param {AppState} state @param {StateEvent} event @returns {AppState} */
function reduceNetwork(state, event) {
  const isUp = state.status !== "loading" && state.status !== "failed";
  return {
    ...state,
    status: isUp ? runStatus(event) : state.status,
    network: event,
    grid: event.grid ?? state.grid,
    history: event.history ?? state.history,
  };
}

/** @param {StateEvent} network @returns {Status} */
function runStatus({ status, step }) {
  return status === "stopped" && step === 0 ? "ready" : status;
}

/** @param {ViewSettings} view @param {DatasetEvent} dataset @returns {ViewSettings} */
function withSample(view, dataset) {
  const n_train = dataset.train_inputs.length / dataset.n_inputs;
  return view.sample !== null && view.sample >= n_train ? { ...view, sample: 0 } : view;
}

/**
 * @param {AppState} state
 * @param {ErrorValue} error
 * @returns {AppState}
 */
export function withError(state, error) {
  return { ...state, notice: { kind: "error", message: error.message, detail: error.traceback } };
}

/**
 * @param {AppState} state
 * @param {Notice|null} notice
 * @returns {AppState}
 */
export function withNotice(state, notice) {
  return { ...state, notice };
}

/**
 * @param {AppState} state
 * @param {Partial<ViewSettings>} changes
 * @returns {AppState}
 */
export function withView(state, changes) {
  return { ...state, view: { ...state.view, ...changes } };
}
