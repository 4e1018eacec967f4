/** The panel in which the run is played, gone through by number, and its branches are listed. */

import { followDetails } from "../../kit/details.js";
import { make, makeIcon } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createNumberField } from "../../kit/number-field.js";
import { createPace } from "../../kit/pace.js";
import { createSelectField } from "../../kit/select-field.js";
import { filmOf, recordedSteps } from "../../model/film.js";
import { branchesOf, createBranchList } from "./branch-list.js";
import { createPlayer, SPEEDS } from "./player.js";

/** @import {AppState, ViewChange} from "../../model/state.js" */
/** @import {BranchOptions} from "./branch-list.js" */
/** @import {Direction} from "./player.js" */

/**
 * @typedef {{onView: (change: ViewChange) => void, onGoTo: (step: number) => void} & BranchOptions} FilmOptions
 */

const PACE = 100; // ms between two updates
const PLAY = "M4 2.5v11l9.5-5.5z";
const PLAY_BACK = "M12 2.5v11L2.5 8z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
const CHOICES = SPEEDS.map((speed) => ({
  name: String(speed),
  label: `${speed} ×`,
  description: `${speed * 8} recorded states a second.`,
}));

/**
 * @param {HTMLDetailsElement} element
 * @param {FilmOptions} options
 */
export function createFilmPanel(element, { onView, onGoTo, onMoment, onBranch }) {
  const details = followDetails(element, "film", onView);
  /** @type {AppState|null} */
  let state = null;
  const player = createPlayer({
    look: () => ({ steps: state ? recordedSteps(state) : [], step: state?.network.step ?? 0 }),
    onGoTo,
    onChange: (direction) => buttons.render(direction),
  });
  const buttons = makePlayButtons((direction) =>
    player.play(player.direction() === direction ? 0 : direction),
  );
  const text = { name: "film_speed", label: "Playing speed", hint: "How fast the run is played." };
  const speed = createSelectField({ ...text, isLabelHidden: true, side: "left" }, (name) => {
    player.setSpeed(Number(name));
    speed.render(CHOICES, name);
  });
  speed.render(CHOICES, "1");
  const stepText = { name: "film_step", label: "Step", hint: "Goes to this step of the branch." };
  const step = createNumberField(
    { ...stepText, side: "left" },
    { onChange: (value) => value !== null && onGoTo(value) },
  );
  const list = make("div", {});
  const branches = createBranchList(list, { onMoment, onBranch });
  const row = make("div", { class: "film__row" }, ...buttons.elements, speed.element);
  element.append(make("div", { class: "panel__body film" }, row, step.element, list));
  const pace = createPace(PACE, () => {
    if (!state || !element.open) return;
    const film = filmOf(state);
    step.render(film.step, { min: 0, max: film.end });
    branches.render(branchesOf(state));
  });
  return {
    /** @param {AppState} next */
    render(next) {
      state = next;
      if (next.status === "training") player.play(0);
      if (details.update(next.view)) pace.request();
    },
  };
}

/** @param {(direction: Direction) => void} onPress */
function makePlayButtons(onPress) {
  const made = [
    makePlayButton({
      direction: -1,
      icon: PLAY_BACK,
      label: "Play backwards",
      hint: "Plays the run backwards.",
    }),
    makePlayButton({ direction: 1, icon: PLAY, label: "Play", hint: "Plays the run again from here." }),
  ];
  for (const { button, direction } of made) button.addEventListener("click", () => onPress(direction));
  return {
    elements: made.flatMap(({ button, hint }) => [button, hint]),
    /** @param {Direction} playing */
    render(playing) {
      for (const { button, direction, icon, name } of made) {
        const isOn = playing === direction;
        button.replaceChildren(makeIcon(isOn ? PAUSE : icon), name);
        button.setAttribute("aria-pressed", String(isOn));
      }
    },
  };
}

/** @param {{direction: Direction, icon: string, label: string, hint: string}} text */
function makePlayButton({ direction, icon, label, hint: text }) {
  const name = make("span", { class: "visually-hidden" }, label);
  const button = make(
    "button",
    { type: "button", class: "button button--icon", "aria-pressed": "false", "data-control": "play" },
    makeIcon(icon),
    name,
  );
  return { button, direction, icon, name, hint: createHint(button, { text, side: "left" }) };
}
