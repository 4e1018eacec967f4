/** The name and the live value of what the pointer is on. The inspector says the same to those who do not see it. */

import { updateText } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { shownText } from "../../kit/point-text.js";
import { capitalized, parameterName, unitName } from "../../model/names.js";
import { placeBeside } from "../plan/unit-map.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {Selection} from "../../model/view.js" */
/** @import {Box} from "../plan/unit-map.js" */

/** @param {HTMLElement} element  the scene's @param {{unit: number|null, box: Box|null}} card  which tells the same of a unit */
export function createTooltip(element, card) {
  const tooltip = document.createElement("div");
  tooltip.className = "scene-tooltip";
  tooltip.hidden = true;
  tooltip.setAttribute("aria-hidden", "true");
  const name = document.createElement("span");
  const value = document.createElement("strong");
  const where = document.createElement("div");
  tooltip.append(name, value, where);
  name.translate = value.translate = false;
  element.append(tooltip);
  /** @type {Selection|null} */
  let pointed = null;
  return {
    /**
     * @param {Selection|null} hovered
     * @param {{x: number, y: number}} pixel
     */
    pointAt(hovered, pixel) {
      pointed = hovered;
      const { offsetWidth, offsetHeight } = tooltip;
      const stage = { width: element.clientWidth, height: element.clientHeight };
      const { x, y } = placeBeside(pixel, { width: offsetWidth, height: offsetHeight }, stage, card.box);
      tooltip.style.transform = `translate(${x}px, ${y}px)`;
    },
    /** Show what is under the pointer; what another view says is hovered has no place here. @param {AppState} state */
    render(state) {
      const hovered = state.view.hovered === null ? null : pointed;
      tooltip.hidden = hovered === null || (hovered.kind === "unit" && hovered.unit === card.unit);
      if (hovered === null) return;
      updateText(name, capitalized(describe(state, hovered)));
      updateText(value, formatExact(liveValue(state, hovered) ?? Number.NaN));
      updateText(where, hovered.kind === "unit" ? shownText(state.network) : "");
    },
    dispose: () => tooltip.remove(),
  };
}

/** @param {AppState} state @param {Selection} selection */
function describe({ topology }, selection) {
  return selection.kind === "unit"
    ? unitName(selection.unit, topology)
    : parameterName(selection.parameter, topology);
}

/** @param {AppState} state @param {Selection} selection */
function liveValue({ network }, selection) {
  return selection.kind === "unit"
    ? network.activations[selection.unit]
    : network.parameters[selection.parameter];
}
