/** The curves as a table of comma-separated values, every number to its last digit. Pure. */

import { createColumns, ROWS } from "./history.js";

/** @import {AppState} from "../model/state.js" */

/**
 * Return the table: a line of names, then a line for each record; what is not a number is left empty.
 * @param {Pick<AppState, "history"> & {network: import("./history.js").Newest}} state
 */
export function curvesCsv({ history, network }) {
  const { columns, update } = createColumns([...ROWS]);
  update(history, network);
  const n = columns[0]?.length ?? 0;
  const lines = Array.from({ length: n }, (_, at) => columns.map((column) => column[at] ?? "").join(","));
  return [ROWS.join(","), ...lines, ""].join("\n");
}
