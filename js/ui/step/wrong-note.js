/** Says at which station the numbers of edited code are wrong first, and goes there. */

import { make, updateText } from "../../kit/dom.js";
import { formatExact } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { layerName } from "../../model/names.js";
import { atStation, quantityText, withSample } from "../../model/opened-step.js";
import { selectionOf } from "../../model/step-number.js";

/** @import {Station, TopologyEvent, WrongStation} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {StepOptions} from "./opened-step.js" */

/** @param {Pick<StepOptions, "onStation"|"onView">} options */
export function createWrongNote({ onStation, onView }) {
  /** @type {{wrong: WrongStation, station: Station, topology: TopologyEvent}|null} */
  let shown = null;
  const text = make("p");
  const button = make("button", { type: "button", class: "button" }, "Go there");
  const hint = createHint(button, {
    text: "Goes to the first station that is wrong, and to the unit.",
    side: "left",
  });
  button.addEventListener("click", () => {
    if (!shown) return;
    const { wrong, station, topology } = shown;
    const { layer } = station;
    const { unit, input, sample } = wrong;
    if (layer !== null && unit !== null) {
      const kind = station.name === "d_weights" ? "weight" : station.name === "d_biases" ? "bias" : "unit";
      onView({ selection: selectionOf(kind, { layer, unit, input }, topology) });
    }
    onStation((opened) => withSample(atStation(opened, wrong.station), sample));
  });
  const element = make("div", { class: "step__wrong", role: "note", hidden: true }, text, button, hint);
  return {
    element,
    /** @param {OpenedStep} opened @param {TopologyEvent} topology */
    render({ record: { wrong, stations }, at }, topology) {
      element.hidden = wrong === null;
      const station = wrong && stations[wrong.station];
      if (!wrong || !station) return;
      shown = { wrong, station, topology };
      const { name, layer } = station;
      const where =
        layer === null ? quantityText(name) : `${layerName(layer, topology)}, ${quantityText(name)}`;
      const isHere = at === wrong.station;
      const numbers = `Found ${numberText(wrong.found)}, expected ${numberText(wrong.expected)} by ${wrong.compared_with}.`;
      updateText(
        text,
        isHere ? `${wrong.message} ${numbers}` : `The first that is wrong: ${where}. ${wrong.message}`,
      );
      button.hidden = isHere;
    },
  };
}

/** @param {number|null} value */
const numberText = (value) => formatExact(value ?? Number.NaN);
