/** A named group of settings behind "More". */

import { make } from "../../kit/dom.js";

/**
 * @param {string} title
 * @param {...HTMLElement} children
 */
export function createSettingsGroup(title, ...children) {
  return make("fieldset", { class: "settings-group" }, make("legend", {}, title), ...children);
}
