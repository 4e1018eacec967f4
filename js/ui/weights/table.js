/**
 * The weight matrix of a layer as a table: rows are its units, columns what enters them, the bias
 * last. Cells can be selected, edited and frozen.
 */

import { followDetails } from "../../kit/details.js";
import { make, updateText } from "../../kit/dom.js";
import { createPace } from "../../kit/pace.js";
import { capitalized, parameterName } from "../../model/names.js";
import { valueAt } from "../../model/value-at.js";
import { createCellEditor } from "./editor.js";
import { Grid } from "./grid.js";
import { listenToGrid } from "./input.js";
import { markOf, parameterAt } from "./layout.js";
import { makeParts } from "./parts.js";
import { NOTHING_SHOWN, revealedIn, tableAfter } from "./table-state.js";

/** @import {AppState, ViewChange} from "../../model/state.js" */
/** @import {Cell} from "./layout.js" */

const PACE = 100; // ms between two updates while training
const REST = 25; // times what an update took, until the next: at most 4 % of the time is spent here

/**
 * @typedef {object} WeightTableOptions
 * @property {(change: ViewChange) => void} onView
 * @property {(index: number, value: number) => void} onParameter
 * @property {(indices: number[], frozen: boolean) => void} onFreeze
 */

export class WeightTable {
  #element;
  #options;
  #details;
  #editor;
  #parts = makeParts();
  #pace = createPace(PACE, () => this.#keepUp());
  /** @type {AppState|null} */ #state = null;
  /** @type {AppState|null} */ #drawn = null;
  /** @type {Grid|null} */ #grid = null;
  #table = NOTHING_SHOWN;

  /**
   * @param {HTMLDetailsElement} element
   * @param {WeightTableOptions} options
   */
  constructor(element, options) {
    const { onView, onParameter } = options;
    this.#element = element;
    this.#options = options;
    this.#details = followDetails(element, "weights", onView);
    this.#editor = createCellEditor({ onValue: onParameter });
    const { toolbar, frame, current, note, edit, freeze, layer } = this.#parts;
    element.append(make("div", { class: "panel__body" }, toolbar, frame, this.#editor.error, current, note));
    edit.addEventListener("click", this.#edit);
    freeze.addEventListener("click", this.#toggleFrozen);
    layer.addEventListener("change", () => onView({ weights_layer: Number(layer.value) }));
  }

  /** @param {AppState} next */
  render(next) {
    this.#state = next;
    if (!this.#details.update(next.view)) return;
    const last = this.#drawn;
    const before = this.#table;
    const table = tableAfter(before, next, last);
    const { selection, hovered, touched } = next.view;
    if (table.shape !== before.shape) this.#parts.setLayers(next.topology);
    const isOther = table.shape !== before.shape || table.layer !== before.layer;
    if (isOther) this.#showLayer(table.layer);
    if (isOther || table.current !== before.current) this.#moveTo(table.current);
    this.#table = table;
    const revealed = revealedIn(table, before, next, last);
    if (revealed) this.#grid?.reveal(markOf(revealed, table.layer, next.topology));
    if (isOther || last?.topology !== next.topology) this.#fill(next);
    else if (last.network !== next.network || last.status !== next.status) {
      if (next.status === "training") this.#pace.request();
      else this.#pace.flush();
    }
    if (last?.view !== next.view) this.#grid?.mark(selection, hovered);
    if (last?.view.touched !== touched) this.#grid?.markTouched(touched?.parameters ?? []);
    if (last?.edits !== next.edits) this.#grid?.markFrozen(next.edits.frozen);
    if (isOther || last?.edits !== next.edits || table.current !== before.current) this.#describe();
    this.#drawn = next;
  }

  /** @param {number} layer */
  #showLayer(layer) {
    if (!this.#state) return;
    const { topology } = this.#state;
    this.#editor.close();
    this.#grid?.destroy();
    this.#table = { ...this.#table, layer };
    this.#parts.layer.value = String(layer);
    this.#grid = new Grid(layer, topology);
    this.#parts.frame.replaceChildren(this.#grid.element);
    listenToGrid(this.#grid, {
      editor: this.#editor,
      getCurrent: () => this.#table.current,
      moveTo: this.#moveTo,
      edit: this.#edit,
      toggleFrozen: this.#toggleFrozen,
      onView: this.#options.onView,
      parameterOf: (cell) => parameterAt(cell, layer, topology),
      unitOf: ({ row, column }) => {
        const { unit_offsets } = topology;
        return row === null
          ? valueAt(unit_offsets, layer - 1) + (column ?? 0)
          : valueAt(unit_offsets, layer) + row;
      },
    });
  }

  /** The cell that keys and buttons act on. @param {Cell} cell */
  #moveTo = (cell) => {
    this.#grid?.cell(this.#table.current)?.setAttribute("tabindex", "-1"); // without one it would lose the focus at once
    this.#table = { ...this.#table, current: cell };
    this.#grid?.cell(cell)?.setAttribute("tabindex", "0");
    this.#describe();
  };

  #edit = () => {
    const { current } = this.#table;
    const cell = this.#grid?.cell(current);
    if (!this.#state || !this.#grid || !cell) return;
    const parameter = this.#parameter();
    const name = parameterName(parameter, this.#state.topology);
    this.#editor.open(cell, { parameter, value: this.#grid.value(current), name });
  };

  #toggleFrozen = () => this.#options.onFreeze([this.#parameter()], !this.#isFrozen());

  #parameter() {
    const { current, layer } = this.#table;
    return this.#state ? parameterAt(current, layer, this.#state.topology) : 0;
  }

  #isFrozen() {
    return this.#state?.edits.frozen.includes(this.#parameter()) ?? false;
  }

  #describe() {
    if (!this.#state) return;
    const isFrozen = this.#isFrozen();
    const name = capitalized(parameterName(this.#parameter(), this.#state.topology));
    updateText(this.#parts.current, isFrozen ? `${name}, frozen` : name);
    updateText(this.#parts.freeze, isFrozen ? "Unfreeze" : "Freeze");
  }

  /** @param {AppState} state */
  #fill({ network, topology, edits, view, status }) {
    if (network.parameters.length !== topology.n_parameters) return;
    const all = status !== "training" || this.#drawn?.topology !== topology;
    this.#grid?.update(network.parameters, { all });
    this.#grid?.markFrozen(edits.frozen);
    this.#grid?.mark(view.selection, view.hovered);
    this.#grid?.markTouched(view.touched?.parameters ?? []);
  }

  /** @returns {number}  ms until the next update, at least */
  #keepUp() {
    const state = this.#state;
    if (!state || !this.#grid || !this.#element.hasAttribute("open")) return 0;
    if (state.status === "training" && !this.#parts.isInView()) return 0;
    if (state.network.parameters.length !== state.topology.n_parameters) return 0;
    const start = performance.now();
    this.#grid.update(state.network.parameters, { all: state.status !== "training" });
    return REST * (performance.now() - start);
  }
}
