/** What a weight table shows: which layer, and which cell is the current one. Pure. */

import { shownLayer } from "../../model/weights-layer.js";
import { cellOf } from "./layout.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Selection} from "../../model/view.js" */
/** @import {Cell} from "./layout.js" */

/**
 * @typedef {object} TableState
 * @property {string} shape  of the network whose table it is; empty: nothing has been drawn
 * @property {number} layer
 * @property {Cell} current  that keys and buttons act on
 */

const FIRST = { row: 0, column: 0 };

/** @type {TableState} */
export const NOTHING_SHOWN = { shape: "", layer: 1, current: FIRST };

/** @typedef {Pick<AppState, "topology"|"view">} Seen */

/**
 * The table after another state of the page: a parameter that has just been chosen is its current cell.
 *
 * @param {TableState} table
 * @param {Seen} next
 * @param {Seen|null} last  null: nothing has been drawn
 * @returns {TableState}
 */
export function tableAfter(table, { topology, view }, last) {
  const shape = shapeOf(topology);
  const layer = shownLayer(view, topology);
  const isOther = shape !== table.shape || layer !== table.layer;
  const { selection } = view;
  const isChosen = selection?.kind === "parameter" && (isOther || selection !== last?.view.selection);
  const cell = isChosen ? cellOf(selection.parameter, layer, topology) : null;
  return { shape, layer, current: cell ?? (isOther ? FIRST : table.current) };
}

/**
 * What has to be brought into view: a selection that is new, or that the table of another network shows again.
 *
 * @param {TableState} table
 * @param {TableState} before
 * @param {Pick<Seen, "view">} next
 * @param {Pick<Seen, "view">|null} last
 * @returns {Selection|null}
 */
export function revealedIn(table, before, { view: { selection } }, last) {
  const isNew = table.shape !== before.shape || selection !== last?.view.selection;
  return isNew ? selection : null;
}

/**
 * What a table is built from, as text that can be compared.
 * @param {TopologyEvent} topology
 */
function shapeOf({ layer_sizes, input_labels, output_labels }) {
  return JSON.stringify([layer_sizes, input_labels, output_labels]);
}
