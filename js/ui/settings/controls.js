/**
 * The settings panel: at most seven controls at first sight, the rest behind "More". It shows what
 * is in force and sends what is asked for; Python judges it.
 */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createDatasetFields, createSampleFields } from "./data-fields.js";
import { createLayerRows } from "./layer-rows.js";
import { createInputFields, createOutputFields, createShapeFields } from "./network-fields.js";
import { createSeedFields } from "./seed-fields.js";
import { createSettingsGroup } from "./settings-group.js";
import { createSettingsSearch } from "./settings-search.js";
import { createTrainingFields } from "./training-fields.js";

/** @import {Catalog, DataConfig, Seeds, TrainingConfig} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Field} from "../../kit/field.js" */
/** @import {LayerRow} from "./layer-rows.js" */

/**
 * @typedef {object} ControlsOptions
 * @property {(name: string) => void} onDataset
 * @property {(partial: Partial<DataConfig>) => void} onData
 * @property {import("./network-fields.js").OnNetwork} onNetwork
 * @property {(position: number) => void} onAddLayer
 * @property {(layer: number) => void} onRemoveLayer
 * @property {(partial: Partial<TrainingConfig>) => void} onTraining
 * @property {(seeds: Partial<Seeds>) => void} onSeed
 * @property {() => void} onRegenerate
 * @property {() => void} onNewWeights
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
  const seeds = createSeedFields(options);
  const inputs = createInputFields(options.onNetwork);
  const output = createOutputFields(options.onNetwork);
  const layers = createLayerRows(options);
  /** @type {Record<string, Field>} */
  const fields = {
    ...dataset.fields,
    ...shape.fields,
    ...training.fields,
    ...samples.fields,
    ...seeds.fields,
    ...inputs.fields,
    ...output.fields,
  };
  const elements = (/** @type {string[]} */ ...names) => names.flatMap((name) => fields[name]?.element ?? []);
  const first = [
    ...elements("dataset"),
    dataset.recommended,
    ...elements("n_layers", "layer_size"),
    shape.size.element,
    ...elements("activation", "learning_rate", "speed"),
  ];
  const more = createMore(first, [
    createSettingsGroup("Data", ...elements("n_samples", "noise", "train_share", "n_classes", "sample")),
    createSettingsGroup(
      "Seeds",
      ...elements("seed", "data_seed", "weight_seed", "order_seed"),
      seeds.regenerate,
      seeds.newWeights,
    ),
    createSettingsGroup("Inputs", ...elements("features")),
    createSettingsGroup("Layers", layers.element, ...elements("initializer", "bias_initializer")),
    createSettingsGroup("Output", ...elements("output_activation", "loss")),
    createSettingsGroup(
      "Training",
      ...elements(
        "optimizer",
        "batch_size",
        "schedule",
        "schedule_epochs",
        "l1",
        "l2",
        "dropout",
        "clip_norm",
      ),
    ),
    createSettingsGroup("Stop", ...elements("stop_epoch", "stop_loss", "stop_plateau")),
  ]);
  element.append(...first, more.element, more.hint);
  element.addEventListener("submit", (event) => event.preventDefault());

  /** @type {Pick<AppState, "config"|"catalog"|"topology"|"code"> & {sample: number|null}|null} */
  let shown = null;
  const hiddenActivations = createHiddenActivations();
  return {
    /** @param {AppState} state */
    render({ config, catalog, topology, code, view: { sample } }) {
      const next = { config, catalog, topology, code, sample };
      if (shown && isShallowEqual(shown, next)) return;
      shown = next;
      const choices = hiddenActivations(catalog);
      dataset.render(config, catalog, code);
      shape.render(config.network, catalog, choices);
      shape.size.render(topology);
      training.render(config.training, catalog);
      samples.render(config, catalog, sample);
      seeds.render(config, catalog);
      inputs.render(config.network, catalog);
      output.render(config, catalog);
      layers.render(config.network, catalog, choices);
    },
    /**
     * Show why a value was refused, at its control. Returns false when no control owns the field.
     * @param {string} name  the field of an ErrorValue, such as "learning_rate" or "layer_sizes[1]"
     * @param {string} message
     * @returns {boolean}
     */
    showError(name, message) {
      const rowFields = layers.rows.flatMap(({ size, activation }) => [size, activation]);
      for (const refused of [...Object.values(fields), ...rowFields]) refused.restore?.();
      const field = findField(name, fields, layers.rows);
      if (!field) return false;
      if (more.element.contains(field.element)) more.open();
      if (!field.element.checkVisibility()) return false; // a link may hide it
      field.showError(message);
      return true;
    },
  };
}

/**
 * @template {object} T
 * @param {T} one
 * @param {T} other
 */
function isShallowEqual(one, other) {
  return Object.entries(one).every(([name, value]) => other[/** @type {keyof T} */ (name)] === value);
}

/**
 * What is behind "More": a search and groups of settings.
 * @param {HTMLElement[]} first  the fields outside, which the search knows as well
 * @param {HTMLElement[]} groups
 */
function createMore(first, groups) {
  const search = createSettingsSearch(groups, () => first);
  const summary = make("summary", {}, "More");
  const element = make(
    "details",
    { class: "more", "data-control": "more" },
    summary,
    make("div", { class: "more__fields" }, search.element, ...groups),
  );
  const hint = createHint(summary, {
    id: "hint-more",
    text: "Samples, seeds, inputs, layers, loss, optimizer, penalties, stop conditions and whatever else can be set.",
    side: "right",
  });
  return {
    element,
    hint,
    open() {
      search.clear();
      element.open = true;
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
 * The control of a field as Python names it: "network.layer_sizes[1]" is a hidden layer's size, which
 * has two controls; the one that was used has the focus.
 * @param {string} name
 * @param {Record<string, Field>} fields
 * @param {LayerRow[]} rows  by hidden layer
 * @returns {Field|undefined}
 */
function findField(name, fields, rows) {
  const [, base = name, index] = /(\w+)(?:\[(\d+)\])?$/.exec(name) ?? [];
  if (base === "activations") {
    return (index === undefined ? undefined : rows[Number(index)]?.activation) ?? fields.activation;
  }
  if (base === "layer_sizes") {
    if (index === undefined) return fields.n_layers;
    const row = rows[Number(index) - 1]?.size;
    return row?.element.contains(document.activeElement) ? row : fields.layer_size;
  }
  return fields[base === "hidden_sizes" ? "layer_size" : base];
}
