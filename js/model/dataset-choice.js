/**
 * What comes along with another dataset: its recommended network and training, as long as nobody has
 * changed those in force by hand. Pure.
 */

import { hiddenSizes } from "./network-changes.js";

/** @import {Catalog, Config, DatasetChoice} from "../protocol.js" */

/** Controls of what comes along, and of what brings it. */
const CONTROLS = ["recommended", "more", "n_layers", "layer_size", "hidden_layers", "activation"];

/**
 * The configuration in which `name` is learned; samples, noise and classes that were set by hand stay.
 * @param {string} name  of a dataset
 * @param {Config} config  in force
 * @param {Catalog} catalog
 * @returns {Pick<Config, "network"|"data"|"training">|null}  null: network or training are the user's own, and stay
 */
export function withRecommended(name, config, catalog) {
  const next = choiceOf(name, catalog);
  const before = [choiceOf(config.data.dataset, catalog)?.recommended, catalog.defaults].find(
    (reference) => reference && isUntouched(config, reference, catalog),
  );
  if (!next || !before) return null;
  const { recommended } = next;
  const data = Object.fromEntries(
    Object.entries(recommended.data).map(([field, value]) => {
      const key = /** @type {keyof typeof config.data} */ (field);
      return [key, config.data[key] === before.data[key] ? value : config.data[key]];
    }),
  );
  return {
    network: { ...recommended.network, layer_sizes: sizesFor(next, /** @type {any} */ (data)) },
    data: { .../** @type {Config["data"]} */ (data), dataset: name },
    training: recommended.training,
  };
}

/**
 * Whether a link keeps settings from the user that would come along: then they stay as they are.
 * @param {string[]} hidden  names of controls
 * @param {Catalog} catalog
 */
export function hidesSettings(hidden, { defaults }) {
  const { speed, ...training } = defaults.training; // it stays anyway
  const controls = new Set([...CONTROLS, ...Object.keys(defaults.network), ...Object.keys(training)]);
  return hidden.some((name) => controls.has(name));
}

/**
 * The settings that matter most, in a few words.
 * @param {Pick<Config, "network"|"training">} config
 * @param {Catalog} catalog
 */
export function summarize({ network, training }, catalog) {
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

/** @param {string} wanted @param {Catalog} catalog */
export const choiceOf = (wanted, { datasets }) => datasets.find(({ name }) => name === wanted);

/**
 * Whether network and training are those of a reference; what follows from the dataset does not count,
 * nor does the speed.
 * @param {Config} config
 * @param {Config} reference
 * @param {Catalog} catalog
 */
function isUntouched(config, reference, catalog) {
  const isSameTask =
    choiceOf(config.data.dataset, catalog)?.task === choiceOf(reference.data.dataset, catalog)?.task;
  const chosen = (/** @type {Config} */ { network, training }) => {
    const { layer_sizes: _sizes, output_activation, loss, ...others } = network;
    const output = isSameTask ? [output_activation, loss] : [];
    const rest = Object.entries({ ...training, speed: null }).sort(([a], [b]) => (a < b ? -1 : 1));
    const same = Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([same, hiddenSizes(network), output, rest]);
  };
  return chosen(config) === chosen(reference);
}

/**
 * @param {DatasetChoice} dataset
 * @param {Config["data"]} data
 */
function sizesFor({ has_n_classes, recommended: { network } }, { n_classes }) {
  return has_n_classes ? [...network.layer_sizes.slice(0, -1), n_classes] : network.layer_sizes;
}
