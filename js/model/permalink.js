/**
 * The configuration as the hash of the page's address and back, by one table of properties. Pure:
 * Python judges what is read; here nothing is checked.
 *
 *     #dataset=spiral&hidden=8,8&learning_rate=0.03&hide=noise,seed&view=dark,tiles
 *
 * Only what differs from the defaults is written. Keys are those of the configuration, apart from
 * `hidden`, `activation`, `view`, `hide` and `code` (js/model/code-link.js).
 */

/** @import {Catalog, Config} from "../protocol.js" */
/** @import {ViewSettings} from "./view.js" */

import { readView, writeView } from "./view.js";

/** @typedef {"data"|"network"|"training"} Part */

/**
 * @typedef {object} Property
 * @property {string} key  in the hash
 * @property {Part|null} part  of the configuration; null: the configuration itself
 * @property {string} field
 * @property {"name"|"names"|"number"|"number_or_none"|"sizes"|"alike"} kind
 */

/** @param {Part|null} part @param {Property["kind"]} kind @param {string} field @param {string} [key] */
const property = (part, kind, field, key = field) => /** @type {Property} */ ({ key, part, field, kind });

/** In the order in which they are written. @type {Property[]} */
export const PROPERTIES = [
  property("data", "name", "dataset"),
  property("data", "number", "n_samples"),
  property("data", "number", "noise"),
  property("data", "number", "train_share"),
  property("data", "number", "n_classes"),
  property("network", "names", "features"),
  property("network", "sizes", "layer_sizes", "hidden"),
  property("network", "alike", "activations", "activation"),
  property("network", "name", "output_activation"),
  property("network", "name", "loss"),
  property("network", "name", "initializer"),
  property("network", "name", "bias_initializer"),
  property("training", "name", "optimizer"),
  property("training", "number", "learning_rate"),
  property("training", "number", "batch_size"),
  property("training", "number_or_none", "speed"),
  property("training", "name", "schedule"),
  property("training", "number", "schedule_epochs"),
  property("training", "number", "l1"),
  property("training", "number", "l2"),
  property("training", "number", "dropout"),
  property("training", "number_or_none", "clip_norm"),
  property("training", "number_or_none", "stop_epoch"),
  property("training", "number_or_none", "stop_loss"),
  property("training", "number_or_none", "stop_plateau"),
  property(null, "number", "seed"),
  property(null, "number_or_none", "data_seed"),
  property(null, "number_or_none", "weight_seed"),
  property(null, "number_or_none", "order_seed"),
];

/**
 * @typedef {object} Link  What a hash says.
 * @property {Map<string, string>} settings  by key of PROPERTIES, as text
 * @property {Partial<ViewSettings>} view
 * @property {string[]} hidden  names of controls
 * @property {string} code  edited files as a word of js/model/code-link.js; "" is none
 * @property {string[]} unknown  keys and view words that mean nothing
 */

/**
 * @param {string} hash  with or without "#"; an anchor of the page has no "=" and says nothing
 * @returns {Link}
 */
export function readLink(hash) {
  /** @type {Link} */
  const link = { settings: new Map(), view: {}, hidden: [], code: "", unknown: [] };
  if (!hash.includes("=")) return link;
  const keys = new Set(PROPERTIES.map(({ key }) => key));
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, "").replaceAll("+", "%2B"))) {
    if (keys.has(key)) link.settings.set(key, text);
    else if (key === "hide") link.hidden = listOf(text);
    else if (key === "code") link.code = text;
    else if (key === "view") {
      const { view, unknown } = readView(text);
      Object.assign(link.view, view);
      link.unknown.push(...unknown.map((word) => `view=${word}`));
    } else link.unknown.push(key);
  }
  return link;
}

/**
 * The configuration that settings describe, partial: to be laid over the defaults by Python.
 * @param {Map<string, string>} settings
 * @param {Catalog} catalog
 * @returns {Record<string, any>}
 */
export function toConfig(settings, catalog) {
  /** @type {Record<string, any>} */
  const config = {};
  for (const { key, part, field, kind } of PROPERTIES) {
    const text = settings.get(key);
    if (text === undefined) continue;
    const value = kind === "sizes" ? layerSizes(text, settings, catalog) : parse(text, kind);
    if (part === null) config[field] = value;
    else config[part] = { ...config[part], [field]: value };
  }
  return config;
}

/**
 * @param {Config} config
 * @param {Catalog} catalog
 * @param {Partial<ViewSettings>} view  what differs from how the page would start
 * @param {string[]} hidden  names of controls
 * @param {string} [code]  a word of js/model/code-link.js
 * @returns {string}  with "#"; empty when there is nothing to say
 */
export function writeLink(config, catalog, view, hidden, code = "") {
  const { defaults } = catalog;
  // For another task Python chooses another output and loss, so that these are said then.
  const isOther = taskOf(config.data.dataset, catalog) !== taskOf(defaults.data.dataset, catalog);
  const pairs = PROPERTIES.flatMap((entry) => {
    const text = format(readField(config, entry), entry.kind);
    const isSaid = isOther && (entry.key === "output_activation" || entry.key === "loss");
    const isNeeded = isSaid || text !== format(readField(defaults, entry), entry.kind);
    return isNeeded && !(entry.kind === "alike" && text === "") ? [[entry.key, text]] : [];
  });
  const words = writeView(view);
  if (words !== "") pairs.push(["view", words]);
  if (hidden.length > 0) pairs.push(["hide", hidden.join()]);
  if (code !== "") pairs.push(["code", code]);
  const text = pairs.map(([key = "", value = ""]) => `${key}=${encode(value)}`).join("&");
  return text && `#${text}`;
}

/**
 * The key that says a field, as Python names it in an error: "layer_sizes[1]" is `hidden`.
 * @param {string} field
 * @returns {string|undefined}
 */
export function keyOfField(field) {
  const name = field.replace(/\[\d+\]$/, "");
  return PROPERTIES.find((entry) => entry.field === name)?.key;
}

/** @param {string} value  commas and colons stay as they are, for whoever reads the address */
const encode = (value) => encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":");

/** @param {string} text */
const listOf = (text) => text.split(",").filter((word) => word !== "");

/** @param {Config} config @param {Property} entry @returns {any} */
function readField(config, { part, field }) {
  const source = /** @type {Record<string, any>} */ (part === null ? config : config[part]);
  return source[field];
}

/** @param {any} value @param {Property["kind"]} kind @returns {string} */
function format(value, kind) {
  switch (kind) {
    case "name":
    case "number":
      return String(value);
    case "number_or_none":
      return value === null ? "none" : String(value);
    case "names":
      return value.join();
    case "sizes":
      return value.slice(1, -1).join();
    case "alike":
      return new Set(value).size === 1 ? value[0] : value.join();
  }
}

/** @param {string} text @param {Exclude<Property["kind"], "sizes">} kind */
function parse(text, kind) {
  switch (kind) {
    case "name":
      return text;
    case "number":
      return parseNumber(text);
    case "number_or_none":
      return text === "none" ? null : parseNumber(text);
    case "names":
      return listOf(text);
    case "alike":
      return text.includes(",") ? listOf(text) : text;
  }
}

/** @param {string} text  stays text when it is no number, so that Python's refusal can quote it */
function parseNumber(text) {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/**
 * The sizes of all layers: those of input and output follow from features and dataset.
 * @param {string} text  of the hidden layers
 * @param {Map<string, string>} settings
 * @param {Catalog} catalog
 */
function layerSizes(text, settings, catalog) {
  const { defaults } = catalog;
  const features = settings.get("features");
  const n_inputs = features === undefined ? defaults.network.features.length : listOf(features).length;
  const name = settings.get("dataset") ?? defaults.data.dataset;
  const isMulticlass = taskOf(name, catalog) === "multiclass";
  const n_classes = settings.get("n_classes");
  const classes = n_classes === undefined ? defaults.data.n_classes : parseNumber(n_classes);
  return [n_inputs, ...listOf(text).map(parseNumber), isMulticlass ? classes : 1];
}

/** @param {string} dataset @param {Catalog} catalog */
const taskOf = (dataset, { datasets }) => datasets.find(({ name }) => name === dataset)?.task;
