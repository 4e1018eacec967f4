/**
 * The run's history as a chart wants it: one column per line, the newest numbers at its end. Pure.
 */

/** @import {StateEvent} from "../protocol.js" */

/** Rows of the history, in the order of StateEvent.history. */
export const ROWS = /** @type {const} */ ([
  "epoch",
  "step",
  "train_loss",
  "test_loss",
  "train_accuracy",
  "test_accuracy",
]);

/** @typedef {"epoch"|"step"|"train_loss"|"test_loss"|"train_accuracy"|"test_accuracy"} Row */
/** @typedef {(number|null)[][]} Columns  null leaves a gap */
/** @typedef {Pick<StateEvent, "step"|"steps_per_epoch"|"train_loss"|"test_loss"|"train_accuracy"|"test_accuracy">} Newest */
/** @typedef {{table: Float64Array, end: number}} Later  what was trained after the newest: (6, n), and the last step */

/**
 * Make columns that follow a run. They are the same arrays for ever; the history is copied only
 * when there is a new one.
 * @param {Row[]} rows  "epoch" first
 */
export function createColumns(rows) {
  /** @type {Columns} */
  const columns = rows.map(() => []);
  /** @type {Float64Array|null} */
  let copied = null;
  let n = 0;
  return {
    columns,
    /**
     * @param {Float64Array} history  (6, n)
     * @param {Newest} newest
     * @param {Later|null} [later]  null: the newest is the last
     * @returns {number}  where the newest is
     */
    update(history, newest, later = null) {
      if (history !== copied) {
        copied = history;
        n = history.length / ROWS.length;
        writeHistoryInto(columns, rows, history);
      }
      writeNewestInto(columns, rows, { history, n, newest });
      const at = (columns[0]?.length ?? 0) - 1;
      if (later) writeLaterInto(columns, rows, later, newest);
      return at;
    },
  };
}

/**
 * @param {Columns} columns
 * @param {Row[]} rows
 * @param {Float64Array} history
 */
function writeHistoryInto(columns, rows, history) {
  const n = history.length / ROWS.length;
  columns.forEach((column, index) => {
    const start = ROWS.indexOf(rows[index] ?? "epoch") * n;
    column.length = n;
    for (let at = 0; at < n; at++) column[at] = finiteOrNull(history[start + at]);
  });
}

/**
 * Put the newest numbers after the history, or in the place of its last ones where these are of the
 * same step: a parameter changed by hand changes them without one.
 * @param {Columns} columns
 * @param {Row[]} rows
 * @param {{history: Float64Array, n: number, newest: Newest}} run
 */
function writeNewestInto(columns, rows, { history, n, newest }) {
  const lastEpoch = n > 0 ? Number(history[n - 1]) : 0;
  const lastStep = n > 0 ? Number(history[2 * n - 1]) : 0;
  const at = n === 0 || newest.step > lastStep ? n : n - 1;
  const isOlder = newest.step < lastStep;
  columns.forEach((column, index) => {
    column.length = at + 1;
    const row = rows[index] ?? "epoch";
    if (isOlder) return;
    column[at] =
      row === "epoch"
        ? lastEpoch + (newest.step - lastStep) / newest.steps_per_epoch
        : finiteOrNull(newest[row]);
  });
}

/**
 * Put what was trained later after the newest, and the end of it, of which there may be no numbers.
 * @param {Columns} columns
 * @param {Row[]} rows
 * @param {Later} later
 * @param {Newest} newest
 */
function writeLaterInto(columns, rows, { table, end }, { step, steps_per_epoch }) {
  const n = table.length / ROWS.length;
  let last = { step, epoch: Number(columns[0]?.at(-1)) };
  for (let at = 0; at < n; at++) {
    const [recordEpoch = 0, recordStep = 0] = [table[at], table[n + at]];
    if (recordStep <= step || recordStep > end) continue;
    last = { step: recordStep, epoch: recordEpoch };
    columns.forEach((column, index) => {
      column.push(finiteOrNull(table[ROWS.indexOf(rows[index] ?? "epoch") * n + at]));
    });
  }
  if (last.step >= end) return;
  const ends = { epoch: last.epoch + (end - last.step) / steps_per_epoch, step: end };
  columns.forEach((column, index) => {
    const row = rows[index] ?? "epoch";
    column.push(row === "epoch" || row === "step" ? ends[row] : null);
  });
}

/**
 * The columns of a history from a step on.
 * @param {Float64Array} table  (6, n)
 * @param {Row[]} rows
 * @param {number} step
 * @returns {Columns}
 */
export function columnsFrom(table, rows, step) {
  const n = table.length / ROWS.length;
  const places = [...table.subarray(n, 2 * n).keys()].filter((at) => Number(table[n + at]) >= step);
  return rows.map((row) => places.map((at) => finiteOrNull(table[ROWS.indexOf(row) * n + at])));
}

/**
 * Read one ascending column where another has a value: straight between its numbers.
 * @param {(number|null)[]} column
 * @param {(number|null)[]} of  ascending, as long
 * @param {number} value
 */
export function readAt(column, of, value) {
  const at = of.findIndex((one) => Number(one) >= value);
  if (at <= 0) return Number(column.at(at));
  const [low, high] = [Number(of[at - 1]), Number(of[at])];
  const share = (value - low) / (high - low);
  return Number(column[at - 1]) + share * (Number(column[at]) - Number(column[at - 1]));
}

/** @param {number|null|undefined} value */
function finiteOrNull(value) {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}

/**
 * Fill a column with another run's numbers at the same epochs: straight between its records, a gap after its end.
 * @param {(number|null)[]} column
 * @param {Float64Array} history  (6, n) of the other run
 * @param {Row} row
 * @param {(number|null)[]} epochs  ascending
 */
export function fillWithRun(column, history, row, epochs) {
  const n = history.length / ROWS.length;
  const start = ROWS.indexOf(row) * n;
  column.length = epochs.length;
  let at = 0;
  epochs.forEach((epoch, index) => {
    const wanted = epoch ?? 0;
    while (at + 1 < n && Number(history[at + 1]) <= wanted) at++;
    const [before = 0, after = before] = [history[at], history[at + 1]];
    const low = history[start + at] ?? Number.NaN;
    if (at + 1 >= n) column[index] = wanted === before ? finiteOrNull(low) : null;
    else {
      const high = history[start + at + 1] ?? Number.NaN;
      column[index] = finiteOrNull(low + ((wanted - before) / (after - before)) * (high - low));
    }
  });
}
