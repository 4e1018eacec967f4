/** What the scene shows besides the network: two switches under it. */

import { createHint } from "../kit/hint.js";
import { createToggleButton } from "../kit/toggle-button.js";

/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

const TOGGLES = /** @type {const} */ ([
  {
    name: "tiles",
    label: "Responses",
    icon: "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z",
    hint: "Shows beside each unit how it responds to every point of the plane: height and colour are its activation.",
  },
  {
    name: "surface",
    label: "Output surface",
    icon: "M1 11.5 6 3l3.5 5L12 5l3 6.5-7 3z",
    hint: "Shows the output over the whole plane as a surface, with the samples on it; turn the scene to see its height.",
  },
]);

/**
 * @param {HTMLElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createSceneTools(element, { onView }) {
  const toggles = TOGGLES.map((text) => {
    const toggle = createToggleButton(text, (isOn) => onView({ [text.name]: isOn }));
    element.append(toggle.button);
    return { name: text.name, ...toggle };
  });
  toggles.forEach(({ button }, index) => {
    const text = TOGGLES[index]?.hint ?? "";
    element.append(createHint(button, { text, side: "above" }));
  });
  return {
    /** @param {AppState} state */
    render({ view }) {
      for (const { name, render } of toggles) render(view[name]);
    },
  };
}
