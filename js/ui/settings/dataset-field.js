/** The dataset, and a button for the settings that learn it. */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createSelectField } from "../../kit/select-field.js";
import { choiceOf, summarize } from "../../model/dataset-choice.js";
import { sameSettings } from "../../model/network-changes.js";
import { TASK_TITLES } from "../../model/user-words.js";
import { textOf } from "./setting-fields.js";

/** @import {Catalog, Config, DatasetChoice, EditedFiles, Task} from "../../protocol.js" */

/**
 * @param {Catalog} catalog
 * @param {{onDataset: (name: string) => void, onRecommended: () => void}} callbacks
 */
export function createDatasetField(catalog, { onDataset, onRecommended }) {
  const field = createSelectField(
    textOf("dataset", catalog),
    onDataset,
    ({ task }) => TASK_TITLES[/** @type {Task} */ (task)],
  );
  const button = make("button", { type: "button", class: "button button--wide" }, "Use recommended settings");
  const summary = make("p", { class: "field__note" });
  const element = make("div", { class: "field", "data-control": "recommended" }, button, summary);
  element.append(
    createHint(button, {
      text: "Sets network and training to these values, and starts over.",
      side: "right",
    }),
  );
  button.addEventListener("click", onRecommended);
  return {
    field,
    recommended: element,
    /**
     * @param {Config} config
     * @param {Catalog} catalog
     * @param {EditedFiles} code
     */
    render(config, catalog, code) {
      field.render(catalog.datasets, config.data.dataset);
      const choice = choiceOf(config.data.dataset, catalog);
      if (!choice) return;
      const inUse = sameSettings(config, choice.recommended);
      button.classList.toggle("button--suggested", !inUse);
      const what = inUse ? "In use" : claim(choice, code);
      updateText(summary, `${what}: ${summarize(choice.recommended, catalog)}`);
    },
  };
}

/**
 * What is known of a dataset's recommended settings; with other code than the one that was tried, less.
 * @param {DatasetChoice} choice
 * @param {EditedFiles} code
 */
function claim({ is_tested }, code) {
  if (!is_tested) return "Nobody has tried this one; a network to begin with";
  return Object.keys(code).length > 0 ? "Learned it before the code was changed" : "Learns it";
}
