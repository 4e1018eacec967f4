/**
 * The weight matrix of a layer as a table: rows are its units, columns what enters them, the bias
 * last. Cells can be selected, edited and frozen.
 */

import { connectDetails } from "../../kit/details.js";
import { make, updateText } from "../../kit/dom.js";
import { createPace } from "../../kit/pace.js";
import { capitalized, parameterName } from "../../model/names.js";
import { createCellEditor } from "./editor.js";
import { createGrid } from "./grid.js";
import { listenToGrid } from "./input.js";
import { cellOf, layerOf, markOf, parameterAt, shownLayer } from "./layout.js";
import { makeParts } from "./parts.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Cell} from "./layout.js" */

const PACE = 100; // ms between two updates while training
const REST = 25; // times what an update took, until the next: at most 4 % of the time is spent here

/**
 * @typedef {object} WeightTableOptions
 * @property {(partial: Partial<ViewSettings>) => void} onView
 * @property {(index: number, value: number) => void} onParameter
 * @property {(indices: number[], frozen: boolean) => void} onFreeze
 */

/**
 * @param {HTMLElement} element  a details element
 * @param {WeightTableOptions} options
 */
export function createWeightTable(element, { onView, onParameter, onFreeze }) {
  const details = connectDetails(/** @type {HTMLDetailsElement} */ (element), "weights", onView);
  const editor = createCellEditor({ onValue: onParameter });
  const parts = makeParts();
  element.append(
    make(
      "div",
      { class: "panel__body" },
      parts.toolbar,
      parts.frame,
      editor.error,
      parts.current,
      parts.note,
    ),
  );

  /** @type {AppState|null} */
  let state = null;
  /** @type {AppState|null} */
  let drawn = null;
  /** @type {ReturnType<typeof createGrid>|null} */
  let grid = null;
  let layer = 1;
  /** @type {Cell} */
  let current = { row: 0, column: 0 };

  const parameter = () => (state ? parameterAt(current, layer, state.topology) : 0);
  const isFrozen = () => state?.edits.frozen.includes(parameter()) ?? false;
  /** The cell that keys and buttons act on. @param {Cell} cell */
  const moveTo = (cell) => {
    grid?.cell(current)?.setAttribute("tabindex", "-1"); // without one it would lose the focus at once
    current = cell;
    grid?.cell(cell)?.setAttribute("tabindex", "0");
    describeCurrent();
  };
  const describeCurrent = () => {
    if (!state) return;
    const frozen = isFrozen();
    updateText(
      parts.current,
      `${capitalized(parameterName(parameter(), state.topology))}${frozen ? ", frozen" : ""}`,
    );
    updateText(parts.freeze, frozen ? "Unfreeze" : "Freeze");
  };
  const edit = () => {
    const cell = grid?.cell(current);
    if (!state || !grid || !cell) return;
    const name = parameterName(parameter(), state.topology);
    editor.open(cell, { parameter: parameter(), value: grid.value(current), name });
  };
  const toggleFrozen = () => onFreeze([parameter()], !isFrozen());
  parts.edit.addEventListener("click", edit);
  parts.freeze.addEventListener("click", toggleFrozen);

  const showLayer = (/** @type {number} */ next) => {
    if (!state) return;
    editor.close();
    grid?.destroy();
    layer = next;
    parts.layer.value = String(layer);
    grid = createGrid(layer, state.topology);
    parts.frame.replaceChildren(grid.element);
    moveTo({ row: 0, column: 0 });
    listenToGrid(grid, {
      editor,
      getCurrent: () => current,
      moveTo,
      edit,
      toggleFrozen,
      onView,
      parameterOf: (cell) => (state ? parameterAt(cell, layer, state.topology) : 0),
      unitOf: ({ row, column }) => {
        const offsets = state?.topology.unit_offsets ?? [];
        return row === null ? (offsets[layer - 1] ?? 0) + (column ?? 0) : (offsets[layer] ?? 0) + row;
      },
    });
  };
  parts.layer.addEventListener("change", () => onView({ weights_layer: Number(parts.layer.value) }));

  const fillGrid = (/** @type {AppState} */ { network, topology, edits, view, status }) => {
    if (network.parameters.length !== topology.n_parameters) return;
    grid?.update(network.parameters, { all: status !== "training" || drawn?.topology !== topology });
    grid?.markFrozen(edits.frozen);
    grid?.mark(view.selection, view.hovered);
    grid?.markTouched(view.touched?.parameters ?? []);
    describeCurrent();
  };
  const pace = createPace(PACE, () => {
    if (!state || !grid || !element.hasAttribute("open")) return 0;
    if (state.status === "training" && !parts.isInView()) return 0;
    if (state.network.parameters.length !== state.topology.n_parameters) return 0;
    const start = performance.now();
    grid.update(state.network.parameters, { all: state.status !== "training" });
    return REST * (performance.now() - start);
  });
  /** Turn to the layer of a selection that was made elsewhere. @param {AppState} next */
  const follow = ({ view: { selection }, topology }) => {
    if (selection === null) return;
    const wanted = layerOf(selection, topology);
    if (wanted !== layer) {
      showLayer(wanted);
      onView({ weights_layer: wanted });
    }
    grid?.reveal(markOf(selection, layer, topology));
    const cell = selection.kind === "parameter" ? cellOf(selection.parameter, layer, topology) : null;
    if (cell) moveTo(cell);
  };
  return {
    /** @param {AppState} next */
    render(next) {
      state = next;
      if (!details.update(next.view)) return;
      const last = drawn;
      const isOther = shapeOf(last?.topology) !== shapeOf(next.topology);
      const before = layer;
      const wanted = shownLayer(next.view, next.topology);
      if (isOther) parts.setLayers(next.topology);
      if (isOther || wanted !== layer) showLayer(wanted);
      const isSelected = isOther || last?.view.selection !== next.view.selection;
      if (isSelected) follow(next);
      if (isOther || layer !== before || last?.topology !== next.topology) fillGrid(next);
      else if (last.network !== next.network || last.status !== next.status) {
        if (next.status === "training") pace.request();
        else pace.flush();
      }
      if (last?.view !== next.view) grid?.mark(next.view.selection, next.view.hovered);
      if (last?.view.touched !== next.view.touched) grid?.markTouched(next.view.touched?.parameters ?? []);
      if (last?.edits !== next.edits) {
        grid?.markFrozen(next.edits.frozen);
        describeCurrent();
      }
      drawn = next;
    },
  };
}

/**
 * What a table is built from, as text that can be compared.
 * @param {TopologyEvent|undefined} topology
 */
function shapeOf(topology) {
  return topology && JSON.stringify([topology.layer_sizes, topology.input_labels, topology.output_labels]);
}
