/**
 * The configuration as the hash of the page's address and back, by the settings of the catalog. Pure:
 * Python judges what is read; here nothing is checked.
 *
 *     #dataset=spiral&hidden=8,8&learning_rate=0.03&hide=noise,seed&view=dark,tiles
 *
 * Only what differs from the defaults is written. Keys are those of the configuration, apart from
 * `hidden`, `activation`, `view`, `hide`, `code` (js/model/code-link.js), `weights` (js/model/weights-link.js), `station`
 * (js/model/opened-step.js) and those of js/model/view-keys.js.
 */

/** @import {Catalog, Config, Setting} from "../protocol.js" */
/** @import {ViewSettings} from "./view.js" */

import { meant, readText } from "./link-text.js";
import { readNumber } from "./number-text.js";
import { isStationWord } from "./opened-step.js";
import { valueIn } from "./settings.js";
import { readView, writeView } from "./view.js";
import { VIEW_KEYS } from "./view-keys.js";

/**
 * @typedef {object} Link  What a hash says.
 * @property {Map<string, string>} settings  by key, as text
 * @property {Partial<ViewSettings>} view
 * @property {string[]} hidden  names of controls
 * @property {string} code  edited files as a word of js/model/code-link.js; "" is none
 * @property {string} station  at which the next step is opened, as a word of js/model/opened-step.js; "" is none
 * @property {string} weights  first weights and biases as a word of js/model/weights-link.js; "" is none
 * @property {string[]} unknown  keys and view words that mean nothing
 * @property {string[]} problems  what else could not be read, as sentences
 */

/**
 * @param {string} hash  with or without "#"; an anchor of the page has no "=" and says nothing
 * @param {Catalog} catalog
 * @param {string} [search]  of the address, where some programs put what belongs into the hash
 * @returns {Link}
 */
export function readLink(hash, catalog, search = "") {
  const { said, unknown, problems } = readText(hash, search, linkKeys(catalog));
  const [code, weights] = [said.get("code") ?? "", said.get("weights") ?? ""];
  const station = (said.get("station") ?? "").toLowerCase();
  /** @type {Link} */
  const link = { settings: new Map(), view: {}, hidden: [], code, weights, station, unknown, problems };
  if (station !== "" && !isStationWord(station)) {
    unknown.push(`station=${station}`);
    link.station = "";
  }
  for (const setting of catalog.fields) {
    const text = said.get(setting.key);
    if (text === undefined) continue;
    if (isList(setting) && /^,|,,|,$/.test(text))
      problems.push(`“${setting.key}=${text}” has nothing beside a comma`);
    // With edited code, names may come that differ in capitals alone.
    else link.settings.set(setting.key, link.code === "" ? meantValue(text, setting, catalog) : text);
  }
  for (const [key, { read }] of Object.entries(VIEW_KEYS)) {
    const text = said.get(key);
    if (text === undefined) continue;
    const view = read(text.toLowerCase());
    Object.assign(link.view, view);
    if (view === null) unknown.push(`${key}=${text}`);
  }
  const { view, unknown: words } = readView(said.get("view") ?? "");
  Object.assign(link.view, view);
  unknown.unshift(...words.map((word) => `view=${word}`));
  link.hidden = listOf(said.get("hide") ?? "").map((name) => name.toLowerCase().replace(/[\s-]+/g, "_"));
  return link;
}

/** All keys that a link may have. @param {Pick<Catalog, "fields">} catalog */
export const linkKeys = ({ fields }) => [
  ...fields.map(({ key }) => key),
  ...Object.keys(VIEW_KEYS),
  ...["view", "hide", "code", "weights", "station"],
];

/**
 * The configuration that settings describe, partial: to be laid over the defaults by Python.
 * @param {Map<string, string>} settings
 * @param {Catalog} catalog
 * @returns {Record<string, any>}
 */
export function toConfig(settings, catalog) {
  /** @type {Record<string, any>} */
  const config = {};
  for (const setting of catalog.fields) {
    const { key, part, name } = setting;
    const text = settings.get(key);
    if (text === undefined) continue;
    const value = setting.kind === "sizes" ? layerSizes(text, settings, catalog) : parse(text, setting);
    if (part === null) config[name] = value;
    else config[part] = { ...config[part], [name]: value };
  }
  return config;
}

/**
 * @param {Config} config
 * @param {Catalog} catalog
 * @param {Partial<ViewSettings>} view  what differs from how the page would start
 * @param {string[]} hidden  names of controls
 * @param {{code?: string, weights?: string, station?: string}} [words]  of js/model/code-link.js, js/model/weights-link.js
 *   and js/model/opened-step.js
 * @returns {string}  with "#"; empty when there is nothing to say
 */
export function writeLink(config, catalog, view, hidden, { code = "", weights = "", station = "" } = {}) {
  const { defaults } = catalog;
  // For another task Python chooses another output and loss, so that these are said then.
  const isOther = taskOf(config.data.dataset, catalog) !== taskOf(defaults.data.dataset, catalog);
  const pairs = catalog.fields.flatMap((setting) => {
    const { key, kind } = setting;
    const text = format(valueIn(config, setting), setting);
    const isSaid = isOther && (key === "output_activation" || key === "loss");
    const isNeeded = isSaid || text !== format(valueIn(defaults, setting), setting);
    return isNeeded && !(kind === "activations" && text === "") ? [[key, text]] : [];
  });
  for (const [key, { write }] of Object.entries(VIEW_KEYS)) {
    const text = write(view);
    if (text !== null) pairs.push([key, text]);
  }
  const words = writeView(view);
  if (words !== "") pairs.push(["view", words]);
  if (hidden.length > 0) pairs.push(["hide", hidden.join()]);
  if (station !== "") pairs.push(["station", station]);
  if (code !== "") pairs.push(["code", code]);
  if (weights !== "") pairs.push(["weights", weights]);
  const text = pairs.map(([key = "", value = ""]) => `${key}=${encode(value)}`).join("&");
  return text && `#${text}`;
}

/**
 * The key that says a field, as Python names it in an error: "layer_sizes[1]" is `hidden`.
 * @param {string} field
 * @param {Pick<Catalog, "fields">} catalog
 * @returns {string|undefined}
 */
export function keyOfField(field, { fields }) {
  const base = field.replace(/\[\d+\]$/, "");
  return fields.find(({ name }) => name === base)?.key;
}

/** @param {string} value  commas and colons stay as they are, for whoever reads the address */
const encode = (value) => encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":");

/** @param {Setting} setting */
const isList = ({ kind }) => kind === "sizes" || kind === "features" || kind === "activations";

/**
 * A value with the names that it means, in whatever capitals it says them.
 * @param {string} text @param {Setting} setting @param {Catalog} catalog
 */
function meantValue(text, { kind, choices }, catalog) {
  if (kind === "number" || kind === "integer" || kind === "sizes") return text.toLowerCase();
  const registry = kind === "choice" ? choices : kind;
  const names = ((registry && catalog[registry]) ?? []).map(({ name }) => name);
  return text
    .split(",")
    .map((word) => meant(word, names))
    .join();
}

/** @param {string} text */
const listOf = (text) => text.split(",").filter((word) => word !== "");

/** @param {any} value @param {Setting} setting @returns {string} */
function format(value, { kind }) {
  switch (kind) {
    case "features":
      return value.join();
    case "sizes":
      return value.slice(1, -1).join();
    case "activations":
      return new Set(value).size === 1 ? value[0] : value.join();
    default:
      return value === null ? "none" : String(value);
  }
}

/** @param {string} text @param {Setting} setting */
function parse(text, { kind, null: isNullable }) {
  switch (kind) {
    case "number":
    case "integer":
      return isNullable && text === "none" ? null : parseNumber(text);
    case "features":
      return listOf(text);
    case "activations":
      return text.includes(",") ? listOf(text) : text;
    default:
      return text;
  }
}

/** @param {string} text @returns {number|string}  text when it is no number, so that Python's refusal can quote it */
const parseNumber = (text) => readNumber(text) ?? text;

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
