/** The controls that are made from the catalog alone: a number or a choice for each setting behind More. */

import { createNumberField } from "../../kit/number-field.js";
import { adjacentStep, makeLogSteps } from "../../kit/scales.js";
import { createSelectField } from "../../kit/select-field.js";
import { createFittingChoices, isOffered, settingOf, valueIn } from "../../model/settings.js";

/** @import {Catalog, Config, DataConfig, Scale, Seeds, Setting, TrainingConfig} from "../../protocol.js" */
/** @import {Field} from "../../kit/field.js" */
/** @import {NumberField, NumberOptions} from "../../kit/number-field.js" */

/**
 * @typedef {object} SettingCallbacks  One for each part of the configuration.
 * @property {(partial: Partial<DataConfig>) => void} onData
 * @property {import("./network-fields.js").OnNetwork} onNetwork
 * @property {(partial: Partial<TrainingConfig>) => void} onTraining
 * @property {(seeds: Partial<Seeds>) => void} onSeed
 */

/** @typedef {(setting: Setting, value: string|number|null) => void} OnChange */

/**
 * @param {Catalog} catalog
 * @param {SettingCallbacks} callbacks
 */
export function createSettingFields(catalog, callbacks) {
  const send = sender(callbacks);
  const numbers = catalog.fields
    .filter(({ group, limits }) => group !== null && limits)
    .map((setting) => ({ setting, field: createSettingNumber(setting, send) }));
  const selects = catalog.fields
    .filter(({ group, choices }) => group !== null && choices)
    .map((setting) => ({ setting, field: createSettingSelect(setting, send) }));
  const choicesFor = createFittingChoices();
  /** @type {Map<string, Field>} */
  const byName = new Map([...numbers, ...selects].map(({ setting, field }) => [setting.name, field]));
  return {
    fields: Object.fromEntries(byName),
    /** @param {string} title  of a group */
    elementsOf: (title) =>
      catalog.fields.flatMap(({ name, group }) => (group === title ? (byName.get(name)?.element ?? []) : [])),
    /** @param {Config} config @param {Catalog} catalog */
    render(config, catalog) {
      for (const { setting, field } of numbers) renderNumber(field, setting, config, catalog);
      for (const { setting, field } of selects)
        field.render(choicesFor(setting, config, catalog), valueIn(config, setting));
    },
  };
}

/**
 * What is in a field's hint and label, as the catalog has it.
 * @param {string} name
 * @param {Catalog} catalog
 */
export function textOf(name, catalog) {
  const { label, hint } = settingOf(name, catalog);
  return { name, label, hint };
}

/** @param {SettingCallbacks} callbacks @returns {OnChange} */
function sender({ onData, onNetwork, onTraining, onSeed }) {
  return ({ part, name }, value) => {
    const change = /** @type {any} */ ({ [name]: value });
    if (part === "data") onData(change);
    else if (part === "network") onNetwork(() => change);
    else if (part === "training") onTraining(change);
    else onSeed(change);
  };
}

/** @param {Setting} setting @param {OnChange} send */
function createSettingSelect(setting, send) {
  const { name, label, hint } = setting;
  return createSelectField({ name, label, hint }, (choice) => send(setting, choice));
}

/** @param {Setting} setting @param {OnChange} send */
function createSettingNumber(setting, send) {
  const { name, label, hint } = setting;
  const empty = setting.null ?? undefined;
  return createNumberField(
    { name, label, hint },
    {
      ...stepping(setting.step ?? undefined),
      empty,
      onChange(value) {
        if (value !== null || empty !== undefined) send(setting, value);
      },
    },
  );
}

/**
 * @param {number|Scale} [step]
 * @returns {Pick<NumberOptions, "step"|"adjacent">}
 */
function stepping(step) {
  if (typeof step !== "object") return { step };
  const { low, high, first } = step;
  const steps = [...new Set([first, ...makeLogSteps(low, high)])].sort((a, b) => a - b);
  // A field that is still empty has no number to go on from.
  return {
    step: "any",
    adjacent: (value, direction) => (Number.isNaN(value) ? first : adjacentStep(steps, value, direction)),
  };
}

/** @param {NumberField} field @param {Setting} setting @param {Config} config @param {Catalog} catalog */
function renderNumber(field, setting, config, catalog) {
  field.render(valueIn(config, setting), setting.limits);
  field.element.hidden = !isOffered(setting, config, catalog);
  if (setting.name === "schedule_epochs") field.setDisabled(config.training.schedule === "constant");
}
