/**
 * One layer's table: its cells, the numbers in them and the marks on them. Only the cells in view
 * follow training; all of them are exact when it stops.
 */

import { make } from "../../kit/dom.js";
import { createMarks, makeTable, markLock, writeCell } from "./cells.js";
import { cellOf, markOf, parameterAt, tableSize, visibleParts } from "./layout.js";
import { createRows } from "./rows.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {Selection} from "../../model/view.js" */
/** @import {Cell} from "./layout.js" */

const SLICE_MS = 3; // of filling cells out of view, at a time

/**
 * @param {number} layer  of layer_sizes, from 1
 * @param {TopologyEvent} topology
 */
export function createGrid(layer, topology) {
  const { n_rows, n_columns } = tableSize(layer, topology);
  const { table, head, body, pattern } = makeTable(layer, topology, n_rows, n_columns);
  const scroller = make("div", { class: "weights__scroll" }, table);
  const lines = [...body.rows];
  const shown = new Float64Array(n_rows * n_columns);
  const isFilled = new Uint8Array(n_rows * n_columns);
  /** @type {Float32Array} */
  let parameters = new Float32Array();
  let inView = { rows: [0, n_rows - 1], columns: [0, n_columns - 1] };
  let nextRow = n_rows;
  let timer = 0;

  /** @param {number} row @param {number} from @param {number} to */
  const updateRow = (row, from, to) => {
    const made = rows.at(row);
    if (!made) return; // it is filled as soon as it has cells
    for (let column = from; column <= to; column++) {
      const at = row * n_columns + column;
      const value = parameters[parameterAt({ row, column }, layer, topology)] ?? Number.NaN;
      if (isFilled[at] === 1 && Object.is(value, shown[at])) continue;
      const [cell, text] = [made.cells[column], made.texts[column]];
      if (!cell || !text) continue;
      writeCell(cell, text, value, isFilled[at] === 1 ? (shown[at] ?? 0) : Number.NaN);
      shown[at] = value;
      isFilled[at] = 1;
    }
  };
  const updateVisible = () => {
    const [first = 0, last = 0] = inView.rows;
    for (let row = first; row <= last; row++) updateRow(row, inView.columns[0] ?? 0, inView.columns[1] ?? 0);
  };
  const fill = () => {
    timer = 0;
    const end = performance.now() + SLICE_MS;
    while (nextRow < n_rows && performance.now() < end) updateRow(nextRow++, 0, n_columns - 1);
    if (nextRow < n_rows) timer = window.setTimeout(fill, 0);
  };
  const look = () => {
    const [line, corner, heading] = [lines[0], head.cells[0], head.cells[1]];
    if (!line || !corner || !heading || scroller.clientWidth === 0) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroller;
    const [width, height] = [clientWidth - corner.clientWidth, clientHeight - corner.clientHeight];
    inView = {
      rows: visibleParts(scrollTop, height, line.offsetHeight, n_rows),
      columns: visibleParts(scrollLeft, width, heading.offsetWidth, n_columns),
    };
    rows.beginAt(inView.rows[0] ?? 0);
    if (parameters.length > 0) updateVisible();
  };
  scroller.addEventListener("scroll", look, { passive: true });
  const observer = new ResizeObserver(look);
  observer.observe(scroller);

  const marks = createMarks({
    lines,
    columns: [...head.cells].slice(1),
    cellsOf: (row) => rows.at(row)?.cells ?? [],
  });
  /** @type {{selected: Selection|null, hovered: Selection|null}} */
  let marked = { selected: null, hovered: null };
  /** @type {Set<number>} */
  let frozen = new Set();
  const showMarks = () => {
    marks.update("selected", markOf(marked.selected, layer, topology));
    marks.update("hovered", markOf(marked.hovered, layer, topology));
  };
  const lock = (/** @type {number} */ parameter, /** @type {boolean} */ isFrozen) => {
    const place = cellOf(parameter, layer, topology);
    const cell = place && rows.at(place.row)?.cells[place.column];
    if (cell) markLock(cell, isFrozen);
  };
  /** @type {[number, number][]} */
  let touched = [];
  const showTouched = (/** @type {number} */ row) => {
    for (const [column, cell] of (rows.at(row)?.cells ?? []).entries()) {
      const parameter = parameterAt({ row, column }, layer, topology);
      cell.toggleAttribute(
        "data-touched",
        touched.some(([from, to]) => parameter >= from && parameter < to),
      );
    }
  };
  const rows = createRows(lines, pattern, (made) => {
    for (const row of made) {
      if (touched.length > 0) showTouched(row);
      if (parameters.length > 0) updateRow(row, 0, n_columns - 1);
      for (let column = 0; column < n_columns; column++) {
        const parameter = parameterAt({ row, column }, layer, topology);
        if (frozen.has(parameter)) lock(parameter, true);
      }
    }
    showMarks();
    table.setAttribute("aria-busy", String(!rows.isComplete()));
  });
  rows.start();
  return {
    element: scroller,
    table,
    n_rows,
    n_columns,
    /** @param {Element} target @returns {Cell|null} */
    cellAt(target) {
      const cell = target.closest("td");
      const row = cell?.closest("tr");
      return cell && row && body.contains(row)
        ? { row: row.sectionRowIndex, column: cell.cellIndex - 1 }
        : null;
    },
    /** The row or column whose heading a target is in. @param {Element} target */
    headingAt(target) {
      const heading = target.closest("th");
      if (!heading) return null;
      const row = heading.closest("tr");
      if (row && body.contains(row)) return { row: row.sectionRowIndex, column: null };
      return heading.cellIndex > 0 ? { row: null, column: heading.cellIndex - 1 } : null;
    },
    /** @param {Cell} cell */
    cell: ({ row, column }) => rows.need(row)?.cells[column],
    /** @param {Cell} cell */
    value: (cell) => parameters[parameterAt(cell, layer, topology)] ?? Number.NaN,
    /**
     * @param {Float32Array} next
     * @param {{all: boolean}} which  cells out of view as well, a little later
     */
    update(next, { all }) {
      parameters = next;
      updateVisible();
      clearTimeout(timer);
      timer = 0;
      if (!all) return;
      nextRow = 0;
      fill();
    },
    /** @param {Selection|null} selection @param {Selection|null} hovered */
    mark(selection, hovered) {
      marked = { selected: selection, hovered };
      showMarks();
    },
    /** @param {[number, number][]} next  spans of parameters that a line of code computes with */
    markTouched(next) {
      if (next.length === 0 && touched.length === 0) return;
      touched = next;
      lines.forEach((_, row) => {
        showTouched(row);
      });
    },
    /** @param {number[]} next  parameters */
    markFrozen(next) {
      for (const parameter of frozen) lock(parameter, false);
      for (const parameter of next) lock(parameter, true);
      frozen = new Set(next);
    },
    /** Scroll a row and a column into view, no more than needed. @param {{row: number|null, column: number|null}} place */
    reveal({ row, column }) {
      const [line, corner, heading] = [lines[0], head.cells[0], head.cells[1]];
      if (!line || !corner || !heading) return;
      const show = (
        /** @type {number} */ from,
        /** @type {number} */ size,
        /** @type {number} */ room,
        /** @type {number} */ at,
      ) => Math.min(at * size, Math.max(from, (at + 1) * size - room));
      const [width, height] = [
        scroller.clientWidth - corner.clientWidth,
        scroller.clientHeight - corner.clientHeight,
      ];
      if (row !== null) scroller.scrollTop = show(scroller.scrollTop, line.offsetHeight, height, row);
      if (column !== null)
        scroller.scrollLeft = show(scroller.scrollLeft, heading.offsetWidth, width, column);
    },
    destroy() {
      clearTimeout(timer);
      observer.disconnect();
      rows.destroy();
    },
  };
}
