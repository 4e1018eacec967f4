/**
 * Python's refusals in the user's words: by the label of the control, and with values as the page
 * shows them. Programs (`glassnet.request`) get Python's own. Pure.
 */

import { LABELS, layerActivationLabel, layerSizeLabel } from "./labels.js";
import { choicesOf } from "./settings.js";

/** @import {Catalog, ErrorValue, Task} from "../protocol.js" */

/** @typedef {{name: string, label: string}} Named */

/**
 * @typedef {object} Subject  What an error is about.
 * @property {string} label
 * @property {Named[]} [names]  that rule and value may speak of
 * @property {(rule: string) => string} [rule]  as it is for the control, where the control asks for something else
 * @property {(value: unknown) => unknown} [value]
 */

/** @type {Record<Task, string>} */
export const TASK_TITLES = { binary: "Two classes", multiclass: "Several classes", regression: "Regression" };
const TASKS = Object.entries(TASK_TITLES).map(([name, title]) => ({ name, label: title.toLowerCase() }));

/** Fields that are no control's, but that what a control does may be refused for. @type {Record<string, Subject>} */
const OTHERS = {
  value: { label: LABELS.parameter_value },
  undo: { label: "Undo" },
  redo: { label: "Redo" },
  name: { label: "The mistake" },
  files: { label: "The code" },
  run: {
    label: "The run",
    rule: (rule) =>
      rule.replace(
        "go back with restore_finite, or reset it",
        "go back to its last sound step, or press Reset",
      ),
  },
  sample: {
    label: LABELS.sample,
    // People count samples from 1, Python from 0.
    rule: (rule) => rule.replace(/from 0 to (\d+)$/, (_, last) => `from 1 to ${Number(last) + 1}`),
    value: (value) => (typeof value === "number" ? value + 1 : value),
  },
};

/**
 * The same promise, whose refusal has a message for the user.
 * @template T
 * @param {Promise<T>} answer
 * @param {object} params  that were asked with
 * @param {() => Catalog} catalog
 * @returns {Promise<T>}
 */
export function inUserWords(answer, params, catalog) {
  return answer.catch((thrown) => {
    const error = /** @type {{error?: ErrorValue}} */ (thrown).error;
    if (!error) throw thrown;
    const message = messageFor(error, params, catalog());
    throw Object.assign(new Error(message), { error: { ...error, message } });
  });
}

/**
 * @param {ErrorValue} error
 * @param {object} params
 * @param {Catalog} catalog
 * @returns {string}  the error's own message where the page has no word for its field
 */
export function messageFor(error, params, catalog) {
  const { field, rule, message } = error;
  if (error.code !== "invalid" || field === undefined || rule === undefined) return message;
  if (rule.startsWith("“")) return message; // it is about what it names, such as a dataset of one's own
  const subject = subjectOf(field, params, catalog);
  if (!subject) return message;
  const names = subject.names ?? [];
  const said = withLabels(
    (subject.rule?.(rule) ?? rule).replace("must be null or", "must be empty or"),
    names,
  );
  if (rule.startsWith("is ") || rule.startsWith("cannot ")) return `${subject.label} ${said}.`;
  const given = givenFor(field, params);
  // What cannot be sent as it is comes back as text.
  const value =
    typeof error.value === "string" && given !== undefined && !(given === null) && typeof given !== "string"
      ? given
      : error.value;
  return `${subject.label} ${said}, but is ${shown(subject.value?.(value) ?? value, names)}.`;
}

/**
 * A refusal of what is not even asked of Python.
 * @param {string} label
 * @param {{min: number, max: number}} limit
 * @param {unknown} value
 * @param {string} [or]  what else it may be, such as "empty or "
 */
export function refusalOfWhole(label, { min, max }, value, or = "") {
  return `${label} must be ${or}a whole number from ${min} to ${max}, but is ${shown(value, [])}.`;
}

/** The same of what may be any number. @param {string} label @param {{min: number, max: number}} limit @param {number} value */
export function refusalOfNumber(label, { min, max }, value) {
  return `${label} must be a number from ${min} to ${max}, but is ${value}.`;
}

/**
 * @param {string} field  as Python names it, such as "layer_sizes[1]"
 * @param {object} params
 * @param {Catalog} catalog
 * @returns {Subject|undefined}
 */
function subjectOf(field, params, catalog) {
  const [, name = field, place] = /^(\w+)(?:\[(\d+)\])?$/.exec(field) ?? [];
  const index = place === undefined ? null : Number(place);
  if (Object.hasOwn(OTHERS, name)) return OTHERS[name];
  const setting = catalog.fields.find((each) => each.name === name);
  const label = setting?.label ?? "";
  switch (setting?.kind) {
    case undefined:
      return undefined;
    case "sizes":
      return index === null ? layersOf(label) : sizeOf(index, givenFor(name, params));
    case "activations":
      return {
        label: index === null ? label : layerActivationLabel(index + 1),
        names: catalog.activations,
        rule: inWordsOfActivations,
      };
    case "features":
      return { label, names: catalog.features, rule: withoutList };
    case "choice":
      // Output and loss are refused for each other, and for the task.
      if (name !== "loss" && name !== "output_activation")
        return { label, names: choicesOf(setting, catalog) };
      return { label, names: [...catalog.losses, ...catalog.activations, ...TASKS] };
    default:
      return { label };
  }
}

const withoutList = (/** @type {string} */ rule) => rule.replace("must be a list of ", "must be ");

/** @param {string} rule */
const inWordsOfActivations = (rule) =>
  rule.replace(/^must be one name or a list of (\d+), one per hidden layer$/, (_, n) =>
    n === "1"
      ? "must be one, as there is one hidden layer"
      : `must be one for all hidden layers, or ${n}, one for each`,
  );

/**
 * The list of all layers, of which the control asks for the length.
 * @param {string} label
 * @returns {Subject}
 */
const layersOf = (label) => ({
  label,
  rule: (rule) =>
    rule.replace(/^must be a list of (\d+) to (\d+) layers$/, "must be a whole number from $1 to $2"),
  value: (value) => (Array.isArray(value) ? value.length : value),
});

/**
 * @param {number} index  of layer_sizes
 * @param {unknown} sizes  as they were given
 * @returns {Subject|undefined}  none for the layers whose sizes follow
 */
function sizeOf(index, sizes) {
  if (!Array.isArray(sizes) || index === 0 || index === sizes.length - 1) return undefined;
  const hidden = sizes.slice(1, -1);
  if (hidden.every((size) => Object.is(size, hidden[0]))) return { label: LABELS.layer_size };
  const { label, rest } = layerSizeLabel(index);
  return { label: `${label} ${rest}` };
}

/**
 * What was given for a field, in parameters of any command that has it.
 * @param {string} field
 * @param {any} params
 * @returns {unknown}  undefined: nothing
 */
function givenFor(field, params) {
  const [, name = field, place] = /^(\w+)(?:\[(\d+)\])?$/.exec(field) ?? [];
  const { config } = params;
  const parts = [params, config, config?.data, config?.network, config?.training];
  const value = parts.find((part) => part && Object.hasOwn(part, name))?.[name];
  return place === undefined ? value : value?.[Number(place)];
}

/**
 * @param {unknown} value
 * @param {Named[]} names
 * @returns {string}
 */
function shown(value, names) {
  if (value === null || value === undefined || value === "") return "empty";
  if (Array.isArray(value))
    return value.length === 0 ? "empty" : value.map((entry) => shown(entry, names)).join(", ");
  if (typeof value !== "string") return String(value);
  const said = withLabels(value, names);
  return said === value ? `“${value}”` : said;
}

/**
 * A text with labels for names, and with numbers as the fields show them: 0.000001, not 1e-06.
 * @param {string} text
 * @param {Named[]} names
 */
function withLabels(text, names) {
  const labels = new Map(names.map(({ name, label }) => [name, label]));
  return text.replace(
    /\d+(\.\d+)?e[+-]?\d+|\w+/gi,
    (word) => labels.get(word) ?? (/^\d/.test(word) ? plain(word) : word),
  );
}

/** @param {string} word */
function plain(word) {
  const value = Number(word);
  return Number.isFinite(value) && /e/i.test(word) ? String(value) : word;
}
