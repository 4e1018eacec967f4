/**
 * The controls that take effect at the next step, while training runs.
 */

import { createNumberField } from "./number-field.js";
import { createRateField } from "./rate-field.js";
import { createSelectField } from "./select-field.js";
import { createSpeedField } from "./speed-field.js";

/** @import {Catalog, TrainingConfig} from "../protocol.js" */

/**
 * @param {(partial: Partial<TrainingConfig>) => void} onTraining
 */
export function createTrainingFields(onTraining) {
  const rate = createRateField(
    {
      name: "learning_rate",
      label: "Learning rate",
      hint: "How far each step moves the parameters; it takes effect at the next step, also while training runs.",
    },
    (learning_rate) => onTraining({ learning_rate }),
  );
  const speed = createSpeedField(
    {
      name: "speed",
      label: "Speed",
      hint: "How many steps a second training takes at most, from one to as many as possible.",
    },
    (value) => onTraining({ speed: value }),
  );
  const batch = createNumberField(
    {
      name: "batch_size",
      label: "Batch size",
      hint: "How many training samples each step looks at; it takes effect at the next step.",
    },
    { onChange: (value) => value !== null && onTraining({ batch_size: value }) },
  );
  const optimizer = createSelectField(
    { name: "optimizer", label: "Optimizer", hint: "The rule that turns a gradient into a step." },
    (name) => onTraining({ optimizer: name }),
  );
  return {
    fields: { learning_rate: rate, speed, batch_size: batch, optimizer },
    /**
     * @param {TrainingConfig} training
     * @param {Catalog} catalog
     */
    render(training, catalog) {
      rate.render(training.learning_rate, catalog.limits.learning_rate);
      speed.render(training.speed);
      batch.render(training.batch_size, catalog.limits.batch_size);
      optimizer.render(catalog.optimizers, training.optimizer);
    },
  };
}
