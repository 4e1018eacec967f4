/**
 * The controls of the data: dataset and its recommended settings, samples, noise, seed, shown sample.
 */

import { sameSettings } from "./config-mapping.js";
import { make, updateText } from "./dom.js";
import { createHint } from "./hint.js";
import { createNumberField } from "./number-field.js";
import { createSelectField } from "./select-field.js";

/** @import {Catalog, Config, DataConfig} from "../protocol.js" */

/**
 * @typedef {object} DataCallbacks
 * @property {(partial: Partial<DataConfig>) => void} onData
 * @property {(seed: number) => void} onSeed
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
      hint: "The samples that the network learns; the network's settings stay.",
    },
    (name) => onData({ dataset: name }),
  );
  const button = make("button", { type: "button", class: "button button--wide" }, "Use recommended settings");
  const summary = make("p", { class: "field__note" });
  const element = make("div", { class: "field" }, button, summary);
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
 * Samples, noise, seed and the sample that the units show.
 * @param {DataCallbacks} callbacks
 */
export function createSampleFields({ onData, onSeed, onView }) {
  const seed = createNumberField(
    {
      name: "seed",
      label: "Seed",
      hint: "The start of every random number: the same seed gives the same run.",
    },
    { onChange: (value) => value !== null && onSeed(value) },
  );
  const noise = createNumberField(
    { name: "noise", label: "Noise", hint: "How far the samples are scattered; 0 is none." },
    { step: 0.05, onChange: (value) => value !== null && onData({ noise: value }) },
  );
  const count = createNumberField(
    {
      name: "n_samples",
      label: "Samples",
      hint: "The number of training samples; the test set has as many.",
    },
    { step: 10, onChange: (value) => value !== null && onData({ n_samples: value }) },
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
    fields: { seed, noise, n_samples: count, sample: shown },
    /**
     * @param {Config} config
     * @param {Catalog} catalog
     * @param {number|null} sample
     */
    render({ seed: value, data }, { limits }, sample) {
      seed.render(value, limits.seed);
      noise.render(data.noise, limits.noise);
      count.render(data.n_samples, limits.n_samples);
      n_samples = data.n_samples;
      shown.render(sample === null ? null : sample + 1, { min: 1, max: n_samples });
    },
  };
}
