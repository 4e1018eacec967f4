/**
 * The controls of the network's shape: layers, hidden size, activations, output, loss, start values.
 */

import {
  commonValue,
  hiddenSizes,
  isLayerCount,
  withActivation,
  withHiddenSize,
  withLayerActivation,
  withLayerCount,
} from "./config-mapping.js";
import { make } from "./dom.js";
import { createNumberField } from "./number-field.js";
import { createSelectField } from "./select-field.js";

/** @import {ActivationChoice, Catalog, NetworkConfig} from "../protocol.js" */
/** @import {SelectField} from "./select-field.js" */

/**
 * @typedef {(change: (network: NetworkConfig) => Partial<NetworkConfig>) => void} OnNetwork  takes a change of
 *   whatever is in force when its turn comes: an earlier change may still be on its way
 */

/**
 * Layers, hidden size and the activation of all hidden layers.
 * @param {OnNetwork} onNetwork
 */
export function createShapeFields(onNetwork) {
  // What a hidden layer gets when there was none to take it from.
  const lastUsed = { size: 4, activation: "sigmoid" };

  const layers = createNumberField(
    {
      name: "n_layers",
      label: "Layers",
      hint: "The number of layers, input and output included; another number starts training over.",
    },
    {
      onChange(count) {
        if (isLayerCount(count)) onNetwork((network) => withLayerCount(network, count, lastUsed));
        else layers.showError("Layers must be a whole number, at least 2.");
      },
    },
  );
  const size = createNumberField(
    {
      name: "layer_size",
      label: "Hidden size",
      hint: "The number of units in every hidden layer; another number starts training over.",
    },
    { onChange: (value) => value !== null && onNetwork((network) => withHiddenSize(network, value)) },
  );
  const activation = createSelectField(
    {
      name: "activation",
      label: "Activation",
      hint: "The function that every hidden unit applies to its sum.",
    },
    (name) => onNetwork((network) => withActivation(network, name)),
  );

  /** @param {NetworkConfig} next */
  const remember = (next) => {
    lastUsed.size = hiddenSizes(next).at(-1) ?? lastUsed.size;
    lastUsed.activation = next.activations.at(-1) ?? lastUsed.activation;
  };
  return {
    fields: { n_layers: layers, layer_size: size, activation },
    /**
     * @param {NetworkConfig} next
     * @param {Catalog} catalog
     * @param {ActivationChoice[]} hiddenActivations
     */
    render(next, catalog, hiddenActivations) {
      remember(next);
      layers.render(next.layer_sizes.length, catalog.limits.n_layers);
      size.render(commonValue(hiddenSizes(next)), catalog.limits.layer_size);
      size.setDisabled(next.layer_sizes.length === 2);
      activation.render(hiddenActivations, commonValue(next.activations));
    },
  };
}

/**
 * One drop-down list per hidden layer, for layers that differ in their activation.
 * @param {OnNetwork} onNetwork
 */
export function createLayerActivations(onNetwork) {
  const element = make("div", { class: "field-group" });
  /** @type {SelectField[]} */
  const fields = [];
  const addField = (/** @type {number} */ index) => {
    const field = createSelectField(
      {
        name: `activation-${index}`,
        label: `Activation of hidden layer ${index + 1}`,
        hint: "The function that the units of this layer apply to their sums.",
      },
      (name) => onNetwork((network) => withLayerActivation(network, index, name)),
    );
    fields.push(field);
    element.append(field.element);
  };
  return {
    element,
    fields,
    /**
     * @param {NetworkConfig} network
     * @param {ActivationChoice[]} choices
     */
    render({ activations }, choices) {
      while (fields.length > activations.length) fields.pop()?.element.remove();
      while (fields.length < activations.length) addField(fields.length);
      activations.forEach((name, index) => {
        fields[index]?.render(choices, name);
      });
    },
  };
}

/**
 * Output activation, loss and initializer.
 * @param {OnNetwork} onNetwork
 */
export function createOutputFields(onNetwork) {
  const output = createSelectField(
    {
      name: "output_activation",
      label: "Output activation",
      hint: "The function that the output unit applies to its sum.",
    },
    (output_activation) => onNetwork(() => ({ output_activation })),
  );
  const loss = createSelectField(
    {
      name: "loss",
      label: "Loss",
      hint: "What training makes smaller: how far the outputs are from the labels.",
    },
    (loss) => onNetwork(() => ({ loss })),
  );
  const initializer = createSelectField(
    { name: "initializer", label: "Initializer", hint: "How the weights are drawn before the first step." },
    (initializer) => onNetwork(() => ({ initializer })),
  );
  return {
    fields: { output_activation: output, loss, initializer },
    /**
     * @param {NetworkConfig} network
     * @param {Catalog} catalog
     */
    render(network, catalog) {
      output.render(catalog.activations, network.output_activation);
      loss.render(catalog.losses, network.loss);
      initializer.render(catalog.initializers, network.initializer);
    },
  };
}
