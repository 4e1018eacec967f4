/** Makes the panels at the side that model/panels.js declares. Decides nothing itself. */

import { createDistributions } from "./charts/distributions.js";
import { makePanel } from "./kit/details.js";
import { PANEL_NAMES } from "./model/panels.js";
import { createConfusion } from "./ui/confusion.js";
import { HiddenSpace } from "./ui/plane/hidden-space.js";
import { WeightTable } from "./ui/weights/table.js";

/** @import {PanelName} from "./model/panels.js" */
/** @import {AppState} from "./model/state.js" */
/** @import {WeightTableOptions} from "./ui/weights/table.js" */

/** @typedef {{render: (state: AppState) => void}} View */

/** @type {Record<PanelName, (element: HTMLDetailsElement, options: WeightTableOptions) => View>} */
const MAKE = {
  confusion: createConfusion,
  distributions: createDistributions,
  space: (element, options) => new HiddenSpace(element, options),
  weights: (element, options) => new WeightTable(element, options),
};

/**
 * @param {HTMLElement} side  where they stand
 * @param {WeightTableOptions} options  all that any of them needs
 * @returns {View[]}
 */
export function createPanels(side, options) {
  return PANEL_NAMES.map((name) => {
    const element = makePanel(name);
    side.append(element);
    return MAKE[name](element, options);
  });
}
