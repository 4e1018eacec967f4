/**
 * The controls of the data: dataset and its recommended settings, samples, noise, shown sample.
 */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createNumberField } from "../../kit/number-field.js";
import { createSelectField } from "../../kit/select-field.js";
import { choiceOf, summarize } from "../../model/dataset-choice.js";
import { LABELS } from "../../model/labels.js";
import { sameSettings } from "../../model/network-changes.js";
import { refusalOfWhole, TASK_TITLES } from "../../model/user-words.js";

/** @import {Catalog, Config, DataConfig, DatasetChoice, EditedFiles, Seeds, Task} from "../../protocol.js" */

/**
 * @typedef {object} DataCallbacks
 * @property {(name: string) => void} onDataset
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
export function createDatasetFields({ onDataset, onRecommended }) {
  const dataset = createSelectField(
    {
      name: "dataset",
      label: LABELS.dataset,
      hint: "The samples that the network learns; training starts over, and settings that you have not changed follow.",
    },
    onDataset,
    ({ task }) => TASK_TITLES[/** @type {Task} */ (task)],
  );
  const button = make("button", { type: "button", class: "button button--wide" }, "Use recommended settings");
  const summary = make("p", { class: "field__note" });
  const element = make("div", { class: "field", "data-control": "recommended" }, button, summary);
  element.append(
    createHint(button, {
      id: "hint-recommended",
      text: "Sets network and training to these values, and starts over.",
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
     * @param {EditedFiles} code
     */
    render(config, catalog, code) {
      dataset.render(catalog.datasets, config.data.dataset);
      const choice = choiceOf(config.data.dataset, catalog);
      if (!choice) return;
      const inUse = sameSettings(config, choice.recommended);
      button.classList.toggle("button--suggested", !inUse);
      const what = inUse ? "In use" : claim(choice, code);
      updateText(summary, `${what}: ${summarize(choice.recommended, catalog)}`);
    },
  };
}

/**
 * What is known of a dataset's recommended settings; with other code than the one that was tried, less.
 * @param {DatasetChoice} choice
 * @param {EditedFiles} code
 */
function claim({ is_tested }, code) {
  if (!is_tested) return "Nobody has tried this one; a network to begin with";
  return Object.keys(code).length > 0 ? "Learned it before the code was changed" : "Learns it";
}

/**
 * Samples, noise, classes, and the sample that the units show.
 * @param {DataCallbacks} callbacks
 */
export function createSampleFields({ onData, onView }) {
  /** @param {Exclude<keyof DataConfig, "dataset">} name @param {string} hint @param {number} step */
  const dataField = (name, hint, step) =>
    createNumberField(
      { name, label: LABELS[name], hint },
      { step, onChange: (value) => value !== null && onData({ [name]: value }) },
    );
  const count = dataField(
    "n_samples",
    "The number of training samples; another number draws new ones and starts over.",
    10,
  );
  const noise = dataField(
    "noise",
    "How far the samples are scattered, as a standard deviation; another value starts over.",
    0.05,
  );
  const share = dataField(
    "train_share",
    "The training samples as a share of all samples, the rest is for testing; another share starts over.",
    0.05,
  );
  const classes = dataField(
    "n_classes",
    "The number of classes of this dataset; another number starts over.",
    1,
  );
  const shown = createNumberField(
    {
      name: "sample",
      label: LABELS.sample,
      hint: "The training sample whose values the units show; empty is the mean over all.",
    },
    { empty: "mean", onChange: (place) => choose(place) },
  );
  let n_samples = 0;
  /** @param {number|null} place  counted from 1, as people do; commands count from 0 */
  function choose(place) {
    const isThere = place === null || (Number.isInteger(place) && place >= 1 && place <= n_samples);
    if (isThere) onView({ sample: place === null ? null : place - 1 });
    else shown.showError(refusalOfWhole(LABELS.sample, { min: 1, max: n_samples }, place, "empty or "));
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
