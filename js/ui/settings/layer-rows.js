/**
 * The hidden layers one by one: units, activation, and buttons to remove and to add one.
 */

import { make, makeIcon } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createNumberField } from "../../kit/number-field.js";
import { createSelectField } from "../../kit/select-field.js";
import { LABELS, layerActivationLabel, layerSizeLabel } from "../../model/labels.js";
import { hiddenSizes, withLayerActivation, withLayerSize } from "../../model/network-changes.js";
import { createHiddenActivations } from "../../model/settings.js";

/** @import {Catalog, NetworkConfig} from "../../protocol.js" */
/** @import {NumberField} from "../../kit/number-field.js" */
/** @import {SelectField} from "../../kit/select-field.js" */

/**
 * @typedef {object} LayerCallbacks
 * @property {import("./network-fields.js").OnNetwork} onNetwork
 * @property {(position: number) => void} onAddLayer
 * @property {(layer: number) => void} onRemoveLayer
 */

/** @typedef {{element: HTMLElement, size: NumberField, activation: SelectField}} LayerRow */

const CROSS = "M4.7 3.3 8 6.6l3.3-3.3 1.4 1.4L9.4 8l3.3 3.3-1.4 1.4L8 9.4l-3.3 3.3-1.4-1.4L6.6 8 3.3 4.7z";

/** @param {LayerCallbacks} callbacks */
export function createLayerRows(callbacks) {
  const list = make("div", { class: "field-group" });
  const add = make("button", { type: "button", class: "button button--wide" }, "Add a layer");
  const hint = createHint(add, {
    text: "Puts one more hidden layer before the output; training starts over.",
    side: "right",
  });
  const adder = make("div", { class: "field" }, add, hint);
  const element = make("div", { class: "field-group", "data-control": "hidden_layers" }, list, adder);
  let count = 0;
  add.addEventListener("click", () => callbacks.onAddLayer(count + 1));
  /** @type {LayerRow[]} */
  const rows = [];
  const choicesFor = createHiddenActivations();
  return {
    element,
    rows,
    /**
     * @param {NetworkConfig} network
     * @param {Catalog} catalog
     */
    render(network, catalog) {
      const sizes = hiddenSizes(network);
      count = sizes.length;
      while (rows.length > count) rows.pop()?.element.remove();
      while (rows.length < count) {
        const row = createRow(rows.length, callbacks);
        rows.push(row);
        list.append(row.element);
      }
      rows.forEach(({ size, activation }, index) => {
        size.render(sizes[index] ?? null, catalog.limits.layer_size);
        activation.render(choicesFor(catalog), network.activations[index] ?? null);
      });
    },
  };
}

/**
 * @param {number} index  0 is the first hidden layer
 * @param {LayerCallbacks} callbacks
 * @returns {LayerRow}
 */
function createRow(index, { onNetwork, onRemoveLayer }) {
  const number = index + 1;
  const sizeLabel = layerSizeLabel(number);
  const size = createNumberField(
    {
      name: `layer_size-${index}`,
      label: sizeLabel.label,
      labelRest: sizeLabel.rest,
      hint: `The number of units in hidden layer ${number}; another number starts training over.`,
      control: "hidden_layers",
    },
    { onChange: (value) => value !== null && onNetwork((network) => withLayerSize(network, number, value)) },
  );
  const activation = createSelectField(
    {
      name: `activation-${index}`,
      label: layerActivationLabel(number),
      hint: "The function that the units of this layer apply to their sums; another one starts training over.",
      isLabelHidden: true,
      control: "hidden_layers",
    },
    (name) => onNetwork((network) => withLayerActivation(network, index, name)),
  );
  const remove = make(
    "button",
    { type: "button", class: "icon-button", "aria-label": `Remove hidden layer ${number}` },
    makeIcon(CROSS),
  );
  remove.addEventListener("click", () => onRemoveLayer(number));
  const hint = createHint(remove, {
    text: "Takes this layer out of the network; training starts over.",
    side: "right",
  });
  hint.classList.add("hint--popup");
  const element = make("div", { class: "layer-row" }, size.element, remove, activation.element, hint);
  // Of layers that are all of one size, messages name the control of all of them.
  const showError = (/** @type {string} */ message) =>
    size.showError(message.replace(`${LABELS.layer_size} `, `${sizeLabel.label} ${sizeLabel.rest} `));
  return { element, size: { ...size, showError }, activation };
}
