/**
 * The controls of the network: layers, hidden size, activation; inputs; output, loss, start values.
 */

import { make, updateText } from "../../kit/dom.js";
import { formatCount, formatCountOf } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { createNumberField } from "../../kit/number-field.js";
import { createSelectField } from "../../kit/select-field.js";
import { createTogglesField } from "../../kit/toggles-field.js";
import { LABELS } from "../../model/labels.js";
import {
  commonValue,
  hiddenSizes,
  isLayerCount,
  withActivation,
  withFeature,
  withHiddenSize,
  withLayerCount,
} from "../../model/network-changes.js";
import { refusalOfWhole } from "../../model/user-words.js";

/** @import {ActivationChoice, Catalog, Config, NetworkConfig, TopologyEvent} from "../../protocol.js" */

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
  let limit = { min: 0, max: 0 }; // of the catalog

  const layers = createNumberField(
    {
      name: "n_layers",
      label: LABELS.n_layers,
      hint: "The number of layers, input and output included; another number starts training over.",
    },
    {
      onChange(count) {
        if (isLayerCount(count)) onNetwork((network) => withLayerCount(network, count, lastUsed));
        else layers.showError(refusalOfWhole(LABELS.n_layers, limit, count));
      },
    },
  );
  const size = createNumberField(
    {
      name: "layer_size",
      label: LABELS.layer_size,
      hint: "The number of units in every hidden layer; another number starts training over.",
    },
    { onChange: (value) => value !== null && onNetwork((network) => withHiddenSize(network, value)) },
  );
  const activation = createSelectField(
    {
      name: "activation",
      label: LABELS.activation,
      hint: "The function that every hidden unit applies to its sum; another one starts training over.",
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
    size: createSizeNote(),
    /**
     * @param {NetworkConfig} next
     * @param {Catalog} catalog
     * @param {ActivationChoice[]} hiddenActivations
     */
    render(next, catalog, hiddenActivations) {
      remember(next);
      limit = catalog.limits.n_layers ?? limit;
      layers.render(next.layer_sizes.length, catalog.limits.n_layers);
      size.render(commonValue(hiddenSizes(next)), catalog.limits.layer_size);
      size.setDisabled(next.layer_sizes.length === 2);
      activation.render(hiddenActivations, commonValue(next.activations));
    },
  };
}

/** How many parameters the network has, and what they are. */
function createSizeNote() {
  const count = make("span", { "data-stat": "n_parameters" });
  const note = make("p", { class: "field__note", tabindex: 0 }, count, " parameters");
  const hint = createHint(note, { id: "hint-n_parameters", text: "", side: "right", tap: true });
  return {
    element: make("div", { class: "field", "data-control": "n_parameters" }, note, hint),
    /** @param {TopologyEvent} topology */
    render({ n_parameters, n_units, layer_sizes }) {
      const n_biases = n_units - (layer_sizes[0] ?? 0);
      count.dataset.value = String(n_parameters);
      updateText(count, formatCount(n_parameters));
      const weights = `${formatCountOf(n_parameters - n_biases, "weight")}, one per connection`;
      const biases = formatCountOf(n_biases, "bias", "biases");
      updateText(hint, `${weights}, and ${biases}, one per unit that is not an input.`);
    },
  };
}

/**
 * What the input units get.
 * @param {OnNetwork} onNetwork
 */
export function createInputFields(onNetwork) {
  const features = createTogglesField(
    {
      name: "features",
      label: LABELS.features,
      hint: "What the input units get, each computed from the place of a sample.",
    },
    (name, isOn) => onNetwork((network) => withFeature(network, name, isOn)),
  );
  return {
    fields: { features },
    /**
     * @param {NetworkConfig} network
     * @param {Catalog} catalog
     */
    render(network, catalog) {
      features.render(catalog.features, network.features);
    },
  };
}

/**
 * Output activation, loss and initializers.
 * @param {OnNetwork} onNetwork
 */
export function createOutputFields(onNetwork) {
  const output = createSelectField(
    {
      name: "output_activation",
      label: LABELS.output_activation,
      hint: "The function that the output units apply to their sums; with Tanh the targets of classes are −1 and 1, else 0 and 1. Another one starts training over.",
    },
    (output_activation) => onNetwork(() => ({ output_activation })),
  );
  const loss = createSelectField(
    {
      name: "loss",
      label: LABELS.loss,
      hint: "What training makes smaller: how far the outputs are from the targets; another one starts over. TensorFlow Playground shows half the squared error, with a Tanh output.",
    },
    (loss) => onNetwork(() => ({ loss })),
  );
  const initializer = createSelectField(
    {
      name: "initializer",
      label: LABELS.initializer,
      hint: "How the weights are drawn before the first step; another one starts over.",
    },
    (initializer) => onNetwork(() => ({ initializer })),
  );
  const biases = createSelectField(
    {
      name: "bias_initializer",
      label: LABELS.bias_initializer,
      hint: "What the biases are before the first step; another one starts over, with the same weights.",
    },
    (bias_initializer) => onNetwork(() => ({ bias_initializer })),
  );
  const choicesFor = createTaskChoices();
  return {
    fields: { output_activation: output, loss, initializer, bias_initializer: biases },
    /**
     * @param {Config} config
     * @param {Catalog} catalog
     */
    render({ network, data }, catalog) {
      const { outputs, losses } = choicesFor(catalog, data.dataset);
      output.render(outputs, network.output_activation);
      loss.render(losses, network.loss);
      initializer.render(catalog.initializers, network.initializer);
      biases.render(catalog.bias_initializers, network.bias_initializer);
    },
  };
}

/**
 * Output activations and losses that fit the task of a dataset; the same lists while both stay the same.
 * @returns {(catalog: Catalog, dataset: string) => {outputs: ActivationChoice[], losses: Catalog["losses"]}}
 */
function createTaskChoices() {
  /** @type {Catalog|null} */
  let source = null;
  let shownTask = "";
  /** @type {{outputs: ActivationChoice[], losses: Catalog["losses"]}} */
  let choices = { outputs: [], losses: [] };
  return (catalog, dataset) => {
    const task = catalog.datasets.find(({ name }) => name === dataset)?.task ?? "binary";
    if (catalog === source && task === shownTask) return choices;
    source = catalog;
    shownTask = task;
    const losses = catalog.losses.filter(({ tasks }) => tasks.includes(task));
    const outputs = catalog.activations.filter(
      ({ name, output_only }) =>
        !output_only || losses.some(({ output_activation }) => output_activation === name),
    );
    choices = { outputs, losses };
    return choices;
  };
}
