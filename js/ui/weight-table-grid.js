/**
 * One layer's table: its cells, the numbers in them and the marks on them. Only the cells in view
 * follow training; all of them are exact when it stops.
 */

import { make } from "./dom.js";
import { createMarks, makeTable, markLock, writeCell } from "./weight-table-cells.js";
import { cellOf, markOf, parameterAt, tableSize, visibleParts } from "./weight-table-layout.js";

/** @import {TopologyEvent} from "../protocol.js" */
/** @import {Selection} from "../state.js" */
/** @import {Cell} from "./weight-table-layout.js" */

const SLICE_MS = 3; // of filling cells out of view, at a time

/**
 * @param {number} layer  of layer_sizes, from 1
 * @param {TopologyEvent} topology
 */
export function createGrid(layer, topology) {
  const { n_rows, n_columns } = tableSize(layer, topology);
  const { table, head, body } = makeTable(layer, topology, n_rows, n_columns);
  const scroller = make("div", { class: "weights__scroll" }, table);
  const rows = [...body.rows];
  const cells = rows.map((row) => [...row.cells].slice(1));
  const texts = cells.map((row) => row.map((cell) => /** @type {Text} */ (cell.firstChild?.firstChild)));
  const shown = new Float64Array(n_rows * n_columns);
  const isFilled = new Uint8Array(n_rows * n_columns);
  /** @type {Float32Array} */
  let parameters = new Float32Array();
  let inView = { rows: [0, n_rows - 1], columns: [0, n_columns - 1] };
  let nextRow = n_rows;
  let timer = 0;

  /** @param {number} row @param {number} from @param {number} to */
  const updateRow = (row, from, to) => {
    for (let column = from; column <= to; column++) {
      const at = row * n_columns + column;
      const value = parameters[parameterAt({ row, column }, layer, topology)] ?? Number.NaN;
      if (isFilled[at] === 1 && Object.is(value, shown[at])) continue;
      const [cell, text] = [cells[row]?.[column], texts[row]?.[column]];
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
    const [cell, corner] = [cells[0]?.[0], head.firstElementChild];
    if (!cell || !corner || scroller.clientWidth === 0) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroller;
    const [width, height] = [clientWidth - corner.clientWidth, clientHeight - corner.clientHeight];
    inView = {
      rows: visibleParts(scrollTop, height, cell.offsetHeight, n_rows),
      columns: visibleParts(scrollLeft, width, cell.offsetWidth, n_columns),
    };
    if (parameters.length > 0) updateVisible();
  };
  scroller.addEventListener("scroll", look, { passive: true });
  const observer = new ResizeObserver(look);
  observer.observe(scroller);

  const marks = createMarks({ rows, cells, columns: [...head.cells].slice(1) });
  /** @type {number[]} */
  let frozen = [];
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
    cell: ({ row, column }) => cells[row]?.[column],
    /** @param {Cell} cell */
    text: ({ row, column }) => texts[row]?.[column],
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
      marks.update("selected", markOf(selection, layer, topology));
      marks.update("hovered", markOf(hovered, layer, topology));
    },
    /** @param {number[]} next  parameters */
    markFrozen(next) {
      for (const [indices, isFrozen] of /** @type {const} */ ([
        [frozen, false],
        [next, true],
      ])) {
        for (const parameter of indices) {
          const place = cellOf(parameter, layer, topology);
          const cell = place && cells[place.row]?.[place.column];
          if (cell) markLock(cell, isFrozen);
        }
      }
      frozen = next;
    },
    /** Scroll a row and a column into view, no more than needed. @param {{row: number|null, column: number|null}} place */
    reveal({ row, column }) {
      const [first, corner] = [cells[0]?.[0], head.firstElementChild];
      if (!first || !corner) return;
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
      if (row !== null) scroller.scrollTop = show(scroller.scrollTop, first.offsetHeight, height, row);
      if (column !== null) scroller.scrollLeft = show(scroller.scrollLeft, first.offsetWidth, width, column);
    },
    destroy() {
      clearTimeout(timer);
      observer.disconnect();
    },
  };
}
