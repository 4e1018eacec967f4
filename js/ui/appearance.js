/**
 * Theme and palette: the choice in the header, and the attributes of <html> that the styles obey.
 */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { createToggleButton } from "../kit/toggle-button.js";

/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

/** @type {{value: ViewSettings["palette"], label: string}[]} */
const PALETTES = [
  { value: "glass", label: "Amber and blue" },
  { value: "original", label: "Red and green" },
  { value: "safe", label: "Colour-blind safe" },
];

/**
 * Have the styles obey the choice: before anything is drawn that asks it for colours.
 * @param {ViewSettings} view
 */
export function applyAppearance({ theme, palette }) {
  Object.assign(document.documentElement.dataset, { theme, palette });
}

/**
 * @param {HTMLElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createAppearance(element, { onView }) {
  const palette = make("select", { "aria-label": "Colours" });
  palette.append(...PALETTES.map(({ value, label }) => make("option", { value }, label)));
  palette.addEventListener("change", () =>
    onView({ palette: PALETTES.find(({ value }) => value === palette.value)?.value ?? "glass" }),
  );
  const dark = createToggleButton(
    { name: "theme", label: "Dark", className: "button button--quiet" },
    (isOn) => onView({ theme: isOn ? "dark" : "light" }),
  );
  dark.button.append(make("span", { class: "visually-hidden" }, " theme"));
  const frame = make("div", { class: "select select--compact", "data-control": "palette" }, palette);
  element.append(
    frame,
    createHint(frame, {
      text: "The colours of units and connections: the original ones, or ones that colour-blind people tell apart.",
      side: "below",
      described: palette,
    }),
    dark.button,
    createHint(dark.button, { text: "Switches between a light and a dark page.", side: "below" }),
  );
  /** @type {ViewSettings|null} */
  let shown = null;
  return {
    /** @param {AppState} state */
    render({ view }) {
      if (shown?.theme === view.theme && shown.palette === view.palette) return;
      shown = view;
      palette.value = view.palette;
      dark.render(view.theme === "dark");
    },
  };
}
