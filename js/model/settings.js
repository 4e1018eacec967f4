/** What the catalog says of a setting: where its value is, what it may be, whether it is of use. Pure. */

/** @import {Catalog, Choice, Config, Setting} from "../protocol.js" */

/**
 * @param {string} wanted  as the configuration names it
 * @param {Pick<Catalog, "fields">} catalog
 * @returns {Setting}
 */
export function settingOf(wanted, { fields }) {
  const found = fields.find(({ name }) => name === wanted);
  if (!found) throw new Error(`the catalog has no setting ${wanted}`);
  return found;
}

/**
 * @param {Config} config
 * @param {Pick<Setting, "part"|"name">} setting
 * @returns {any}
 */
export function valueIn(config, { part, name }) {
  const source = /** @type {Record<string, any>} */ (part === null ? config : config[part]);
  return source[name];
}

/**
 * Whether a setting changes anything for what is chosen: classes are those of some datasets, and each optimizer has
 * constants of its own.
 * @param {Setting} setting
 * @param {Config} config
 * @param {Catalog} catalog
 * @returns {boolean}
 */
export function isOffered({ name, belongs_to }, config, catalog) {
  if (name === "n_classes") return choiceIn(catalog.datasets, config.data.dataset)?.has_n_classes ?? false;
  if (belongs_to === null) return true;
  const owner = settingOf(belongs_to, catalog);
  const chosen = choiceIn(choicesOf(owner, catalog), valueIn(config, owner));
  return chosen?.options?.includes(name) ?? false;
}

/**
 * The choices of a setting that fit the task of the dataset. The same list as long as catalog and task are the same.
 * @returns {(setting: Setting, config: Config, catalog: Catalog) => Choice[]}
 */
export function createFittingChoices() {
  /** @type {Catalog|null} */
  let source = null;
  let shownTask = "";
  /** @type {Record<string, Choice[]>} */
  let fitting = {};
  return (setting, { data }, catalog) => {
    const task = choiceIn(catalog.datasets, data.dataset)?.task ?? "binary";
    if (catalog !== source || task !== shownTask) {
      const losses = catalog.losses.filter(({ tasks }) => tasks.includes(task));
      const output_activation = catalog.activations.filter(
        ({ name, output_only }) => !output_only || losses.some((loss) => loss.output_activation === name),
      );
      fitting = { loss: losses, output_activation };
      source = catalog;
      shownTask = task;
    }
    return fitting[setting.name] ?? choicesOf(setting, catalog);
  };
}

/**
 * The activations that a hidden layer may have; the same list as long as the catalog is the same.
 * @returns {(catalog: Catalog) => Choice[]}
 */
export function createHiddenActivations() {
  /** @type {Catalog|null} */
  let source = null;
  /** @type {Choice[]} */
  let choices = [];
  return (catalog) => {
    if (catalog !== source) choices = catalog.activations.filter(({ output_only }) => !output_only);
    source = catalog;
    return choices;
  };
}

/**
 * @param {Setting} setting
 * @param {Catalog} catalog
 * @returns {Choice[]}
 */
export const choicesOf = ({ choices }, catalog) => (choices ? catalog[choices] : []);

/**
 * @template {Choice} C
 * @param {C[]} choices
 * @param {string} wanted
 */
const choiceIn = (choices, wanted) => choices.find(({ name }) => name === wanted);
