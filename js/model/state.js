/**
 * The page's state and the pure functions that change it. Knows neither the worker nor the document.
 */

/** @import {Catalog, CatalogEvent, DatasetEvent, ErrorValue, LoadStage, WorkerEvent} from "../protocol.js" */
/** @import {NewVersion} from "../sync/offline.js" */
/** @import {Opened} from "./opened.js" */
/** @import {OpenedStep} from "./opened-step.js" */
/** @import {RunEvent, RunState} from "./run-state.js" */
/** @import {Store} from "./store.js" */
/** @import {ViewSettings} from "./view.js" */

import { keepEqual } from "./keep-equal.js";
import { makeRunBeside, makeRunState, reduceRun } from "./run-state.js";
import { layerOf, shownLayer } from "./weights-layer.js";

/** @typedef {"loading"|"ready"|"training"|"stopped"|"diverged"|"failed"} Status */

/**
 * @typedef {object} Notice
 * @property {"info"|"error"} kind
 * @property {string} message
 * @property {string} [detail]
 * @property {"undo"|"recommended"|"before"|"fresh"|"back"|"weights"|"save"} [offer]  what a button in it does
 * @property {boolean} [stays]  until it is dismissed, or another comes
 */

/**
 * @typedef {object} Page  What belongs to no run.
 * @property {{stage: LoadStage, loaded: number, total: number}} loading
 * @property {Notice|null} notice
 * @property {NewVersion} new_version  of the page itself
 * @property {Opened|null} opened_file  the file in whose run's place another one waits to come back
 */

/**
 * @typedef {object} PageState
 * @property {Page} page
 * @property {Catalog} catalog  of the run that is shown: its code may offer something else
 * @property {ViewSettings} view
 * @property {Record<string, RunState>} runs  by name
 * @property {string} shown  the run that is seen; others are there for whoever asks for them
 */

/** @typedef {{status: Status, catalog: Catalog, view: ViewSettings} & Page & RunState} AppState  what views draw: of one run */

/** The run that a page begins with. */
export const FIRST_RUN = "a";

/**
 * Make the first state from the events of a run that has just begun.
 *
 * @param {WorkerEvent[]} events  catalog, topology, dataset and state among them
 * @param {ViewSettings} view
 * @returns {PageState}
 */
export function makeState(events, view) {
  /** @param {string} type @returns {any} */
  const first = (type) => events.find((event) => event.type === type);
  const { catalog } = /** @type {CatalogEvent} */ (first("catalog"));
  return {
    page: {
      loading: { stage: "runtime", loaded: 0, total: 1 },
      notice: null,
      new_version: "none",
      opened_file: null,
    },
    catalog,
    view,
    runs: { [FIRST_RUN]: makeRunState(first("topology"), first("dataset"), first("state")) },
    shown: FIRST_RUN,
  };
}

/** What has been seen, by the four things that it is made of, one after the other. @type {WeakMap<object, any>} */
const seen = new WeakMap();

/**
 * Return the flat record that views draw: of one run, with what belongs to none. While nothing of that has changed it
 * is the same record, whatever other runs do; and what has not changed is the same object in the next.
 *
 * @param {PageState} state
 * @param {string} [run]
 * @returns {AppState}
 */
export function asSeen(state, run = state.shown) {
  const { page, catalog, view, runs } = state;
  const one = runs[run];
  if (!one) throw new RangeError(`there is no run ${JSON.stringify(run)}`);
  const ofRun = [catalog, view, page].reduce(
    (known, part) => valueIn(known, part, () => new WeakMap()),
    seen,
  );
  return valueIn(ofRun, one, () => ({ status: statusOf(page, one), catalog, view, ...page, ...one }));
}

/**
 * @template V
 * @param {WeakMap<object, V>} map @param {object} key @param {() => V} make  what is not in it yet
 * @returns {V}
 */
function valueIn(map, key, make) {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** @typedef {Partial<ViewSettings>|((state: AppState) => Partial<ViewSettings>)} ViewChange  of what is there by then, which may not be drawn yet */

/** @typedef {{get: () => AppState, update: Store<PageState>["update"], subscribe: Store<AppState>["subscribe"]}} SeenStore */

/**
 * The store as those see it who ask for the run that is shown; they are told when something of that changes.
 * @param {Store<PageState>} store
 * @returns {SeenStore}
 */
export function asSeenStore({ get, update, subscribe }) {
  return {
    get: () => asSeen(get()),
    update,
    subscribe: (listener) =>
      subscribe((state, previous) => {
        const [now, before] = [asSeen(state), asSeen(previous)];
        if (now !== before) listener(now, before);
      }),
  };
}

/** @param {Page} page @param {RunState} run @returns {Status} */
function statusOf({ loading: { stage } }, { network: { status, step } }) {
  if (stage === "failed") return "failed";
  if (stage !== "ready") return "loading";
  return status === "stopped" && step === 0 ? "ready" : status;
}

/**
 * Return the state after an event.
 *
 * @param {PageState} state
 * @param {WorkerEvent} event
 * @returns {PageState}
 */
export function reduce(state, event) {
  switch (event.type) {
    case "status": {
      const { stage, loaded, total } = event;
      return withPage(state, { loading: { stage, loaded, total } });
    }
    case "catalog":
      return event.run === state.shown
        ? { ...state, catalog: keepEqual(state.catalog, event.catalog) }
        : state;
    case "closed": {
      const { [event.run]: _closed, ...runs } = state.runs;
      return event.run === state.shown ? state : { ...state, runs };
    }
    case "error":
      return withFailure(withRun(state, event), event.error);
    default:
      if (!("run" in event)) throw new TypeError(`unknown event ${JSON.stringify(event)}`);
      return withRun(state, event);
  }
}

/**
 * @param {PageState} state
 * @param {RunEvent} event
 * @returns {PageState}
 */
function withRun(state, event) {
  const { runs, shown } = state;
  const begins = event.type === "code" || event.type === "topology"; // the first that a fork tells
  const beside = runs[shown];
  const run = runs[event.run] ?? (begins && beside ? makeRunBeside(beside) : undefined);
  if (!run) return state;
  const next = reduceRun(run, event);
  if (next === runs[event.run]) return state;
  const view = event.run === shown ? viewAfter(state.view, run, next) : state.view;
  return { ...state, view, runs: { ...runs, [event.run]: next } };
}

/**
 * What is shown of another network or of other samples: what was chosen may be gone.
 * @param {ViewSettings} view
 * @param {RunState} run
 * @param {RunState} next
 * @returns {ViewSettings}
 */
function viewAfter(view, run, next) {
  if (next.topology.layer_sizes.join() !== run.topology.layer_sizes.join()) {
    return { ...view, selection: null, hovered: null, touched: null, space_units: null };
  }
  return next.dataset === run.dataset ? view : withSample(view, next.dataset);
}

/** @param {ViewSettings} view @param {DatasetEvent} dataset @returns {ViewSettings} */
function withSample(view, dataset) {
  const n_train = dataset.train_inputs.length / dataset.n_inputs;
  const sample = view.sample !== null && view.sample >= n_train ? 0 : view.sample;
  return { ...view, sample, touched: null }; // what it named were other samples
}

/**
 * A failure that no command waits for. What comes of it for the run is told with it.
 * @param {PageState} state @param {ErrorValue} error @returns {PageState}
 */
function withFailure(state, error) {
  const { notice } = state.page;
  if (error.code === "code") {
    const reason = error.message.replace(/\.$/, "");
    const message = `The edit has failed (${reason}), and the version before it goes on.`;
    return withNotice(state, { kind: "error", message, detail: error.traceback });
  }
  if (error.code === "older_run" && notice?.kind === "error") {
    return withNotice(state, { ...notice, message: `${notice.message} ${error.message}` });
  }
  return withError(state, error);
}

/**
 * @param {PageState} state
 * @param {ErrorValue} error  of the run that is shown
 * @returns {PageState}
 */
export function withError(state, error) {
  const told = withNotice(state, { kind: "error", message: error.message, detail: error.traceback });
  return error.code === "code" ? withRun(told, { type: "error", run: state.shown, error }) : told;
}

/** @param {PageState} state @param {Notice|null} notice @returns {PageState} */
export const withNotice = (state, notice) => withPage(state, { notice });

/** @param {PageState} state @param {Partial<Page>} changes @returns {PageState} */
export function withPage(state, changes) {
  return { ...state, page: { ...state.page, ...changes } };
}

/**
 * Open the next step of the run that is shown, look at it elsewhere, or close it.
 * @param {PageState} state
 * @param {(opened: OpenedStep|null) => OpenedStep|null} change
 * @returns {PageState}
 */
export function withOpened(state, change) {
  const run = state.runs[state.shown];
  const opened = run && change(run.opened);
  if (!run || opened === undefined || opened === run.opened) return state;
  return { ...state, runs: { ...state.runs, [state.shown]: { ...run, opened } } };
}

/** @param {PageState} state @param {Partial<ViewSettings>} changes @returns {PageState} */
export function withView(state, changes) {
  const view = { ...state.view, ...("sample" in changes && { point: null }), ...changes };
  const topology = state.runs[state.shown]?.topology;
  if (changes.selection && topology) {
    // The table of weights turns to what has been chosen.
    const layer = layerOf(changes.selection, topology);
    if (layer !== shownLayer(view, topology)) view.weights_layer = layer;
  }
  return { ...state, view };
}
