/** What is seen of the settings at first: at most seven controls, each made for its setting. */

import { createDatasetField } from "./dataset-field.js";
import { createShapeFields } from "./network-fields.js";
import { createRateField } from "./rate-field.js";
import { textOf } from "./setting-fields.js";
import { createSpeedField } from "./speed-field.js";

/** @import {Catalog, TrainingConfig} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Field} from "../../kit/field.js" */

/**
 * @param {Catalog} catalog
 * @param {object} options
 * @param {(name: string) => void} options.onDataset
 * @param {() => void} options.onRecommended
 * @param {import("./network-fields.js").OnNetwork} options.onNetwork
 * @param {(partial: Partial<TrainingConfig>) => void} options.onTraining
 */
export function createFirstFields(catalog, { onDataset, onRecommended, onNetwork, onTraining }) {
  const dataset = createDatasetField(catalog, { onDataset, onRecommended });
  const shape = createShapeFields(catalog, onNetwork);
  const rate = createRateField(textOf("learning_rate", catalog), (learning_rate) =>
    onTraining({ learning_rate }),
  );
  const speed = createSpeedField(textOf("speed", catalog), (value) => onTraining({ speed: value }));
  /** @type {Record<string, Field>} */
  const fields = { dataset: dataset.field, ...shape.fields, learning_rate: rate, speed };
  return {
    fields,
    elements: [dataset.field.element, dataset.recommended, ...shape.elements, rate.element, speed.element],
    /** @param {Pick<AppState, "config"|"catalog"|"topology"|"code">} state */
    render({ config, catalog, topology, code }) {
      dataset.render(config, catalog, code);
      shape.render(config.network, catalog, topology);
      rate.render(config.training.learning_rate, catalog.limits.learning_rate);
      speed.render(config.training.speed);
    },
  };
}
