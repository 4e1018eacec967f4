/** The name and the live value of what the pointer is on. The inspector says the same to those who do not see it. */

import { updateText } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { shownText } from "../../kit/point-text.js";
import { capitalized, parameterName, unitName } from "../../model/names.js";
import { placeBeside } from "../plan/unit-map.js";
import { stepNumber } from "./step-text.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {Selection} from "../../model/view.js" */
/** @import {Box} from "../plan/unit-map.js" */
/** @import {NumberText} from "./step-text.js" */

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
      const number = stepNumber(state, hovered) ?? liveNumber(state, hovered);
      updateText(name, capitalized(number.name));
      updateText(value, number.value);
      updateText(where, number.where);
    },
    dispose: () => tooltip.remove(),
  };
}

/** @param {AppState} state @param {Selection} selection @returns {NumberText} */
function liveNumber({ network, topology }, selection) {
  const exact = (/** @type {number|undefined} */ value) => formatExact(value ?? Number.NaN);
  if (selection.kind === "parameter") {
    const { parameter } = selection;
    return {
      name: parameterName(parameter, topology),
      value: exact(network.parameters[parameter]),
      where: "",
    };
  }
  const { unit } = selection;
  return {
    name: unitName(unit, topology),
    value: exact(network.activations[unit]),
    where: shownText(network),
  };
}
