/**
 * Connects a panel that opens and closes with the setting that says whether it is open: what is
 * closed is not computed.
 */

/** @import {ViewSettings} from "../state.js" */

/** @typedef {"confusion"|"distributions"|"weights"} PanelName */

/**
 * @param {HTMLDetailsElement} element
 * @param {PanelName} name
 * @param {(partial: Partial<ViewSettings>) => void} onView
 */
export function connectDetails(element, name, onView) {
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
