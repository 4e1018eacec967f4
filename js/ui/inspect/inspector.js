/**
 * What is selected, in its own numbers: a unit with its sum written out, or a weight or bias to
 * edit. The numbers of a sum add up as they are shown.
 */

import { make, makeIcon, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { makeId } from "../../kit/ids.js";
import { capitalized, parameterName, placeOfParameter, placeOfUnit, unitName } from "../../model/names.js";
import { createInputView, createParameterView } from "./inspector-views.js";
import { createSumView } from "./sum-view.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {Selection, ViewSettings} from "../../model/view.js" */

/**
 * @typedef {object} InspectorOptions
 * @property {(partial: Partial<ViewSettings>) => void} onView
 * @property {(index: number, value: number) => void} onParameter
 * @property {(indices: number[], frozen: boolean) => void} onFreeze
 */

/**
 * @typedef {object} InspectorView  Made for one selection in one network.
 * @property {HTMLElement} element
 * @property {(state: AppState) => void} update  everything that may change while the selection stays
 */

const PACE = 100; // ms between two updates while training: faster cannot be read
const CROSS = "M4.7 3.3 8 6.6l3.3-3.3 1.4 1.4L9.4 8l3.3 3.3-1.4 1.4L8 9.4l-3.3 3.3-1.4-1.4L6.6 8 3.3 4.7z";

/**
 * @param {HTMLElement} element  a section
 * @param {InspectorOptions} options
 */
export function createInspector(element, options) {
  const title = make("h2", { id: makeId("title"), class: "panel__title", translate: "no" });
  const close = make(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close" },
    makeIcon(CROSS),
  );
  close.addEventListener("click", () => options.onView({ selection: null }));
  const hint = createHint(close, { text: "Selects nothing, as the Escape key does.", side: "left" });
  const body = make("div");
  element.setAttribute("aria-labelledby", title.id);
  element.setAttribute("aria-live", "off");
  element.append(make("div", { class: "inspector__head" }, title, close, hint), body);

  /** @type {AppState|null} */
  let shown = null;
  let key = "";
  /** @type {InspectorView|null} */
  let view = null;
  /** @type {Element|null} */
  let cameFrom = null;
  let timer = 0;
  const updateNumbers = () => {
    clearTimeout(timer);
    timer = 0;
    if (shown) view?.update(shown);
  };
  const hide = () => {
    const hadFocus = element.contains(document.activeElement);
    element.hidden = true;
    view = null;
    body.replaceChildren();
    if (hadFocus && cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  };
  return {
    /** @param {AppState} state */
    render(state) {
      const { selection } = state.view;
      if (shown && !hasChanged(shown, state)) return;
      const isOther = !shown || isOtherPoint(shown.view, state.view) || shown.edits !== state.edits;
      shown = state;
      const nextKey = selection === null ? "" : keyOf(selection, state);
      if (nextKey !== key) {
        key = nextKey;
        if (selection === null) return hide();
        if (element.hidden) cameFrom = document.activeElement;
        element.hidden = false;
        updateText(title, titleOf(selection, state));
        view = createView(selection, state, options);
        body.replaceChildren(view.element);
        updateNumbers();
      } else if (state.status !== "training" || isOther) updateNumbers();
      else if (view && timer === 0) timer = window.setTimeout(updateNumbers, PACE);
    },
  };
}

/** @param {AppState} one @param {AppState} other */
function hasChanged(one, other) {
  return (
    one.view !== other.view ||
    one.network !== other.network ||
    one.topology !== other.topology ||
    one.edits !== other.edits ||
    one.catalog !== other.catalog
  );
}

/** @param {ViewSettings} one @param {ViewSettings} other */
const isOtherPoint = (one, other) => one.sample !== other.sample || one.point !== other.point;

/**
 * The same as long as the same is selected in a network of the same shape.
 * @param {Selection} selection
 * @param {AppState} state
 */
function keyOf(selection, { topology: { layer_sizes, activations, input_labels, output_labels } }) {
  return JSON.stringify([selection, layer_sizes, activations, input_labels, output_labels]);
}

/** @param {Selection} selection @param {AppState} state */
function titleOf(selection, { topology }) {
  if (selection.kind === "unit") return capitalized(unitName(selection.unit, topology));
  return capitalized(parameterName(selection.parameter, topology));
}

/**
 * @param {Selection} selection
 * @param {AppState} state
 * @param {InspectorOptions} options
 * @returns {InspectorView}
 */
function createView(selection, { topology }, options) {
  if (selection.kind === "parameter") {
    return createParameterView(selection.parameter, placeOfParameter(selection.parameter, topology), options);
  }
  const { layer } = placeOfUnit(selection.unit, topology);
  if (layer === 0) return createInputView(selection.unit);
  return createSumView(selection.unit, topology, options);
}
