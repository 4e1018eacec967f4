/** From station to station by hand, or by itself at a speed that one can follow. */

import { make, makeIcon } from "../../kit/dom.js";
import { createField } from "../../kit/field.js";
import { createHint } from "../../kit/hint.js";
import { createIconButton } from "../../kit/icon-button.js";
import { createSelectField } from "../../kit/select-field.js";
import { createSlider } from "../../kit/slider.js";
import {
  atStation,
  describeStation,
  nextStation,
  PHASES,
  phaseStarts,
  previousStation,
  stationOf,
} from "../../model/opened-step.js";
import { toldWrong } from "../../model/step-wrong.js";
import { valueAt } from "../../model/value-at.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {StepOptions} from "./opened-step.js" */

const BACK = "M10.5 2.5 5 8l5.5 5.5z";
const ON = "M5.5 2.5 11 8l-5.5 5.5z";
const PLAY = "M4 2.5v11l9.5-5.5z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
const SPEEDS = [0.5, 1, 2, 3, 5].map((seconds) => ({
  name: String(seconds),
  label: `${seconds} s`,
  description: "for each phase, which its stations share.",
}));

/** @param {Pick<StepOptions, "onStation"|"onView"|"onWalk">} options */
export function createWalkButtons({ onStation, onView, onWalk }) {
  const phases = makePhases(onStation);
  const slider = createSlider((index) => onStation((opened) => atStation(opened, index)));
  const text = {
    name: "opened_station",
    label: "Station",
    hint: "Goes from station to station: ← and →, with Shift from phase to phase, Home and End.",
    side: /** @type {const} */ ("above"),
    isLabelHidden: true,
  };
  const marks = createMarks();
  const body = make("div", { class: "step__slider" }, slider.input, marks.element);
  const field = createField(text, slider.input, { body });
  const back = makeButton(BACK, "Previous station", "One station back (←).", () =>
    onStation(previousStation),
  );
  const on = makeButton(ON, "Next station", "One station on (→).", () => onStation(nextStation));
  const walk = makeButton(PLAY, "Walk through", "Goes on by itself, or stays (S).", onWalk);
  const speed = createSelectField(
    {
      name: "walk_seconds",
      label: "Walking speed",
      hint: "How long each phase takes.",
      side: "left",
      isLabelHidden: true,
    },
    (name) => onView({ walk_seconds: Number(name) }),
  );
  const row = make(
    "div",
    { class: "step__walk" },
    ...[back, on].flatMap(({ button, hint }) => [button, hint]),
    field.element,
    walk.button,
    walk.hint,
    speed.element,
  );
  return {
    elements: [phases.element, row],
    slider: slider.input,
    /** @param {OpenedStep} opened @param {TopologyEvent} topology @param {ViewSettings} view */
    render(opened, topology, view) {
      const last = opened.record.stations.length - 1;
      phases.render(opened);
      marks.render(
        toldWrong(opened, view).map(({ station }) => station),
        last,
      );
      slider.render(opened.at, last, describeStation(opened, topology));
      walk.button.replaceChildren(makeIcon(opened.walks ? PAUSE : PLAY));
      walk.button.setAttribute("aria-pressed", String(opened.walks));
      speed.render(SPEEDS, String(view.walk_seconds));
    },
  };
}

/** Where along the slider stations are wrong. */
function createMarks() {
  const element = make("div", { class: "step__marks", "aria-hidden": "true" });
  let shown = "";
  return {
    element,
    /** @param {number[]} stations @param {number} last */
    render(stations, last) {
      const key = [last, ...stations].join();
      if (key === shown) return;
      shown = key;
      const marks = stations.map((at) => {
        const mark = make("span");
        mark.style.left = `${(at / last) * 100}%`;
        return mark;
      });
      element.replaceChildren(...marks);
    },
  };
}

/** The phases as buttons, of which one is current. @param {StepOptions["onStation"]} onStation */
function makePhases(onStation) {
  const buttons = PHASES.map((phase, at) => {
    const button = make("button", { type: "button", class: "step__phase" }, phase);
    button.addEventListener("click", () =>
      onStation((opened) => atStation(opened, valueAt(phaseStarts(opened.record), at))),
    );
    return {
      phase,
      button,
      hint: createHint(button, { text: "Goes to where this phase begins.", side: "left" }),
    };
  });
  const element = make(
    "div",
    { class: "step__phases", role: "group", "aria-label": "Phases" },
    ...buttons.flatMap(({ button, hint }) => [button, hint]),
  );
  return {
    element,
    /** @param {OpenedStep} opened */
    render(opened) {
      const now = stationOf(opened).phase;
      for (const { phase, button } of buttons) {
        if (phase === now) button.setAttribute("aria-current", "step");
        else button.removeAttribute("aria-current");
      }
    },
  };
}

/** @param {string} icon @param {string} label @param {string} hint @param {() => void} onPress */
const makeButton = (icon, label, hint, onPress) =>
  createIconButton({ icon, label, hint, className: "button button--icon step__button", onPress });
