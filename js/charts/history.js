/**
 * The run's history as a chart wants it: one array per line. Pure.
 */

/** @import {StateEvent} from "../protocol.js" */

/** Rows of the history, in the order of StateEvent.history. */
const ROWS = ["epoch", "step", "train_loss", "test_loss", "train_accuracy", "test_accuracy"];

/** @typedef {"epoch"|"step"|"train_loss"|"test_loss"|"train_accuracy"|"test_accuracy"} Row */

/**
 * Views of some rows, without a copy.
 * @param {Float64Array} history  (6, n)
 * @param {Row[]} rows
 * @returns {Float64Array[]}
 */
export function historyRows(history, rows) {
  const n = history.length / ROWS.length;
  return rows.map((row) => history.subarray(ROWS.indexOf(row) * n, (ROWS.indexOf(row) + 1) * n));
}

/**
 * The rows with the newest numbers after them, where the history does not have these yet. Copies.
 * @param {Float64Array[]} rows  as historyRows gives them
 * @param {Row[]} names
 * @param {StateEvent} network
 * @param {number} lastStep  the last step in the history
 * @returns {Float64Array[]}
 */
export function withNewest(rows, names, network, lastStep) {
  if (!(network.step > lastStep)) return rows;
  return rows.map((row, index) => {
    const longer = new Float64Array(row.length + 1);
    longer.set(row);
    longer[row.length] = network[names[index] ?? "epoch"] ?? Number.NaN;
    return longer;
  });
}
