/** The other branches of the run that is seen, as a chart draws them in grey. Pure. */

import { branchOf, curvesOf, leavesOf } from "../model/film.js";
import { columnsFrom } from "./history.js";

/** @import {Past} from "../model/past.js" */
/** @import {Columns, Row} from "./history.js" */

const MOST = 6; // the newest; more would be a thicket

/**
 * @param {Past} past
 * @param {number} leaf  of the branch that is seen
 * @param {Row[]} rows  of a chart, "epoch" first
 * @returns {Columns[]}
 */
export function othersOf(past, leaf, rows) {
  const branch = branchOf(past, leaf);
  const begun = branch[0]?.entry.id;
  const leaves = leavesOf(past).filter((id) => id !== leaf && !past.marks.get(id)?.is_deleted);
  const branches = leaves.map((id) => branchOf(past, id)).filter(([first]) => first?.entry.id === begun);
  return branches.slice(-MOST).map((other) => {
    const parting = other.findIndex((piece, at) => piece.entry.id !== branch[at]?.entry.id);
    const at = parting < 0 ? other.length : parting;
    const from = Math.min(...[branch[at], other[at]].map((piece) => piece?.from ?? Number.POSITIVE_INFINITY));
    return columnsFrom(curvesOf(past, other), rows, from);
  });
}
