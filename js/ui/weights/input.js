/**
 * Pointer and keys on a weight table: what is pointed at, selected, edited and frozen.
 */

import { keyOf } from "../../kit/keys.js";

/** @import {ViewSettings} from "../../model/view.js" */
/** @import {createCellEditor} from "./editor.js" */
/** @import {Grid} from "./grid.js" */
/** @import {Cell} from "./layout.js" */

/**
 * @typedef {object} GridActions
 * @property {ReturnType<typeof createCellEditor>} editor
 * @property {() => Cell} getCurrent
 * @property {(cell: Cell) => void} moveTo
 * @property {() => void} edit  the current cell
 * @property {() => void} toggleFrozen
 * @property {(partial: Partial<ViewSettings>) => void} onView
 * @property {(cell: Cell) => number} parameterOf
 * @property {(heading: {row: number|null, column: number|null}) => number} unitOf
 */

/**
 * @param {Grid} grid
 * @param {GridActions} actions
 */
export function listenToGrid(grid, actions) {
  listenToPointer(grid, actions);
  listenToKeys(grid, actions);
}

/**
 * What a place in the table stands for: the parameter of a cell, the unit of a heading.
 * @param {Grid} grid
 * @param {GridActions} actions
 * @param {Element} target
 * @returns {import("../../model/view.js").Selection|null}
 */
function selectionAt(grid, { parameterOf, unitOf }, target) {
  const cell = grid.cellAt(target);
  if (cell) return { kind: "parameter", parameter: parameterOf(cell) };
  const heading = grid.headingAt(target);
  // The last column is the bias, which comes from no unit.
  const isBias = heading?.column != null && heading.column === grid.n_columns - 1;
  return heading && !isBias ? { kind: "unit", unit: unitOf(heading) } : null;
}

/**
 * @param {Grid} grid
 * @param {GridActions} actions
 */
function listenToPointer(grid, actions) {
  const { editor, moveTo, edit, onView } = actions;
  /** @type {Element|null} */
  let pointed = null;
  grid.table.addEventListener("pointerover", (event) => {
    const target = /** @type {Element} */ (event.target).closest("td, th");
    if (target === pointed || event.pointerType !== "mouse") return;
    pointed = target;
    onView({ hovered: target && selectionAt(grid, actions, target) });
  });
  grid.table.addEventListener("pointerleave", () => {
    if (pointed) onView({ hovered: null });
    pointed = null;
  });
  grid.table.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (editor.contains(target)) return;
    const selection = selectionAt(grid, actions, target);
    const cell = grid.cellAt(target);
    if (cell) {
      moveTo(cell);
      grid.cell(cell)?.focus({ preventScroll: true });
    }
    if (selection) onView({ selection });
  });
  grid.table.addEventListener("dblclick", (event) => {
    const target = /** @type {Element} */ (event.target);
    const cell = editor.contains(target) ? null : grid.cellAt(target);
    if (!cell) return;
    moveTo(cell);
    edit();
  });
}

/**
 * @param {Grid} grid
 * @param {GridActions} actions
 */
function listenToKeys(grid, { editor, getCurrent, moveTo, edit, toggleFrozen, onView, parameterOf }) {
  grid.table.addEventListener("keydown", (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      editor.contains(/** @type {Element} */ (event.target))
    )
      return;
    const next = movedBy(event.key, getCurrent(), grid);
    if (next) {
      moveTo(next);
      grid.reveal(next);
      grid.cell(next)?.focus({ preventScroll: true });
    } else if (event.key === "Enter" || event.key === "F2") edit();
    else if (event.key === " ")
      onView({ selection: { kind: "parameter", parameter: parameterOf(getCurrent()) } });
    else if (keyOf(event) === "f") toggleFrozen();
    else return;
    event.preventDefault();
  });
  grid.table.addEventListener("focusin", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (editor.contains(target) || !target.matches(":focus-visible")) return;
    onView({ hovered: { kind: "parameter", parameter: parameterOf(getCurrent()) } });
  });
  grid.table.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    if (!(to instanceof Node) || !grid.table.contains(to)) onView({ hovered: null });
  });
}

/**
 * The cell that a key leads to, null when it is no such key.
 * @param {string} key
 * @param {Cell} cell
 * @param {{n_rows: number, n_columns: number}} size
 * @returns {Cell|null}
 */
export function movedBy(key, { row, column }, { n_rows, n_columns }) {
  switch (key) {
    case "ArrowUp":
      return { row: Math.max(0, row - 1), column };
    case "ArrowDown":
      return { row: Math.min(n_rows - 1, row + 1), column };
    case "ArrowLeft":
      return { row, column: Math.max(0, column - 1) };
    case "ArrowRight":
      return { row, column: Math.min(n_columns - 1, column + 1) };
    case "Home":
      return { row, column: 0 };
    case "End":
      return { row, column: n_columns - 1 };
    default:
      return null;
  }
}
