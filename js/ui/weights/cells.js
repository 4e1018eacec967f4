/**
 * The elements of a weight table: its headings and cells, the number in a cell, marks and locks.
 */

import { make, makeIcon } from "../../kit/dom.js";
import { layerName, shortUnitName } from "../../model/names.js";
import { valueAt } from "../../model/value-at.js";
import { tintOf } from "./layout.js";

/** @import {TopologyEvent} from "../../protocol.js" */

const LOCK = "M4 7V5a4 4 0 0 1 8 0v2h1v7H3V7zm2 0h4V5a2 2 0 0 0-4 0z";

/**
 * A table whose rows have headings only, and the cells of one row to be copied into them.
 * @param {number} layer
 * @param {TopologyEvent} topology
 * @param {number} n_rows
 * @param {number} n_columns
 */
export function makeTable(layer, topology, n_rows, n_columns) {
  const { unit_offsets } = topology;
  const nameAt = (/** @type {number} */ at, /** @type {number} */ index) =>
    shortUnitName(valueAt(unit_offsets, at) + index, topology);
  const head = make("tr", {}, make("th", { scope: "col" }, "to \\ from"));
  for (let column = 0; column < n_columns - 1; column++) {
    head.append(make("th", { scope: "col" }, nameAt(layer - 1, column)));
  }
  head.append(make("th", { scope: "col" }, "bias"));
  const pattern = document.createDocumentFragment();
  for (let column = 0; column < n_columns; column++) {
    pattern.append(make("td", {}, make("span", { class: "weights__number" }, "\u2026")));
  }
  const body = make("tbody");
  for (let row = 0; row < n_rows; row++) {
    body.append(make("tr", {}, make("th", { scope: "row" }, nameAt(layer, row))));
  }
  const label = `Weights and biases from ${layerName(layer - 1, topology)} to ${layerName(layer, topology)}`;
  const table = make(
    "table",
    { class: "weights__table", role: "grid", "aria-label": label, translate: "no" },
    make("thead", {}, head),
    body,
  );
  table.style.setProperty("--columns", String(n_columns));
  return { table, head, body, pattern };
}

/**
 * Marks on a cell, and on its row and column; one of each kind at a time. Cells that are not made yet have none.
 * @param {{lines: HTMLTableRowElement[], columns: HTMLElement[], cellsOf: (row: number) => HTMLElement[]}} parts
 */
export function createMarks({ lines, columns, cellsOf }) {
  /** @type {Record<string, HTMLElement[]>} */
  const marked = {};
  return {
    /**
     * @param {"selected"|"hovered"} kind
     * @param {{row: number|null, column: number|null}} place
     */
    update(kind, { row, column }) {
      const name = `data-${kind}`;
      for (const node of marked[kind] ?? []) {
        node.removeAttribute(name);
        if (kind === "selected") node.removeAttribute("aria-selected");
      }
      const isCell = row !== null && column !== null;
      const cell = isCell ? cellsOf(row)[column] : undefined;
      const wholeRow = row !== null && !isCell ? cellsOf(row) : [];
      const wholeColumn = column !== null && !isCell ? lines.map((_, index) => cellsOf(index)[column]) : [];
      const headings = [
        row === null ? undefined : lines[row]?.firstElementChild,
        column === null ? undefined : columns[column],
      ];
      const nodes = [cell, ...wholeRow, ...wholeColumn, ...headings].filter(
        (node) => node instanceof HTMLElement,
      );
      for (const node of nodes) node.setAttribute(name, "");
      if (kind === "selected") cell?.setAttribute("aria-selected", "true");
      marked[kind] = nodes;
    },
  };
}

/**
 * Show what a number is like, touching only what differs from the number before.
 * @param {HTMLElement} cell
 * @param {number} value
 * @param {number} before  what the cell showed; NaN: nothing
 */
export function writeCell(cell, value, before) {
  cell.dataset.value = String(value);
  if (value < 0 !== before < 0 || Number.isNaN(before))
    cell.dataset.sign = value < 0 ? "negative" : "positive";
  const tint = tintOf(value);
  if (tint !== tintOf(before) || Number.isNaN(before)) cell.style.setProperty("--tint", `${tint}%`);
}

/**
 * Show or take away the sign of a frozen parameter.
 * @param {HTMLElement} cell
 * @param {boolean} isFrozen
 */
export function markLock(cell, isFrozen) {
  cell.toggleAttribute("data-frozen", isFrozen);
  cell.querySelector(".weights__lock")?.remove();
  if (!isFrozen) return;
  const words = make("span", { class: "visually-hidden" }, " frozen");
  cell.append(make("span", { class: "weights__lock" }, makeIcon(LOCK), words));
}
