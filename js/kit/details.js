/**
 * Connects a panel that opens and closes with the setting that says whether it is open: what is
 * closed is not computed.
 */

import { panelOf } from "../model/panels.js";
import { make } from "./dom.js";
import { createHint } from "./hint.js";

/** @import {ViewSettings} from "../model/view.js" */

/** @import {PanelName} from "../model/panels.js" */

/**
 * A panel with its heading and hint.
 * @param {PanelName} name
 */
export function makePanel(name) {
  const { title, hint } = panelOf(name);
  const summary = make("summary", { class: "panel__title" }, title);
  return make(
    "details",
    { class: "panel", "data-panel": name },
    summary,
    createHint(summary, { text: hint, side: "left" }),
  );
}

/**
 * Open and close with a setting, which follows what the user does.
 * @param {HTMLDetailsElement} element
 * @param {PanelName|"more"|"settings"} name
 * @param {(partial: Partial<ViewSettings>) => void} onView
 */
export function followDetails(element, name, onView) {
  let seen = element.open;
  let asked = element.open;
  element.addEventListener("toggle", () => {
    if (element.open === asked) return;
    asked = element.open;
    onView({ [name]: asked });
  });
  return {
    /**
     * Follow a setting that has changed. (One that has not may lag behind what the user has just done.)
     * @param {ViewSettings} view
     * @returns {boolean} whether the panel is open
     */
    update(view) {
      if (view[name] !== seen) {
        seen = view[name];
        asked = seen;
        element.open = seen;
      }
      return element.open;
    },
  };
}
