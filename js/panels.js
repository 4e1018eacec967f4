/** Makes the panels at the side that js/model/panels.js declares, and what is in them. Decides nothing itself. */

import { createDistributions } from "./charts/distributions.js";
import { makePanel } from "./kit/details.js";
import { createPart } from "./kit/part.js";
import { PANEL_NAMES, panelOf } from "./model/panels.js";
import { createConfusion } from "./ui/confusion.js";
import { createFilmPanel } from "./ui/film/film-panel.js";
import { createDataPanel } from "./ui/plane/data-panel.js";
import { HiddenSpace } from "./ui/plane/hidden-space.js";
import { WeightTable } from "./ui/weights/table.js";

/** @import {PanelName} from "./model/panels.js" */
/** @import {AppState} from "./model/state.js" */
/** @import {FilmOptions} from "./ui/film/film-panel.js" */
/** @import {WeightTableOptions} from "./ui/weights/table.js" */

/** @typedef {{render: (state: AppState) => void}} View */

/** @type {Record<PanelName, (element: HTMLDetailsElement, options: WeightTableOptions & FilmOptions) => View>} */
const MAKE = {
  data: createDataPanel,
  confusion: createConfusion,
  distributions: createDistributions,
  space: (element, options) => new HiddenSpace(element, options),
  weights: (element, options) => new WeightTable(element, options),
  film: createFilmPanel,
};

/**
 * The panels with their headings, which take their room before anything is in them.
 * @param {HTMLElement} side  where they stand
 * @returns {Map<PanelName, HTMLDetailsElement>}
 */
export function makePanels(side) {
  const panels = new Map(PANEL_NAMES.map((name) => [name, makePanel(name)]));
  side.querySelector("#charts")?.before(...panels.values());
  return panels;
}

/**
 * @param {Map<PanelName, HTMLDetailsElement>} panels
 * @param {WeightTableOptions & FilmOptions} options  all that any of them needs
 * @returns {View[]}
 */
export const createPanels = (panels, options) =>
  [...panels].map(([name, element]) =>
    createPart(element, `The panel “${panelOf(name).title}”`, () => MAKE[name](element, options)),
  );
