/**
 * A unit's sum, term by term: inputs times weights, plus bias, is z; the activation of z is what the
 * unit passes on. Weights and bias are edited in place.
 */

import { make, updateText } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { shownText } from "../../kit/point-text.js";
import { layerName, parameterName, parametersInto, placeOfUnit, shortUnitName } from "../../model/names.js";
import { isMean } from "../../model/shown-point.js";
import { valueAt } from "../../model/value-at.js";
import { showNumber } from "./inspector-views.js";
import { createParameterEditor } from "./parameter-editor.js";
import { formatUnits } from "./sum-rounding.js";
import { readUnitSum } from "./unit-sum.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {InspectorOptions, InspectorView} from "./inspector.js" */
/** @import {UnitSum} from "./unit-sum.js" */

/**
 * @typedef {object} TermRow
 * @property {HTMLTableRowElement} row
 * @property {number} parameter
 * @property {HTMLButtonElement} value  the weight or bias
 * @property {HTMLElement} number  it as text
 * @property {HTMLElement} input
 * @property {HTMLElement} term  what it adds to the sum
 */

/**
 * @param {number} unit  not an input
 * @param {TopologyEvent} topology
 * @param {InspectorOptions} options
 * @returns {InspectorView}
 */
export function createSumView(unit, topology, options) {
  const { layer } = placeOfUnit(unit, topology);
  const role = make("p", { class: "inspector__role" });
  const note = make("p", { class: "field__note" });
  const editor = createParameterEditor(options);
  const editorRow = make("tr", { class: "sum__editor" }, make("td", { colspan: 4 }, editor.element));
  let edited = -1;
  const edit = (/** @type {TermRow} */ term) => {
    const isClosing = edited === term.parameter;
    edited = isClosing ? -1 : term.parameter;
    for (const { value, parameter } of terms)
      value.setAttribute("aria-expanded", String(parameter === edited));
    if (isClosing) return editorRow.remove();
    term.row.after(editorRow);
    if (shown) updateEditor(shown);
    editor.focus();
  };
  const parameters = parametersInto(unit, topology);
  const terms = parameters.map((parameter, at) => {
    const from = at < parameters.length - 1 ? valueAt(topology.unit_offsets, layer - 1) + at : null;
    return createTermRow(parameter, from, topology, options, edit);
  });
  const hint = createHint(role, {
    text: "Press a weight or the bias to type or drag another value, or to freeze it.",
    side: "left",
  });
  for (const { value } of terms) value.setAttribute("aria-describedby", hint.id);
  const results = createResults();
  const table = makeTable(layerName(layer - 1, topology), hint.id, [
    ...terms.map(({ row }) => row),
    ...results.rows,
  ]);
  /** @type {AppState|null} */
  let shown = null;
  const updateEditor = (/** @type {AppState} */ state) => {
    if (edited < 0) return;
    const sum = readUnitSum(state.network, unit, state.topology);
    const at = parameters.indexOf(edited);
    const value = sum && [...sum.weights, sum.bias][at];
    const isFrozen = state.edits.frozen.includes(edited);
    editor.render(
      edited,
      value ?? Number(state.network.parameters[edited]),
      isFrozen,
      state.catalog.limits.value,
    );
  };
  return {
    element: make("div", { class: "inspector__body" }, role, hint, table, note),
    update(state) {
      shown = state;
      const activation = state.topology.activations[layer - 1] ?? "";
      updateText(role, describeRole(layer, activation, state));
      updateText(note, isMean(state.network) ? MEAN_NOTE : "");
      const sum = readUnitSum(state.network, unit, state.topology);
      if (sum) updateTerms(terms, sum, state);
      if (sum) results.update(sum, activation, isMean(state.network));
      updateEditor(state);
    },
  };
}

const MEAN_NOTE =
  "Of means, the sum is exact: z is the mean of z. The activation shown is the mean of the activations, not the activation of the mean.";

/**
 * @param {number} layer
 * @param {string} activation
 * @param {AppState} state
 */
function describeRole(layer, activation, state) {
  const { layer_sizes } = state.topology;
  const where = layer === layer_sizes.length - 1 ? "output layer" : `hidden layer ${layer}`;
  return `In the ${where}, ${nameOf(activation)}; numbers ${shownText(state.network)}.`;
}

/** @param {string} activation */
const nameOf = (activation) => activation.replaceAll("_", " ");

/**
 * @param {string} source  the layer that the inputs come from
 * @param {string} hintId
 * @param {HTMLTableRowElement[]} rows
 */
function makeTable(source, hintId, rows) {
  const heads = [source, "weight", "× input", "= product"].map((text) => make("th", { scope: "col" }, text));
  const head = make("thead", {}, make("tr", {}, ...heads));
  const caption = make("caption", { class: "visually-hidden" }, "The sum, term by term");
  return make(
    "div",
    { class: "sum", tabindex: 0, role: "group", "aria-label": "Sum", "aria-describedby": hintId },
    make("table", {}, caption, head, make("tbody", {}, ...rows)),
  );
}

/**
 * @param {number} parameter
 * @param {number|null} from  null: the bias
 * @param {TopologyEvent} topology
 * @param {InspectorOptions} options
 * @param {(term: TermRow) => void} onEdit
 * @returns {TermRow}
 */
function createTermRow(parameter, from, topology, { onView }, onEdit) {
  const name = parameterName(parameter, topology);
  const value = make("button", { type: "button", class: "number-button", "aria-expanded": "false" });
  const label = make("span", { class: "visually-hidden" }, `, edit the ${name}`);
  const number = make("span", { translate: "no" });
  value.append(number, label);
  const [input, term] = [make("td", { translate: "no" }), make("td", { translate: "no" })];
  const source = from === null ? "+ bias" : shortUnitName(from, topology);
  const row = make(
    "tr",
    {},
    make("th", { scope: "row", translate: "no" }, source),
    make("td", {}, value),
    input,
    term,
  );
  row.dataset.parameter = String(parameter);
  row.addEventListener("pointerenter", () => onView({ hovered: { kind: "parameter", parameter } }));
  row.addEventListener("pointerleave", () => onView({ hovered: null }));
  const result = { row, parameter, value, number, input, term };
  value.addEventListener("click", () => onEdit(result));
  return result;
}

/**
 * @param {TermRow[]} terms
 * @param {UnitSum} sum
 * @param {AppState} state
 */
function updateTerms(terms, sum, { edits, view: { hovered } }) {
  const { rounded } = sum;
  terms.forEach(({ row, parameter, value, number, input, term }, at) => {
    const isBias = at === terms.length - 1;
    const own = isBias ? sum.bias : Number(sum.weights[at]);
    const exact = isBias ? sum.bias : Number(sum.products[at]);
    value.dataset.value = String(own);
    updateText(number, formatExact(own));
    if (!isBias) showNumber(input, Number(sum.inputs[at]));
    const units = isBias ? rounded?.bias : rounded?.products[at];
    const shownTerm = rounded && units !== undefined ? formatUnits(units, rounded.decimals) : undefined;
    showNumber(term, exact, shownTerm);
    row.toggleAttribute("data-frozen", edits.frozen.includes(parameter));
    row.toggleAttribute("data-hovered", hovered?.kind === "parameter" && hovered.parameter === parameter);
  });
}

/** The last two lines: z, and the activation of z. */
function createResults() {
  const [z, a] = [make("td"), make("td")];
  const name = make("th", { scope: "row", colspan: 3 });
  const zRow = make(
    "tr",
    { class: "sum__total", translate: "no" },
    make("th", { scope: "row", colspan: 3 }, "= z"),
    z,
  );
  const aRow = make("tr", { class: "sum__activation", translate: "no" }, name, a);
  z.dataset.sum = "z";
  a.dataset.sum = "activation";
  return {
    rows: [zRow, aRow],
    /** @param {UnitSum} sum @param {string} activation @param {boolean} isMean */
    update({ z: exact, activation: value, rounded }, activation, isMean) {
      showNumber(z, exact, rounded ? formatUnits(rounded.total, rounded.decimals) : formatExact(exact));
      const of = activation === "softmax" ? "z of all outputs" : "z";
      updateText(name, `${isMean ? "mean of " : ""}${nameOf(activation)}(${of}) =`);
      showNumber(a, value);
    },
  };
}
