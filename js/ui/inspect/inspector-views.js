/** What the inspector shows of an input, and of a weight or a bias. */

import { make, updateText } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { shownText } from "../../kit/point-text.js";
import { capitalized, placeOfUnit, unitName } from "../../model/names.js";
import { createParameterEditor } from "./parameter-editor.js";
import { readUnitSum } from "./unit-sum.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {InspectorOptions, InspectorView} from "./inspector.js" */
/** @import {ParameterPlace} from "../../model/names.js" */

/**
 * Show a number: six digits as text, all of them in data-value.
 * @param {HTMLElement} node
 * @param {number} value
 * @param {string} [text]
 */
export function showNumber(node, value, text = formatExact(value)) {
  node.dataset.value = String(value);
  updateText(node, text);
}

/**
 * @param {number} unit
 * @returns {InspectorView}
 */
export function createInputView(unit) {
  const role = make("p", { class: "inspector__role" });
  const value = make("output", { class: "inspector__value", translate: "no" });
  const shown = make("span");
  const line = make("p", { class: "inspector__line" }, "Value ", shown, ": ", value);
  return {
    element: make("div", { class: "inspector__body" }, role, line),
    update(state) {
      const { topology, catalog, network, config } = state;
      const name = config.network.features[placeOfUnit(unit, topology).index];
      const feature = catalog.features.find((choice) => choice.name === name);
      updateText(role, feature ? `An input: ${lowered(feature.description)}` : "An input.");
      updateText(shown, shownText(network));
      showNumber(value, Number(network.activations[unit]));
    },
  };
}

/** @param {string} text */
const lowered = (text) => text.slice(0, 1).toLowerCase() + text.slice(1);

/**
 * @param {number} parameter
 * @param {ParameterPlace} place
 * @param {InspectorOptions} options
 * @returns {InspectorView}
 */
export function createParameterView(parameter, { from, to }, options) {
  const value = make("output", { class: "inspector__value", translate: "no" });
  const product = make("p", { class: "inspector__line", translate: "no" });
  const numbers = [make("output"), make("output"), make("output")];
  const role = make("p", { class: "inspector__role" });
  const links = [from, to].flatMap((unit) => (unit === null ? [] : [createUnitLink(unit, options)]));
  const editor = createParameterEditor(options);
  if (from !== null) {
    const [input = "", weight = "", result = ""] = numbers;
    product.append("input ", input, " × weight ", weight, " = ", result);
  }
  const ends = make(
    "div",
    { class: "inspector__links" },
    ...links.flatMap(({ button, hint }) => [button, hint]),
  );
  const line = make("p", { class: "inspector__line" }, "Value ", value);
  return {
    element: make("div", { class: "inspector__body" }, role, ends, line, product, editor.element),
    update(state) {
      const { topology, network, edits, catalog } = state;
      for (const link of links) link.update(state);
      const sum = readUnitSum(network, to, topology);
      const index = from === null ? -1 : placeOfUnit(from, topology).index;
      const exact = from === null ? sum?.bias : sum?.weights[index];
      const current = exact ?? Number(network.parameters[parameter]);
      updateText(role, describeRole(from === null, state));
      showNumber(value, current);
      editor.render(parameter, current, edits.frozen.includes(parameter), catalog.limits.value);
      product.hidden = from === null || sum === null;
      if (!sum || from === null) return;
      const terms = [sum.inputs[index], sum.weights[index], sum.products[index]];
      numbers.forEach((node, at) => {
        showNumber(node, Number(terms[at]));
      });
    },
  };
}

/** @param {boolean} isBias @param {AppState} state */
function describeRole(isBias, { network }) {
  if (isBias) return "A bias is added to the sum of its unit, whatever the inputs are.";
  return `A weight multiplies the value that comes along it, here ${shownText(network)}.`;
}

/**
 * A button that selects a unit.
 * @param {number} unit
 * @param {Pick<InspectorOptions, "onView">} options
 */
function createUnitLink(unit, { onView }) {
  const button = make("button", { type: "button", class: "link-button", translate: "no" });
  button.addEventListener("click", () => onView({ selection: { kind: "unit", unit } }));
  button.addEventListener("pointerenter", () => onView({ hovered: { kind: "unit", unit } }));
  button.addEventListener("pointerleave", () => onView({ hovered: null }));
  const hint = createHint(button, { text: "Selects this unit.", side: "left" });
  return {
    button,
    hint,
    /** @param {AppState} state */
    update({ topology }) {
      updateText(button, capitalized(unitName(unit, topology)));
    },
  };
}
