/** What is known of the last step that was traced, and what is to be seen of it at a line. Pure. */

import { linesThatTouch, touchedOf, touchesText, valueText } from "./trace-text.js";

/** @import {Trace} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Selection, Touched} from "../../model/view.js" */

const STALE_MS = 2000; // of a trace, while training goes on

/** @typedef {{file: string, line: number, first: number}} Place  of the caret; `first` is the first line shown */
/** @typedef {{trace: Trace, at: number, run_id: number}} Traced  `at`: when, ms */

/**
 * @typedef {object} LineView  What is said of a line.
 * @property {string} heading
 * @property {string[]} runs  of the line in this step
 * @property {number} run  the one that is told
 * @property {{name: string, text: string, changed: boolean}[]} values
 * @property {string} lit
 * @property {Touched|null} touched
 */

/** @param {Traced|null} traced @param {number} now  ms */
export const isStale = (traced, now) => traced === null || now - traced.at > STALE_MS;

/**
 * Whether the run has gone on and rests, so that it is to be traced again; one that trains does so as the caret moves.
 * @param {Traced} traced
 * @param {Pick<AppState, "status"|"network">} state
 */
export function isBehind({ trace, run_id }, { status, network }) {
  const isOther = network.run_id !== run_id;
  return isOther || (status !== "training" && network.step !== trace.step);
}

/**
 * @param {Traced|null} traced
 * @param {Place} place
 * @param {number} chosen  the run of the line that was chosen
 * @param {Pick<AppState, "dataset"|"topology"|"opened">|null} state
 * @returns {LineView}
 */
export function lineView(traced, { file, line }, chosen, state) {
  const visits = traced?.trace.files[file]?.[line] ?? [];
  const run = Math.max(0, Math.min(chosen, visits.length - 1));
  const visit = visits[run];
  const runs = visits.map(
    ({ layer }, index) => `Run ${index + 1} of ${visits.length}${layer === null ? "" : `, layer ${layer}`}`,
  );
  if (!traced || !visit || !state) {
    const heading = `Line ${line} does not compute in a step.`;
    return { heading, runs, run, values: [], lit: "", touched: null };
  }
  const { trace } = traced;
  const { dataset, topology, opened } = state;
  const touched = touchedOf(visit.touches, trace.batch, dataset.train_inputs.length / dataset.n_inputs);
  return {
    heading: `Line ${line}, in ${visit.function}, at step ${trace.step.toLocaleString("en")}`,
    runs,
    run,
    values: visit.values.map((value) => ({
      name: value.name,
      text: valueText(value),
      changed: value.changed,
    })),
    lit: opened ? "" : touchesText(visit.touches, touched, topology), // while a step is open, the picture shows that
    touched,
  };
}

/**
 * Which run of a line is a layer's.
 * @param {Traced|null} traced
 * @param {Place} place
 * @param {number} layer
 * @returns {number}  -1: none
 */
export const runOfLayer = (traced, { file, line }, layer) =>
  (traced?.trace.files[file]?.[line] ?? []).findIndex((visit) => visit.layer === layer);

/**
 * @param {Traced|null} traced
 * @param {Place|null} place
 * @param {Selection|null} selection
 * @returns {number[]}  lines of the shown part, from 1, that compute what is selected
 */
export function selectedLines(traced, place, selection) {
  if (!traced || !place || !selection) return [];
  const lines = traced.trace.files[place.file] ?? {};
  const found =
    selection.kind === "unit"
      ? linesThatTouch(lines, "units", selection.unit)
      : linesThatTouch(lines, "parameters", selection.parameter);
  return found.map((line) => line - place.first + 1);
}
