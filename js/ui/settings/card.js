/** The card with the settings: as long as it is closed, its heading says in a line what is set. */

import { followDetails } from "../../kit/details.js";
import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { choiceOf, summarize } from "../../model/dataset-choice.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */

/**
 * @param {HTMLDetailsElement} element  with its heading in the summary
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createSettingsCard(element, { onView }) {
  const details = followDetails(element, "settings", onView);
  const said = make("p", { class: "settings__said" });
  const summary = /** @type {HTMLElement} */ (element.querySelector("summary"));
  summary.append(said);
  element.append(createHint(summary, { text: "Opens and closes the settings.", side: "right" }));
  return {
    /** @param {Pick<AppState, "config"|"catalog"|"view">} state */
    render({ config, catalog, view }) {
      details.update(view);
      const dataset = choiceOf(config.data.dataset, catalog)?.label ?? config.data.dataset;
      updateText(said, `${dataset}: ${summarize(config, catalog)}`);
    },
  };
}
