/**
 * The page's state and the pure functions that change it. Knows neither the worker nor the document.
 */

/** @import {Catalog, Config, DatasetEvent, Distributions, DivergenceEvent, Edits, EditedFiles, ErrorValue, HiddenSpace, LoadStage, StateEvent, TopologyEvent, Views, WorkerEvent} from "../protocol.js" */

/** @import {Selection, ViewSettings} from "./view.js" */

import { placeOfParameter, placeOfUnit } from "./names.js";

/** @typedef {"loading"|"ready"|"training"|"stopped"|"diverged"|"failed"} Status */

/** The run that is shown; others are there only for whoever asks for them. */
const SHOWN = "a";
const LOG_LINES = 200;

/**
 * @typedef {object} Notice
 * @property {"info"|"error"} kind
 * @property {string} message
 * @property {string} [detail]
 * @property {"undo"|"recommended"} [offer]  what a button in it does
 */

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
 * @property {Float32Array} unit_grids  the newest ones; empty while `tiles` is off
 * @property {Distributions|null} distributions  the newest ones; null while their panel is closed
 * @property {HiddenSpace|null} space  the newest one; null before its panel has been opened
 * @property {Float64Array} history  the newest history
 * @property {Float64Array|null} previous_history  of the run before on the same dataset, to compare with; null: none
 * @property {Edits} edits
 * @property {DivergenceEvent|null} divergence  of the run in force
 * @property {ViewSettings} view
 * @property {Notice|null} notice
 * @property {NewVersion} new_version  of the page itself
 * @property {EditedFiles} code  the edited files in force
 * @property {ErrorValue|null} code_error  why the last version of the code was refused or has ended
 * @property {string[]} log  the last lines that edited code has printed
 */

/** @import {CatalogEvent} from "../protocol.js" */
/** @import {NewVersion} from "../sync/offline.js" */

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
    unit_grids: network.unit_grids ?? new Float32Array(),
    distributions: network.distributions ?? null,
    space: null,
    history: network.history ?? new Float64Array(),
    previous_history: null,
    edits: topology.edits,
    divergence: null,
    view,
    notice: null,
    new_version: "none",
    code: {},
    code_error: null,
    log: [],
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
  if ("run" in event && event.run !== SHOWN) return state;
  if ("run_id" in event && event.run_id < state.topology.run_id) return state;
  switch (event.type) {
    case "status":
      return reduceStatus(state, event.stage, event.loaded, event.total);
    case "catalog":
      return { ...state, catalog: event.catalog };
    case "topology":
      return reduceTopology(state, event);
    case "config":
      return { ...state, config: event.config, edits: event.edits };
    case "divergence":
      return { ...state, divergence: event };
    case "dataset":
      return { ...state, dataset: event, view: withSample(state.view, event) };
    case "state":
      return reduceNetwork(state, event);
    case "code":
      return { ...state, code: event.files, code_error: null };
    case "log":
      return { ...state, log: [...state.log, ...event.text.split("\n")].slice(-LOG_LINES) };
    case "error":
      return reduceError(state, event.error);
    case "journal": // of which the worker's client has a copy
    case "keyframe":
    case "closed":
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

/** @param {AppState} state @param {TopologyEvent} event @returns {AppState} */
function reduceTopology(state, event) {
  const isSameShape = event.layer_sizes.join() === state.topology.layer_sizes.join();
  const view = isSameShape
    ? state.view
    : { ...state.view, selection: null, hovered: null, touched: null, space_units: null };
  const { config, edits } = event;
  return {
    ...state,
    topology: event,
    config,
    edits,
    view,
    divergence: null,
    unit_grids: new Float32Array(),
    space: null,
    previous_history: event.previous_history ?? null,
  };
}

/** @param {AppState} state @param {StateEvent} event @returns {AppState} */
function reduceNetwork(state, event) {
  const isUp = state.status !== "loading" && state.status !== "failed";
  return {
    ...state,
    status: isUp ? runStatus(event) : state.status,
    network: event,
    grid: event.grid ?? state.grid,
    unit_grids: event.unit_grids ?? state.unit_grids,
    distributions: event.distributions ?? state.distributions,
    space: event.space ?? state.space,
    history: event.history ?? state.history,
    divergence: event.status === "diverged" ? state.divergence : null,
  };
}

/**
 * A failure that no command waits for. What comes of it for the run is told with it.
 * @param {AppState} state @param {ErrorValue} error @returns {AppState}
 */
function reduceError(state, error) {
  const next = withError(state, error);
  if (error.code === "code") {
    const reason = error.message.replace(/\.$/, "");
    const message = `The edit has failed (${reason}), and the version before it goes on.`;
    return { ...next, notice: { kind: "error", message, detail: error.traceback } };
  }
  if (error.code === "older_run" && state.notice?.kind === "error") {
    return { ...state, notice: { ...state.notice, message: `${state.notice.message} ${error.message}` } };
  }
  return next;
}

/** @param {StateEvent} network @returns {Status} */
function runStatus({ status, step }) {
  return status === "stopped" && step === 0 ? "ready" : status;
}

/** @param {ViewSettings} view @param {DatasetEvent} dataset @returns {ViewSettings} */
function withSample(view, dataset) {
  const n_train = dataset.train_inputs.length / dataset.n_inputs;
  const sample = view.sample !== null && view.sample >= n_train ? 0 : view.sample;
  return { ...view, sample, touched: null }; // what it named were other samples
}

/**
 * @param {AppState} state
 * @param {ErrorValue} error
 * @returns {AppState}
 */
export function withError(state, error) {
  if (error.code === "code") state = { ...state, code_error: error };
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

/**
 * Return the two units of a layer whose activations span the hidden space: as chosen, or the first of the last layer that
 * has two.
 *
 * @param {ViewSettings} view
 * @param {TopologyEvent} topology
 * @returns {[number, number]|null}  null where no layer has two
 */
export function spaceUnits({ space_units }, topology) {
  const { layer_sizes, unit_offsets, n_units } = topology;
  if (space_units !== null && Math.max(...space_units) < n_units) {
    const [across, up] = space_units.map((unit) => placeOfUnit(unit, topology).layer);
    if (across === up) return space_units;
  }
  const layer = layer_sizes.slice(0, -1).findLastIndex((size) => size > 1);
  const first = unit_offsets[layer];
  return first === undefined ? null : [first, first + 1];
}

/**
 * Return what the worker has to compute for what is shown.
 *
 * @param {ViewSettings} view
 * @param {TopologyEvent} topology
 * @returns {Views}
 */
export function wantedViews(view, topology) {
  const { sample, tiles, confusion, distributions, selection, probe } = view;
  const unit = selection === null ? null : unitOf(selection, topology);
  const n_inputs = topology.layer_sizes[0] ?? 0;
  return {
    grid: true,
    sample,
    unit_grids: tiles,
    confusion,
    distributions,
    unit: unit !== null && unit >= n_inputs ? unit : null,
    space: view.space ? spaceUnits(view, topology) : null,
    probe,
  };
}

/**
 * Return the unit that a selection is about: of a parameter, the unit that it enters.
 *
 * @param {Selection} selection
 * @param {TopologyEvent} topology
 * @returns {number}
 */
export function unitOf(selection, topology) {
  return selection.kind === "unit" ? selection.unit : placeOfParameter(selection.parameter, topology).to;
}
