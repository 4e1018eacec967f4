/**
 * The controls of the network's shape: layers, hidden size, activations, output, loss, start values.
 */

import {
  commonValue,
  hiddenSizes,
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

/** @typedef {(partial: Partial<NetworkConfig>) => void} OnNetwork */

/**
 * Layers, hidden size and the activation of all hidden layers.
 * @param {OnNetwork} onNetwork
 */
export function createShapeFields(onNetwork) {
  /** @type {NetworkConfig} */
  let network;
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
        const changed = withLayerCount(network, count ?? Number.NaN, lastUsed);
        if (changed) onNetwork(changed);
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
    { onChange: (value) => value !== null && onNetwork(withHiddenSize(network, value)) },
  );
  const activation = createSelectField(
    {
      name: "activation",
      label: "Activation",
      hint: "The function that every hidden unit applies to its sum.",
    },
    (name) => onNetwork(withActivation(network, name)),
  );

  /** @param {NetworkConfig} next */
  const remember = (next) => {
    network = next;
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
  /** @type {NetworkConfig} */
  let network;
  const addField = (/** @type {number} */ index) => {
    const field = createSelectField(
      {
        name: `activation-${index}`,
        label: `Activation of hidden layer ${index + 1}`,
        hint: "The function that the units of this layer apply to their sums.",
      },
      (name) => onNetwork(withLayerActivation(network, index, name)),
    );
    fields.push(field);
    element.append(field.element);
  };
  return {
    element,
    fields,
    /**
     * @param {NetworkConfig} next
     * @param {ActivationChoice[]} choices
     */
    render(next, choices) {
      network = next;
      while (fields.length > next.activations.length) fields.pop()?.element.remove();
      while (fields.length < next.activations.length) addField(fields.length);
      next.activations.forEach((name, index) => {
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
    (output_activation) => onNetwork({ output_activation }),
  );
  const loss = createSelectField(
    {
      name: "loss",
      label: "Loss",
      hint: "What training makes smaller: how far the outputs are from the labels.",
    },
    (name) => onNetwork({ loss: name }),
  );
  const initializer = createSelectField(
    { name: "initializer", label: "Initializer", hint: "How the weights are drawn before the first step." },
    (name) => onNetwork({ initializer: name }),
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
