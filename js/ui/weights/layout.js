/**
 * Where each parameter is in the table of a layer, and how its number is written and read. Pure.
 * Rows are the units of a layer, columns those of the layer before; the last column is the bias.
 */

import { placeOfParameter, placeOfUnit } from "../../model/names.js";
import { valueAt } from "../../model/value-at.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {Selection} from "../../model/view.js" */

/** @typedef {{row: number, column: number}} Cell */

/**
 * @param {number} layer  of layer_sizes, from 1
 * @param {TopologyEvent} topology
 */
export function tableSize(layer, { layer_sizes }) {
  return { n_rows: valueAt(layer_sizes, layer), n_columns: valueAt(layer_sizes, layer - 1) + 1 };
}

/**
 * Index of a cell's parameter.
 * @param {Cell} cell
 * @param {number} layer
 * @param {TopologyEvent} topology
 */
export function parameterAt({ row, column }, layer, { layer_sizes, weight_offsets, bias_offsets }) {
  const n_in = valueAt(layer_sizes, layer - 1);
  if (column === n_in) return valueAt(bias_offsets, layer - 1) + row;
  return valueAt(weight_offsets, layer - 1) + row * n_in + column;
}

/**
 * The cell of a parameter, null when it is in another layer's table.
 * @param {number} parameter
 * @param {number} layer
 * @param {TopologyEvent} topology
 * @returns {Cell|null}
 */
export function cellOf(parameter, layer, topology) {
  const { layer: found, to, from } = placeOfParameter(parameter, topology);
  if (found !== layer) return null;
  const row = placeOfUnit(to, topology).index;
  const column = from === null ? valueAt(topology.layer_sizes, layer - 1) : placeOfUnit(from, topology).index;
  return { row, column };
}

/**
 * What of a table stands for a selection: a cell with its row and column, a row, or a column.
 * @param {Selection|null} selection
 * @param {number} layer
 * @param {TopologyEvent} topology
 * @returns {{row: number|null, column: number|null}}
 */
export function markOf(selection, layer, topology) {
  if (selection?.kind === "parameter") {
    return cellOf(selection.parameter, layer, topology) ?? { row: null, column: null };
  }
  const place = selection && placeOfUnit(selection.unit, topology);
  return {
    row: place?.layer === layer ? place.index : null,
    column: place?.layer === layer - 1 ? place.index : null,
  };
}

/**
 * A parameter with six significant digits.
 * @param {number} value
 */
export function formatParameter(value) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 0.001 || size >= 1e6) ? value.toExponential(5) : value.toPrecision(6);
  return text.replaceAll("-", "−");
}

/**
 * How strongly a cell is coloured, 0 to 40 percent: 20 at a size of 1.
 * @param {number} value
 */
export function tintOf(value) {
  const size = Math.abs(value);
  return Number.isFinite(size) ? Math.round((40 * size) / (1 + size)) : 0;
}

/**
 * The first and the last of equal parts that a window shows some of.
 * @param {number} start  of the window, px
 * @param {number} length  of the window, px
 * @param {number} size  of a part, px
 * @param {number} n  parts
 * @returns {[number, number]}
 */
export function visibleParts(start, length, size, n) {
  if (!(size > 0)) return [0, n - 1];
  const first = Math.max(0, Math.min(n - 1, Math.floor(start / size)));
  return [first, Math.max(first, Math.min(n - 1, Math.ceil((start + length) / size) - 1))];
}

/**
 * Where a window has to begin to show one of equal parts, moved no more than needed.
 * @param {number} at  which part
 * @param {number} size  of a part, px
 * @param {number} start  of the window now, px
 * @param {number} length  of the window, px
 */
export function revealing(at, size, start, length) {
  return Math.min(at * size, Math.max(start, (at + 1) * size - length));
}

/** @param {number} index @param {[number, number][]} spans  up to and without the last */
export function isWithin(index, spans) {
  return spans.some(([from, to]) => index >= from && index < to);
}
