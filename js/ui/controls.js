/**
 * The settings panel: at most seven controls at first sight, the rest behind "More". It shows what
 * is in force and sends what is asked for; Python judges it.
 */

import { createDatasetFields, createSampleFields } from "./data-fields.js";
import { make } from "./dom.js";
import { createHint } from "./hint.js";
import { createLayerActivations, createOutputFields, createShapeFields } from "./network-fields.js";
import { createTrainingFields } from "./training-fields.js";

/** @import {Catalog, DataConfig, TrainingConfig} from "../protocol.js" */
/** @import {AppState, ViewSettings} from "../state.js" */
/** @import {Field} from "./field.js" */

/**
 * @typedef {object} ControlsOptions
 * @property {(partial: Partial<DataConfig>) => void} onData
 * @property {import("./network-fields.js").OnNetwork} onNetwork
 * @property {(partial: Partial<TrainingConfig>) => void} onTraining
 * @property {(seed: number) => void} onSeed
 * @property {() => void} onRecommended
 * @property {(partial: Partial<ViewSettings>) => void} onView
 */

/**
 * @param {HTMLElement} element  a form
 * @param {ControlsOptions} options
 */
export function createControls(element, options) {
  const dataset = createDatasetFields(options);
  const shape = createShapeFields(options.onNetwork);
  const training = createTrainingFields(options.onTraining);
  const samples = createSampleFields(options);
  const output = createOutputFields(options.onNetwork);
  const layerActivations = createLayerActivations(options.onNetwork);
  /** @type {Record<string, Field>} */
  const fields = {
    ...dataset.fields,
    ...shape.fields,
    ...training.fields,
    ...samples.fields,
    ...output.fields,
  };
  const summary = make("summary", {}, "More");
  const more = make("details", { class: "more" }, summary);
  const elements = (/** @type {string[]} */ ...names) => names.flatMap((name) => fields[name]?.element ?? []);
  more.append(
    make(
      "div",
      { class: "more__fields" },
      ...elements("batch_size", "optimizer", "loss", "initializer", "output_activation"),
      layerActivations.element,
      ...elements("n_samples", "noise", "seed", "sample"),
    ),
  );
  element.append(
    ...elements("dataset"),
    dataset.recommended,
    ...elements("n_layers", "layer_size", "activation", "learning_rate", "speed"),
    more,
  );
  more.after(
    createHint(summary, {
      id: "hint-more",
      text: "Batch size, optimizer, loss, noise, seed and whatever else can be set.",
      side: "right",
    }),
  );
  element.addEventListener("submit", (event) => event.preventDefault());

  /** @type {Pick<AppState, "config"|"catalog"> & {sample: number|null}|null} */
  let shown = null;
  const hiddenActivations = createHiddenActivations();
  return {
    /** @param {AppState} state */
    render({ config, catalog, view: { sample } }) {
      if (shown?.config === config && shown.catalog === catalog && shown.sample === sample) return;
      shown = { config, catalog, sample };
      const choices = hiddenActivations(catalog);
      dataset.render(config, catalog);
      shape.render(config.network, catalog, choices);
      training.render(config.training, catalog);
      samples.render(config, catalog, sample);
      output.render(config.network, catalog);
      layerActivations.render(config.network, choices);
    },
    /**
     * Show why a value was refused, at its control. Returns false when no control owns the field.
     * @param {string} name  the field of an ErrorValue, such as "learning_rate" or "layer_sizes[1]"
     * @param {string} message
     * @returns {boolean}
     */
    showError(name, message) {
      for (const refused of [...Object.values(fields), ...layerActivations.fields]) refused.restore?.();
      const field = findField(name, fields, layerActivations.fields);
      if (!field) return false;
      if (more.contains(field.element)) more.open = true;
      field.showError(message);
      return true;
    },
  };
}

/**
 * Activations that a hidden layer may have; the same list as long as the catalog is the same.
 * @returns {(catalog: Catalog) => Catalog["activations"]}
 */
function createHiddenActivations() {
  /** @type {Catalog|null} */
  let source = null;
  /** @type {Catalog["activations"]} */
  let choices = [];
  return (catalog) => {
    if (catalog !== source) choices = catalog.activations.filter(({ output_only }) => !output_only);
    source = catalog;
    return choices;
  };
}

/**
 * The control of a field as Python names it: "network.layer_sizes[1]" is a hidden layer's size.
 * @param {string} name
 * @param {Record<string, Field>} fields
 * @param {Field[]} layerActivations  by hidden layer
 * @returns {Field|undefined}
 */
function findField(name, fields, layerActivations) {
  const [, base = name, index] = /(\w+)(?:\[(\d+)\])?$/.exec(name) ?? [];
  if (base === "activations") {
    return (index === undefined ? undefined : layerActivations[Number(index)]) ?? fields.activation;
  }
  if (base === "layer_sizes") return index === undefined ? fields.n_layers : fields.layer_size;
  return fields[base === "hidden_sizes" ? "layer_size" : base];
}
