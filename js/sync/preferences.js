/** Remembers theme and palette for the next visit; js/boot-check.js reads them before the first paint. */

/** @import {ViewSettings} from "../model/view.js" */

/**
 * @param {ViewSettings} view
 * @param {ViewSettings} previous
 */
export function savePreferences(view, previous) {
  for (const name of /** @type {const} */ (["theme", "palette"])) {
    if (view[name] === previous[name]) continue;
    try {
      localStorage.setItem(`glassnet.${name}`, view[name]);
    } catch {
      // Storage may be off or full; the choice then holds for this visit.
    }
  }
}
