/**
 * Connects a panel that opens and closes with the setting that says whether it is open: what is
 * closed is not computed.
 */

import { createHint } from "./hint.js";

/** @import {ViewSettings} from "../model/view.js" */

/** @typedef {"confusion"|"distributions"|"space"|"weights"} PanelName */

/** @type {Record<PanelName, string>} */
const HINTS = {
  confusion: "Counts how many samples of each true class the network answers with which class.",
  distributions: "Shows how the weights, activations and gradients of each layer are spread.",
  space: "Shows where two units of a layer take the samples, and the plane with them.",
  weights: "Lists every weight and bias of a layer, to read, to edit and to freeze.",
};

/**
 * @param {HTMLDetailsElement} element
 * @param {PanelName} name
 * @param {(partial: Partial<ViewSettings>) => void} onView
 */
export function connectDetails(element, name, onView) {
  const summary = element.querySelector("summary");
  summary?.after(createHint(summary, { id: `hint-panel-${name}`, text: HINTS[name], side: "left" }));
  return followDetails(element, name, onView);
}

/**
 * Open and close with a setting, which follows what the user does.
 * @param {HTMLDetailsElement} element
 * @param {PanelName|"more"} name
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
