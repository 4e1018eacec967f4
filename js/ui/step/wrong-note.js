/** Says where the numbers of edited code are wrong, the first place first, and goes from one to the next. */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { atStation, withSample } from "../../model/opened-step.js";
import { selectionOf } from "../../model/step-number.js";
import { nextMistake, toldWrong, wrongHere } from "../../model/step-wrong.js";
import { valueAt } from "../../model/value-at.js";
import { wrongText } from "./wrong-text.js";

/** @import {TopologyEvent, WrongStation} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {StepOptions} from "./opened-step.js" */

/** @param {Pick<StepOptions, "onStation"|"onView">} options */
export function createWrongNote({ onStation, onView }) {
  /** @type {{next: WrongStation, opened: OpenedStep, topology: TopologyEvent}|null} */
  let shown = null;
  const text = make("p");
  const button = make("button", { type: "button", class: "button" }, "Go there");
  const hint = createHint(button, {
    text: "Goes to the station that is wrong, and to the unit.",
    side: "left",
  });
  button.addEventListener("click", () => {
    if (!shown) return;
    const { next, opened, topology } = shown;
    const { name, layer } = valueAt(opened.record.stations, next.station);
    const { unit, input, sample } = next;
    if (layer !== null && unit !== null) {
      const kind = name === "d_weights" ? "weight" : name === "d_biases" ? "bias" : "unit";
      onView({ selection: selectionOf(kind, { layer, unit, input }, topology) });
    }
    onStation((opened) => withSample(atStation(opened, next.station), sample));
  });
  const element = make("div", { class: "step__wrong", role: "note", hidden: true }, text, button, hint);
  return {
    element,
    /** @param {OpenedStep} opened @param {TopologyEvent} topology @param {ViewSettings} view */
    render(opened, topology, view) {
      element.hidden = toldWrong(opened, view).length === 0;
      if (element.hidden) return;
      const next = nextMistake(opened);
      shown = next && { next, opened, topology };
      updateText(text, wrongText(opened, topology));
      updateText(button, wrongHere(opened) ? "To the next" : "Go there");
      button.hidden = next === null;
    },
  };
}
