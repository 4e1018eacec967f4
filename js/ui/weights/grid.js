/**
 * One layer's table: its cells, the numbers in them and the marks on them. Only the cells in view
 * follow training; all of them are exact when it stops.
 */

import { make, updateTextNode } from "../../kit/dom.js";
import { createMarks, makeTable, markLock, writeCell } from "./cells.js";
import {
  cellOf,
  formatParameter,
  isWithin,
  markOf,
  parameterAt,
  revealing,
  tableSize,
  visibleParts,
} from "./layout.js";
import { createRows } from "./rows.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {Selection} from "../../model/view.js" */
/** @import {Cell} from "./layout.js" */

const SLICE_MS = 3; // of filling cells out of view, at a time

export class Grid {
  element;
  table;
  n_rows;
  n_columns;
  #layer;
  #topology;
  #head;
  #body;
  #lines;
  #rows;
  #marks;
  #observer = new ResizeObserver(() => this.#look());
  /** The numbers that the cells show; NaN: none yet. */
  #shown;
  #isFilled;
  /** @type {Float32Array} */ #parameters = new Float32Array();
  #inView;
  #nextRow;
  #timer = 0;
  /** @type {{selected: Selection|null, hovered: Selection|null}} */ #marked = {
    selected: null,
    hovered: null,
  };
  /** @type {Set<number>} */ #frozen = new Set();
  /** @type {[number, number][]} */ #touched = [];

  /**
   * @param {number} layer  of layer_sizes, from 1
   * @param {TopologyEvent} topology
   */
  constructor(layer, topology) {
    const { n_rows, n_columns } = tableSize(layer, topology);
    const { table, head, body, pattern } = makeTable(layer, topology, n_rows, n_columns);
    this.n_rows = n_rows;
    this.n_columns = n_columns;
    this.#layer = layer;
    this.#topology = topology;
    this.table = table;
    this.#head = head;
    this.#body = body;
    this.#lines = [...body.rows];
    this.element = make("div", { class: "weights__scroll" }, table);
    this.#shown = new Float64Array(n_rows * n_columns);
    this.#isFilled = new Uint8Array(n_rows * n_columns);
    this.#inView = { rows: [0, n_rows - 1], columns: [0, n_columns - 1] };
    this.#nextRow = n_rows;
    this.#marks = createMarks({
      lines: this.#lines,
      columns: [...head.cells].slice(1),
      cellsOf: (row) => this.#cellsOf(row),
    });
    this.#rows = createRows(this.#lines, pattern, (made) => this.#onMade(made));
    this.element.addEventListener("scroll", () => this.#look(), { passive: true });
    this.#observer.observe(this.element);
    this.#rows.start();
  }

  /** @param {Element} target @returns {Cell|null} */
  cellAt(target) {
    const cell = target.closest("td");
    const row = cell?.closest("tr");
    return cell && row && this.#body.contains(row)
      ? { row: row.sectionRowIndex, column: cell.cellIndex - 1 }
      : null;
  }

  /** The row or column whose heading a target is in. @param {Element} target */
  headingAt(target) {
    const heading = target.closest("th");
    if (!heading) return null;
    const row = heading.closest("tr");
    if (row && this.#body.contains(row)) return { row: row.sectionRowIndex, column: null };
    return heading.cellIndex > 0 ? { row: null, column: heading.cellIndex - 1 } : null;
  }

  /** @param {Cell} cell */
  cell({ row, column }) {
    return this.#rows.need(row)?.cells[column];
  }

  /** @param {Cell} cell */
  value(cell) {
    return this.#parameters[this.#parameterAt(cell)] ?? Number.NaN;
  }

  /**
   * @param {Float32Array} next
   * @param {{all: boolean}} which  cells out of view as well, a little later
   */
  update(next, { all }) {
    this.#parameters = next;
    this.#updateVisible();
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!all) return;
    this.#nextRow = 0;
    this.#fill();
  }

  /** @param {Selection|null} selection @param {Selection|null} hovered */
  mark(selection, hovered) {
    this.#marked = { selected: selection, hovered };
    this.#showMarks();
  }

  /** @param {[number, number][]} next  spans of parameters that a line of code computes with */
  markTouched(next) {
    if (next.length === 0 && this.#touched.length === 0) return;
    this.#touched = next;
    for (const row of this.#lines.keys()) this.#showTouched(row);
  }

  /** @param {number[]} next  parameters */
  markFrozen(next) {
    for (const parameter of this.#frozen) this.#lock(parameter, false);
    for (const parameter of next) this.#lock(parameter, true);
    this.#frozen = new Set(next);
  }

  /** Scroll a row and a column into view, no more than needed. @param {{row: number|null, column: number|null}} place */
  reveal({ row, column }) {
    const sizes = this.#sizes();
    if (!sizes) return;
    const { element } = this;
    const { width, height, line, heading } = sizes;
    if (row !== null) element.scrollTop = revealing(row, line, element.scrollTop, height);
    if (column !== null) element.scrollLeft = revealing(column, heading, element.scrollLeft, width);
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    this.#rows.destroy();
  }

  /** @param {Cell} cell */
  #parameterAt(cell) {
    return parameterAt(cell, this.#layer, this.#topology);
  }

  /** @param {number} row */
  #cellsOf(row) {
    return this.#rows.at(row)?.cells ?? [];
  }

  /** What there is to see of rows and columns, and how large they are, CSS px; null: the table is not laid out. */
  #sizes() {
    const [line, corner, heading] = [this.#lines[0], this.#head.cells[0], this.#head.cells[1]];
    if (!line || !corner || !heading || this.element.clientWidth === 0) return null;
    return {
      width: this.element.clientWidth - corner.clientWidth,
      height: this.element.clientHeight - corner.clientHeight,
      line: line.offsetHeight,
      heading: heading.offsetWidth,
    };
  }

  #look() {
    const sizes = this.#sizes();
    if (!sizes) return;
    const { scrollLeft, scrollTop } = this.element;
    const rows = visibleParts(scrollTop, sizes.height, sizes.line, this.n_rows);
    this.#inView = { rows, columns: visibleParts(scrollLeft, sizes.width, sizes.heading, this.n_columns) };
    this.#rows.beginAt(rows[0]);
    if (this.#parameters.length > 0) this.#updateVisible();
  }

  #updateVisible() {
    const { rows, columns } = this.#inView;
    const [first = 0, last = 0] = rows;
    for (let row = first; row <= last; row++) this.#updateRow(row, Number(columns[0]), Number(columns[1]));
  }

  #fill() {
    this.#timer = 0;
    const end = performance.now() + SLICE_MS;
    while (this.#nextRow < this.n_rows && performance.now() < end) {
      this.#updateRow(this.#nextRow++, 0, this.n_columns - 1);
    }
    if (this.#nextRow < this.n_rows) this.#timer = window.setTimeout(() => this.#fill(), 0);
  }

  /** @param {number} row  it is filled as soon as it has cells @param {number} from @param {number} to */
  #updateRow(row, from, to) {
    const made = this.#rows.at(row);
    if (!made) return;
    for (let column = from; column <= to; column++) {
      const at = row * this.n_columns + column;
      const value = this.value({ row, column });
      const isFilled = this.#isFilled[at] === 1;
      if (isFilled && Object.is(value, this.#shown[at])) continue;
      const [cell, number, text] = [made.cells[column], made.numbers[column], made.texts[column]];
      if (!cell || !number || !text) continue;
      updateTextNode(number, text, formatParameter(value));
      writeCell(cell, value, isFilled ? Number(this.#shown[at]) : Number.NaN);
      this.#shown[at] = value;
      this.#isFilled[at] = 1;
    }
  }

  /** @param {number[]} made  rows that have just got their cells */
  #onMade(made) {
    for (const row of made) {
      if (this.#touched.length > 0) this.#showTouched(row);
      if (this.#parameters.length > 0) this.#updateRow(row, 0, this.n_columns - 1);
      for (let column = 0; column < this.n_columns; column++) {
        const parameter = this.#parameterAt({ row, column });
        if (this.#frozen.has(parameter)) this.#lock(parameter, true);
      }
    }
    this.#showMarks();
    this.table.setAttribute("aria-busy", String(!this.#rows.isComplete()));
  }

  #showMarks() {
    const { selected, hovered } = this.#marked;
    this.#marks.update("selected", markOf(selected, this.#layer, this.#topology));
    this.#marks.update("hovered", markOf(hovered, this.#layer, this.#topology));
  }

  /** @param {number} parameter @param {boolean} isFrozen */
  #lock(parameter, isFrozen) {
    const place = cellOf(parameter, this.#layer, this.#topology);
    const cell = place && this.#cellsOf(place.row)[place.column];
    if (cell) markLock(cell, isFrozen);
  }

  /** @param {number} row */
  #showTouched(row) {
    for (const [column, cell] of this.#cellsOf(row).entries()) {
      cell.toggleAttribute("data-touched", isWithin(this.#parameterAt({ row, column }), this.#touched));
    }
  }
}
