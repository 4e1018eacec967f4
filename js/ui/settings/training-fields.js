/**
 * The controls that take effect at the next step, while training runs.
 */

import { createNumberField } from "../../kit/number-field.js";
import { adjacentStep, makeLogSteps } from "../../kit/scales.js";
import { createSelectField } from "../../kit/select-field.js";
import { LABELS } from "../../model/labels.js";
import { createRateField } from "./rate-field.js";
import { createSpeedField } from "./speed-field.js";

/** @import {Catalog, TrainingConfig} from "../../protocol.js" */
/** @import {FieldText} from "../../kit/field.js" */
/** @import {NumberOptions} from "../../kit/number-field.js" */

/** @typedef {(partial: Partial<TrainingConfig>) => void} OnTraining */

const PENALTIES = [0, ...makeLogSteps(1e-5, 10)];
const LOSSES = makeLogSteps(1e-6, 100);
const NORMS = makeLogSteps(1e-3, 1000);

/** From one to the next of a list; a field that is still empty starts at `first`. */
const stepsOf = (/** @type {number[]} */ steps, /** @type {number} */ first) =>
  /** @type {NonNullable<NumberOptions["adjacent"]>} */ (
    (value, direction) => (Number.isNaN(value) ? first : adjacentStep(steps, value, direction))
  );

/** @type {Record<string, {text: Omit<FieldText, "name">, options: Omit<NumberOptions, "onChange">}>} */
const NUMBERS = {
  batch_size: {
    text: {
      label: LABELS.batch_size,
      hint: "How many training samples each step looks at; it takes effect at the next step.",
    },
    options: {},
  },
  schedule_epochs: {
    text: {
      label: LABELS.schedule_epochs,
      hint: "The epochs that the schedule takes, or that lie between two of its steps.",
    },
    options: { step: 10 },
  },
  l1: {
    text: {
      label: LABELS.l1,
      hint: "Adds this times the sum of all |weights| to what training makes smaller, which drives useless weights to 0.",
    },
    options: { step: "any", adjacent: stepsOf(PENALTIES, 0) },
  },
  l2: {
    text: {
      label: LABELS.l2,
      hint: "Adds half of this times the sum of all squared weights to what training makes smaller, which keeps weights small.",
    },
    options: { step: "any", adjacent: stepsOf(PENALTIES, 0) },
  },
  dropout: {
    text: {
      label: LABELS.dropout,
      hint: "The share of the hidden units that each step leaves out, so that no unit relies on another.",
    },
    options: { step: 0.1 },
  },
  clip_norm: {
    text: {
      label: LABELS.clip_norm,
      hint: "Shortens a gradient that is longer than this; empty means that none is shortened.",
    },
    options: { step: "any", empty: "none", adjacent: stepsOf(NORMS, 1) },
  },
  stop_epoch: {
    text: { label: LABELS.stop_epoch, hint: "Training stops at the end of this epoch; empty means never." },
    options: { step: 10, empty: "none" },
  },
  stop_loss: {
    text: {
      label: LABELS.stop_loss,
      hint: "Training stops when the train loss has come down to this; empty means never.",
    },
    options: { step: "any", empty: "none", adjacent: stepsOf(LOSSES, 0.01) },
  },
  stop_plateau: {
    text: {
      label: LABELS.stop_plateau,
      hint: "Training stops when the train loss has not fallen for so many epochs; empty means never.",
    },
    options: { step: 10, empty: "none" },
  },
};

/**
 * @param {OnTraining} onTraining
 */
export function createTrainingFields(onTraining) {
  const rate = createRateField(
    {
      name: "learning_rate",
      label: LABELS.learning_rate,
      hint: "How far each step moves the parameters; it takes effect at the next step, also while training runs.",
    },
    (learning_rate) => onTraining({ learning_rate }),
  );
  const speed = createSpeedField(
    {
      name: "speed",
      label: LABELS.speed,
      hint: "How many steps a second training takes at most, from one to as many as possible.",
    },
    (value) => onTraining({ speed: value }),
  );
  const optimizer = createSelectField(
    {
      name: "optimizer",
      label: LABELS.optimizer,
      hint: "The rule that turns a gradient into a step; it takes effect at the next step.",
    },
    (name) => onTraining({ optimizer: name }),
  );
  const schedule = createSelectField(
    {
      name: "schedule",
      label: LABELS.schedule,
      hint: "How the learning rate changes with the epochs; it takes effect at the next step.",
    },
    (name) => onTraining({ schedule: name }),
  );
  const numbers = Object.fromEntries(
    Object.entries(NUMBERS).map(([name, { text, options }]) => {
      const onChange = (/** @type {number|null} */ value) => {
        if (value !== null || options.empty !== undefined) onTraining({ [name]: value });
      };
      return [name, createNumberField({ name, ...text }, { ...options, onChange })];
    }),
  );
  return {
    fields: { learning_rate: rate, speed, optimizer, schedule, ...numbers },
    /**
     * @param {TrainingConfig} training
     * @param {Catalog} catalog
     */
    render(training, catalog) {
      rate.render(training.learning_rate, catalog.limits.learning_rate);
      speed.render(training.speed);
      optimizer.render(catalog.optimizers, training.optimizer);
      schedule.render(catalog.schedules, training.schedule);
      for (const [name, field] of Object.entries(numbers)) {
        const value = /** @type {number|null} */ (training[/** @type {keyof TrainingConfig} */ (name)]);
        field.render(value, catalog.limits[name]);
      }
      numbers.schedule_epochs?.setDisabled(training.schedule === "constant");
    },
  };
}
