/** The settings behind More, in their groups: those made from the catalog, and some that are made for one setting. */

import { createInputField } from "./input-field.js";
import { createLayerRows } from "./layer-rows.js";
import { createSampleField } from "./sample-field.js";
import { createSeedButtons } from "./seed-buttons.js";
import { createSettingFields } from "./setting-fields.js";
import { createSettingsGroup } from "./settings-group.js";

/** @import {Catalog} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Field} from "../../kit/field.js" */
/** @import {LayerCallbacks} from "./layer-rows.js" */
/** @import {SettingCallbacks} from "./setting-fields.js" */

/** @typedef {Parameters<typeof createSeedButtons>[0] & Parameters<typeof createSampleField>[0]} OtherCallbacks */

/**
 * @param {Catalog} catalog
 * @param {SettingCallbacks & LayerCallbacks & OtherCallbacks} options
 */
export function createMoreFields(catalog, options) {
  const settings = createSettingFields(catalog, options);
  const sample = createSampleField(options);
  const inputs = createInputField(catalog, options.onNetwork);
  const layers = createLayerRows(options);
  /** @type {Record<string, HTMLElement[]>} */
  const before = { Inputs: [inputs.field.element], Layers: [layers.element] };
  /** @type {Record<string, HTMLElement[]>} */
  const after = { Data: [sample.field.element], Seeds: createSeedButtons(options) };
  /** @type {Record<string, Field>} */
  const fields = { ...settings.fields, features: inputs.field, sample: sample.field };
  return {
    fields,
    rows: layers.rows,
    groups: catalog.groups.map((title) =>
      createSettingsGroup(
        title,
        ...(before[title] ?? []),
        ...settings.elementsOf(title),
        ...(after[title] ?? []),
      ),
    ),
    /** @param {Pick<AppState, "config"|"catalog"> & {sample: number|null}} state */
    render({ config, catalog, sample: shown }) {
      settings.render(config, catalog);
      sample.render(shown, config.data.n_samples);
      inputs.render(config.network, catalog);
      layers.render(config.network, catalog);
    },
  };
}
