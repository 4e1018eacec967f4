/**
 * The controls of the data: dataset and its recommended settings, samples, noise, shown sample.
 */

import { sameSettings } from "./config-mapping.js";
import { make, updateText } from "./dom.js";
import { createHint } from "./hint.js";
import { createNumberField } from "./number-field.js";
import { createSelectField } from "./select-field.js";

/** @import {Catalog, Config, DataConfig, Seeds, Task} from "../protocol.js" */

/** @type {Record<Task, string>} */
const TASK_TITLES = { binary: "Two classes", multiclass: "Several classes", regression: "Regression" };

/**
 * @typedef {object} DataCallbacks
 * @property {(partial: Partial<DataConfig>) => void} onData
 * @property {(seeds: Partial<Seeds>) => void} onSeed
 * @property {() => void} onRegenerate
 * @property {() => void} onNewWeights
 * @property {() => void} onRecommended
 * @property {(partial: {sample: number|null}) => void} onView
 */

/**
 * The dataset, and a button for the settings that learn it.
 * @param {DataCallbacks} callbacks
 */
export function createDatasetFields({ onData, onRecommended }) {
  const dataset = createSelectField(
    {
      name: "dataset",
      label: "Dataset",
      hint: "The samples that the network learns; training starts over, the hidden layers stay.",
    },
    (name) => onData({ dataset: name }),
    ({ task }) => TASK_TITLES[/** @type {Task} */ (task)],
  );
  const button = make("button", { type: "button", class: "button button--wide" }, "Use recommended settings");
  const summary = make("p", { class: "field__note" });
  const element = make("div", { class: "field", "data-control": "recommended" }, button, summary);
  element.append(
    createHint(button, {
      id: "hint-recommended",
      text: "Sets the network and the training to values that learn this dataset, and starts over.",
      side: "right",
    }),
  );
  button.addEventListener("click", onRecommended);
  return {
    fields: { dataset },
    recommended: element,
    /**
     * @param {Config} config
     * @param {Catalog} catalog
     */
    render(config, catalog) {
      dataset.render(catalog.datasets, config.data.dataset);
      const recommended = catalog.datasets.find(({ name }) => name === config.data.dataset)?.recommended;
      if (!recommended) return;
      const inUse = sameSettings(config, recommended);
      button.classList.toggle("button--suggested", !inUse);
      updateText(summary, `${inUse ? "In use" : "Learns it"}: ${summarize(recommended, catalog)}`);
    },
  };
}

/**
 * The settings that matter most, in a few words.
 * @param {Config} config
 * @param {Catalog} catalog
 */
function summarize({ network, training }, catalog) {
  const label = (
    /** @type {{name: string, label: string}[]} */ list,
    /** @type {string|undefined} */ wanted,
  ) => list.find(({ name }) => name === wanted)?.label ?? wanted;
  return [
    network.layer_sizes.join("–"),
    label(catalog.activations, network.activations[0] ?? network.output_activation),
    `${label(catalog.optimizers, training.optimizer)} ${training.learning_rate}`,
  ].join(", ");
}

/**
 * Samples, noise, classes, and the sample that the units show.
 * @param {DataCallbacks} callbacks
 */
export function createSampleFields({ onData, onView }) {
  /** @param {keyof DataConfig} name @param {string} label @param {string} hint @param {number} step */
  const dataField = (name, label, hint, step) =>
    createNumberField(
      { name, label, hint },
      { step, onChange: (value) => value !== null && onData({ [name]: value }) },
    );
  const count = dataField(
    "n_samples",
    "Samples",
    "The number of training samples; another number draws new ones and starts over.",
    10,
  );
  const noise = dataField(
    "noise",
    "Noise",
    "How far the samples are scattered, as a standard deviation; another value starts over.",
    0.05,
  );
  const share = dataField(
    "train_share",
    "Train share",
    "The training samples as a share of all samples, the rest is for testing; another share starts over.",
    0.05,
  );
  const classes = dataField(
    "n_classes",
    "Classes",
    "The number of classes of this dataset; another number starts over.",
    1,
  );
  const shown = createNumberField(
    {
      name: "sample",
      label: "Shown sample",
      hint: "The training sample whose values the units show; empty is the mean over all.",
    },
    { empty: "mean", onChange: (place) => choose(place) },
  );
  let n_samples = 0;
  /** @param {number|null} place  counted from 1, as people do; commands count from 0 */
  function choose(place) {
    const isThere = place === null || (Number.isInteger(place) && place >= 1 && place <= n_samples);
    if (isThere) onView({ sample: place === null ? null : place - 1 });
    else shown.showError(`Shown sample must be empty or a whole number from 1 to ${n_samples}.`);
  }
  return {
    fields: { noise, n_samples: count, train_share: share, n_classes: classes, sample: shown },
    /**
     * @param {Config} config
     * @param {Catalog} catalog
     * @param {number|null} sample
     */
    render({ data }, { limits, datasets }, sample) {
      share.render(data.train_share, limits.train_share);
      classes.render(data.n_classes, limits.n_classes);
      classes.element.hidden = !datasets.find(({ name }) => name === data.dataset)?.has_n_classes;
      noise.render(data.noise, limits.noise);
      count.render(data.n_samples, limits.n_samples);
      n_samples = data.n_samples;
      shown.render(sample === null ? null : sample + 1, { min: 1, max: n_samples });
    },
  };
}
