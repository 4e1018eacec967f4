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
     */
    update(history, newest) {
      if (history !== copied) {
        copied = history;
        n = history.length / ROWS.length;
        writeHistoryInto(columns, rows, history);
      }
      writeNewestInto(columns, rows, { history, n, newest });
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
