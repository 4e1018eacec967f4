/**
 * What the page knows of one run, and what becomes of it with every event. Pure.
 */

import { leafAt } from "./film.js";
import { keepEqual } from "./keep-equal.js";
import { NO_PAST, withJournal, withKeyframe } from "./past.js";

/** @import {CatalogEvent, Config, DatasetEvent, Distributions, DivergenceEvent, EditedFiles, Edits, ErrorValue, HiddenSpace, LayerSpace, LossSurface, StateEvent, TopologyEvent, WorkerEvent} from "../protocol.js" */
/** @import {OpenedStep} from "./opened-step.js" */
/** @import {Past} from "./past.js" */

const LOG_LINES = 200;

/**
 * @typedef {object} RunState
 * @property {Config} config  the configuration in force
 * @property {TopologyEvent} topology
 * @property {DatasetEvent} dataset
 * @property {StateEvent} network  the newest state; its `grid` and `history` may be null, so views use the two below
 * @property {Float32Array} grid  the newest grid
 * @property {Float32Array} sample_outputs  the newest ones; empty while those of these samples are not known
 * @property {Float32Array} unit_grids  the newest ones; empty while `tiles` is off
 * @property {Distributions|null} distributions  the newest ones; null while their panel is closed
 * @property {HiddenSpace|null} space  the newest one; null before its panel has been opened
 * @property {LayerSpace|null} layer_space  the newest one; null before it has been asked for
 * @property {LossSurface|null} loss_surface  the newest one; null before it was asked for
 * @property {Float64Array} history  the newest history
 * @property {Float64Array|null} previous_history  of the run before on the same dataset, to compare with; null: none
 * @property {Past} past
 * @property {number} leaf  the entry of the journal that the branch ends with which is seen
 * @property {Edits} edits
 * @property {DivergenceEvent|null} divergence  of the network in force
 * @property {EditedFiles} code  the edited files in force
 * @property {ErrorValue|null} code_error  why the last version of the code was refused or has ended
 * @property {string[]} log  the last lines that edited code has printed
 * @property {OpenedStep|null} opened  the next step, while it is looked into; null once the run is elsewhere
 */

/** @typedef {Exclude<Extract<WorkerEvent, {run: string}>, CatalogEvent>} RunEvent */

/**
 * Make the first state of a run from its first events.
 * @param {TopologyEvent} topology
 * @param {DatasetEvent} dataset
 * @param {StateEvent} network
 * @returns {RunState}
 */
export function makeRunState(topology, dataset, network) {
  return {
    config: topology.config,
    topology: { ...topology, run_id: 0 }, // any worker's first network comes after it
    dataset,
    network,
    grid: network.grid ?? new Float32Array(),
    sample_outputs: network.sample_outputs ?? new Float32Array(),
    unit_grids: network.unit_grids ?? new Float32Array(),
    distributions: network.distributions ?? null,
    space: null,
    layer_space: null,
    loss_surface: null,
    history: network.history ?? new Float64Array(),
    previous_history: null,
    past: NO_PAST,
    leaf: network.entry,
    edits: topology.edits,
    divergence: null,
    code: {},
    code_error: null,
    log: [],
    opened: null,
  };
}

/**
 * Make the state of a run that begins beside another. Samples and numbers are that one's until its own are told; its
 * run ids may be lower, and what the code of the other has done is not its own.
 * @param {RunState} run
 * @returns {RunState}
 */
export function makeRunBeside(run) {
  const topology = { ...run.topology, run_id: 0 };
  const own = { past: NO_PAST, code: {}, code_error: null, log: [], opened: null };
  return { ...run, topology, distributions: null, loss_surface: null, ...own };
}

/**
 * Return the run after an event; events of a network that is over change nothing.
 *
 * @param {RunState} run
 * @param {RunEvent} event
 * @returns {RunState}
 */
export function reduceRun(run, event) {
  if ("run_id" in event && event.run_id < run.topology.run_id) return run;
  const next = afterEvent(run, event);
  return next.opened && hasMovedOn(run, next) ? { ...next, opened: null } : next;
}

/**
 * Whether the recorded step is no longer the next one of a run.
 * @param {RunState} run  before
 * @param {RunState} next
 */
function hasMovedOn(run, next) {
  const { network, config } = next;
  if (next.topology !== run.topology || next.dataset !== run.dataset || next.code !== run.code) return true;
  if (
    config !== run.config &&
    JSON.stringify(withoutSpeed(config)) !== JSON.stringify(withoutSpeed(run.config))
  )
    return true;
  if (network === run.network) return false;
  const record = next.opened?.record;
  return network.step !== record?.step || network.entry !== record.entry;
}

/** @param {Config} config */
const withoutSpeed = ({ training: { speed: _speed, ...training }, ...rest }) => ({ ...rest, training });

/** @param {RunState} run @param {RunEvent} event @returns {RunState} */
function afterEvent(run, event) {
  switch (event.type) {
    case "topology":
      return withTopology(run, event);
    case "config":
      return { ...run, config: keepEqual(run.config, event.config), edits: event.edits };
    case "divergence":
      return { ...run, divergence: event };
    case "dataset":
      return { ...run, dataset: keepEqual(run.dataset, { ...event, run_id: run.dataset.run_id }) };
    case "state":
      return withNetwork(run, event);
    case "code":
      return { ...run, code: event.files, code_error: null };
    case "log":
      return { ...run, log: [...run.log, ...event.text.split("\n")].slice(-LOG_LINES) };
    case "error":
      return event.error.code === "code" ? { ...run, code_error: event.error } : run;
    case "journal":
      return withPast(run, withJournal(run.past, event));
    case "keyframe":
      return withPast(run, withKeyframe(run.past, event));
    case "closed":
      return run;
    default:
      throw new TypeError(`unknown event ${JSON.stringify(event)}`);
  }
}

/** @param {RunState} run @param {TopologyEvent} event @returns {RunState} */
function withTopology(run, event) {
  const { config, edits, layer_sizes } = event;
  const isSameOutput = layer_sizes.at(-1) === run.topology.layer_sizes.at(-1);
  return {
    ...run,
    topology: event,
    config: keepEqual(run.config, config),
    grid: isSameOutput ? run.grid : new Float32Array(), // of other outputs it could be taken for another size
    edits,
    divergence: null,
    sample_outputs: new Float32Array(),
    unit_grids: new Float32Array(),
    space: null,
    layer_space: null,
    loss_surface: null,
    previous_history: keepEqual(run.previous_history, event.previous_history ?? null),
  };
}

/** @param {RunState} run @param {Past} past @returns {RunState} */
function withPast(run, past) {
  const { entry, step } = run.network;
  return { ...run, past, leaf: leafAt(past, [entry, step], run.leaf) };
}

/** @param {RunState} run @param {StateEvent} event @returns {RunState} */
function withNetwork(run, event) {
  return {
    ...run,
    network: event,
    leaf: leafAt(run.past, [event.entry, event.step], run.leaf),
    grid: event.grid ?? run.grid,
    sample_outputs: event.sample_outputs ?? run.sample_outputs,
    unit_grids: event.unit_grids ?? run.unit_grids,
    distributions: event.distributions ?? run.distributions,
    space: event.space ?? run.space,
    layer_space: event.layer_space ?? run.layer_space,
    loss_surface: event.loss_surface ?? run.loss_surface,
    history: event.history ?? run.history,
    divergence: event.status === "diverged" ? run.divergence : null,
  };
}
