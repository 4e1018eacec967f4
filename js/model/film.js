/**
 * A run as a film: the branch that is seen, from its beginning to its end, as pieces of the journal, and the moments on
 * it. Nothing but what the page's copy of the past (model/past.js) says. Pure.
 */

/** @import {Entry, Moment} from "../protocol.js" */
/** @import {Past} from "./past.js" */
/** @import {AppState} from "./state.js" */

/** @typedef {{entry: Entry, from: number, to: number}} Piece  The steps that were trained after an entry. */
/** @typedef {Pick<AppState, "past"|"leaf"|"network"|"history">} Filmed */

const N_ROWS = 6; // of a history, as StateEvent.history
const STEP_ROW = 1;

/**
 * The steps of a branch, by what was done before them.
 * @param {Past} past
 * @param {number} leaf  the entry that it ends with
 * @returns {Piece[]}  from the entry with which its run begins
 */
export function branchOf(past, leaf) {
  const pieces = [];
  let to = past.reached.get(leaf) ?? 0;
  for (let entry = past.entries.get(leaf); entry; ) {
    const from = entry.begins && entry.parent !== null ? 0 : entry.step; // a file may begin at a later one
    pieces.unshift({ entry, from, to: Math.max(from, to) });
    to = entry.step;
    entry = entry.begins || entry.parent === null ? undefined : past.entries.get(entry.parent);
  }
  return pieces;
}

/**
 * Where a branch can be gone to for a step: after everything that was done at it.
 * @param {Piece[]} branch
 * @param {number} step
 * @returns {Moment|null}  null: it has none
 */
export function momentAt(branch, step) {
  const piece = branch.findLast(({ from }) => from <= step);
  return piece && step <= piece.to ? [piece.entry.id, step] : null;
}

/** @param {Piece[]} branch @param {Moment} moment */
const isOn = (branch, [entry, step]) =>
  branch.some((piece) => piece.entry.id === entry && piece.from <= step && step <= piece.to);

/**
 * The branch that is seen at a moment: the one seen before, if the moment is on it; else what was done last after it.
 * @param {Past} past @param {Moment} moment @param {number} leaf  of the branch seen before
 * @returns {number}  its leaf
 */
export function leafAt(past, moment, leaf) {
  const [entry, step] = moment;
  if (!past.entries.has(entry)) return leaf; // it has not been told yet
  if (entry === leaf || isOn(branchOf(past, leaf), moment)) return leaf;
  const later = [...past.entries.values()].filter(
    (one) => one.parent === entry && !one.begins && one.step >= step,
  );
  const last = later.at(-1);
  return last ? leafAt(past, [last.id, last.step], entry) : entry;
}

/**
 * @typedef {object} Film
 * @property {Piece[]} branch
 * @property {number} step  that is shown
 * @property {number} end  the last step of the branch
 * @property {boolean} isPast  what is shown is before the end
 */

/** @param {Pick<AppState, "past"|"leaf"|"network">} state @returns {Film} */
export function filmOf({ past, leaf, network: { step } }) {
  const branch = branchOf(past, leaf);
  const end = Math.max(branch.at(-1)?.to ?? 0, step);
  // While it trains, what is shown is a little behind: that is not the past.
  const isAtEnd = past.now[0] === leaf && past.now[1] >= end;
  return { branch, step, end, isPast: step < end && !isAtEnd };
}

/**
 * The leaves: what each branch of the past ends with.
 * @param {Past} past
 * @returns {number[]}
 */
export function leavesOf(past) {
  const last = new Map();
  for (const { parent, step, begins } of past.entries.values())
    if (parent !== null && !begins) last.set(parent, Math.max(step, last.get(parent) ?? 0));
  return [...past.entries.keys()].filter((id) => {
    const continued = last.get(id);
    return continued === undefined || (past.reached.get(id) ?? 0) > continued;
  });
}

/** The numbers of a keyframe's curves. @type {WeakMap<object, Float64Array>} */
const curves = new WeakMap();

/**
 * The curves of a branch, as far as states of it are kept.
 * @param {Past} past @param {Piece[]} branch
 * @returns {Float64Array}  (6, n)
 */
export function curvesOf(past, branch) {
  const last = [...past.keyframes.values()]
    .filter(({ entry, step }) => isOn(branch, [entry, step]))
    .reduce((/** @type {any} */ best, one) => (best === null || one.step >= best.step ? one : best), null);
  if (!last) return new Float64Array();
  const known = curves.get(last);
  if (known) return known;
  const table = last.values.subarray(last.values.length - N_ROWS * JSON.parse(last.meta).n_records);
  curves.set(last, table);
  return table;
}

/**
 * The steps of which curves have a record, the last one of the branch among them.
 * @param {Filmed} state
 * @returns {number[]}  ascending
 */
export function recordedSteps(state) {
  const { step, end, isPast, branch } = filmOf(state);
  const tables = isPast ? [state.history, curvesOf(state.past, branch)] : [state.history];
  const steps = tables.flatMap((table) => {
    const n = table.length / N_ROWS;
    return [...table.subarray(STEP_ROW * n, (STEP_ROW + 1) * n)];
  });
  return [...new Set([0, ...steps, step, end])].filter((one) => one <= end).sort((a, b) => a - b);
}

/**
 * The recorded step so many records away.
 * @param {number[]} steps  ascending @param {number} from @param {number} distance
 */
export function stepAway(steps, from, distance) {
  const at =
    distance < 0 ? steps.findIndex((step) => step >= from) : steps.findLastIndex((step) => step <= from);
  return steps[Math.min(Math.max(at + distance, 0), steps.length - 1)] ?? from;
}
