/** The shape of the network: layers, hidden size, the activation of all hidden layers. */

import { make, updateText } from "../../kit/dom.js";
import { formatCount, formatCountOf } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { createNumberField } from "../../kit/number-field.js";
import { createSelectField } from "../../kit/select-field.js";
import { LABELS } from "../../model/labels.js";
import {
  commonValue,
  hiddenSizes,
  isLayerCount,
  withActivation,
  withHiddenSize,
  withLayerCount,
} from "../../model/network-changes.js";
import { createHiddenActivations } from "../../model/settings.js";
import { refusalOfWhole } from "../../model/user-words.js";
import { valueAt } from "../../model/value-at.js";
import { textOf } from "./setting-fields.js";

/** @import {Catalog, NetworkConfig, TopologyEvent} from "../../protocol.js" */

/**
 * @typedef {(change: (network: NetworkConfig) => Partial<NetworkConfig>) => void} OnNetwork  takes a change of
 *   whatever is in force when its turn comes: an earlier change may still be on its way
 */

/**
 * @param {Catalog} catalog
 * @param {OnNetwork} onNetwork
 */
export function createShapeFields(catalog, onNetwork) {
  // What a hidden layer gets when there was none to take it from.
  const lastUsed = { size: 4, activation: "sigmoid" };
  let limit = { min: 0, max: 0 }; // of the catalog

  const count = { ...textOf("layer_sizes", catalog), name: "n_layers" };
  const layers = createNumberField(count, {
    onChange(value) {
      if (isLayerCount(value)) onNetwork((network) => withLayerCount(network, value, lastUsed));
      else layers.showError(refusalOfWhole(count.label, limit, value));
    },
  });
  const size = createNumberField(
    {
      name: "layer_size",
      label: LABELS.layer_size,
      hint: "The number of units in every hidden layer; another number starts training over.",
    },
    { onChange: (value) => value !== null && onNetwork((network) => withHiddenSize(network, value)) },
  );
  const activation = createSelectField({ ...textOf("activations", catalog), name: "activation" }, (name) =>
    onNetwork((network) => withActivation(network, name)),
  );
  const note = createSizeNote();
  const hiddenActivations = createHiddenActivations();

  /** @param {NetworkConfig} next */
  const remember = (next) => {
    lastUsed.size = hiddenSizes(next).at(-1) ?? lastUsed.size;
    lastUsed.activation = next.activations.at(-1) ?? lastUsed.activation;
  };
  return {
    fields: { n_layers: layers, layer_size: size, activation },
    elements: [layers.element, size.element, note.element, activation.element],
    /**
     * @param {NetworkConfig} next
     * @param {Catalog} catalog
     * @param {TopologyEvent} topology
     */
    render(next, catalog, topology) {
      remember(next);
      limit = catalog.limits.n_layers ?? limit;
      layers.render(next.layer_sizes.length, catalog.limits.n_layers);
      size.render(commonValue(hiddenSizes(next)), catalog.limits.layer_size);
      size.setDisabled(next.layer_sizes.length === 2);
      activation.render(hiddenActivations(catalog), commonValue(next.activations));
      note.render(topology);
    },
  };
}

/** How many parameters the network has, and what they are. */
function createSizeNote() {
  const count = make("span", { "data-stat": "n_parameters", translate: "no" });
  const note = make("p", { class: "field__note", tabindex: 0 }, count, " parameters");
  const hint = createHint(note, { text: "", side: "right", tap: true });
  return {
    element: make("div", { class: "field", "data-control": "n_parameters" }, note, hint),
    /** @param {TopologyEvent} topology */
    render({ n_parameters, n_units, layer_sizes }) {
      const n_biases = n_units - valueAt(layer_sizes, 0);
      count.dataset.value = String(n_parameters);
      updateText(count, formatCount(n_parameters));
      const weights = `${formatCountOf(n_parameters - n_biases, "weight")}, one per connection`;
      const biases = formatCountOf(n_biases, "bias", "biases");
      updateText(hint, `${weights}, and ${biases}, one per unit that is not an input.`);
    },
  };
}
