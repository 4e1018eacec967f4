/**
 * Start, stop, step, reset and the head-on view, by button and by key, and a line that says how
 * training stands.
 */

import { make, makeIcon, updateText } from "./dom.js";
import { createHint } from "./hint.js";
import { listenForShortcuts } from "./shortcuts.js";

/** @import {AppState, Status} from "../state.js" */

/**
 * @typedef {object} TransportOptions
 * @property {() => void} onStart
 * @property {() => void} onStop
 * @property {() => void} onStep
 * @property {() => void} onReset
 * @property {() => void} onHeadOn
 */

const BUTTONS = {
  start: {
    label: "Start training",
    icon: "M4 2.5v11l9.5-5.5z",
    hint: "Trains the network until you stop it (space bar).",
  },
  stop: {
    label: "Stop training",
    icon: "M3.5 3.5h9v9h-9z",
    hint: "Stops training after the current step (space bar).",
  },
  step: {
    label: "Step",
    icon: "M3 2.5v11l7-5.5zM11 2.5h2.5v11H11z",
    hint: "Takes one step, on one batch (S).",
  },
  reset: {
    label: "Reset",
    icon: "M8 2a6 6 0 1 0 6 6h-2a4 4 0 1 1-4-4v2.5L12.5 3 8-.5z",
    hint: "Goes back to the first weights; the same seed draws the same ones (R).",
  },
  head_on: {
    label: "Head-on view",
    icon: "M1.5 3h13v10h-13zM3.5 5v6h9V5z",
    hint: "Turns the camera to face the network and shows all of it (H).",
  },
};

/** @type {Record<Status, string>} */
const STATUS_TEXT = {
  loading: "",
  ready: "Ready",
  training: "Training",
  stopped: "Stopped",
  diverged: "Stopped: the loss is no longer a finite number",
  failed: "Python could not be loaded",
};

/**
 * @param {HTMLElement} element
 * @param {TransportOptions} options
 */
export function createTransport(element, { onStart, onStop, onStep, onReset, onHeadOn }) {
  /** @type {Status} */
  let status = "loading";
  let startIsWaiting = false;
  const note = make("p", { class: "transport__note", role: "status" });
  const showNote = () => {
    updateText(note, startIsWaiting ? "Starts as soon as Python is ready" : STATUS_TEXT[status]);
    // Where room is short, only what the buttons and the numbers do not say is shown.
    note.toggleAttribute("data-important", startIsWaiting || status === "diverged" || status === "failed");
  };
  const start = () => {
    if (status === "failed" || startIsWaiting) return;
    startIsWaiting = status === "loading";
    showNote();
    onStart();
  };
  const whenReady = (/** @type {() => void} */ action) => () => {
    if (status !== "loading" && status !== "failed") action();
  };
  const buttons = {
    start: makeButton(BUTTONS.start, "button button--primary", start),
    stop: makeButton(BUTTONS.stop, "button button--primary", onStop),
    step: makeButton(BUTTONS.step, "button", whenReady(onStep)),
    reset: makeButton(BUTTONS.reset, "button", whenReady(onReset)),
    head_on: makeButton(BUTTONS.head_on, "button", onHeadOn),
  };
  buttons.stop.hidden = true;
  const { start: startButton, stop, step, reset, head_on } = buttons;
  element.append(startButton, stop, step, reset, note, head_on);
  for (const button of Object.values(buttons)) element.append(addHint(button));
  listenForShortcuts({
    " ": () => (status === "training" ? onStop() : start()),
    s: whenReady(onStep),
    r: whenReady(onReset),
    h: onHeadOn,
  });

  return {
    /** @param {AppState} state */
    render(state) {
      if (state.status === status && note.textContent !== "") return;
      status = state.status;
      if (status !== "loading") startIsWaiting = false;
      showNote();
      showOneOf(startButton, stop, status === "training");
      startButton.setAttribute("aria-disabled", String(status === "failed"));
      const unusable = status === "loading" || status === "failed";
      for (const button of [step, reset]) button.setAttribute("aria-disabled", String(unusable));
    },
  };
}

/**
 * @param {{label: string, icon: string}} text
 * @param {string} className
 * @param {() => void} onPress
 */
function makeButton({ label, icon }, className, onPress) {
  const button = make(
    "button",
    { type: "button", class: className },
    makeIcon(icon),
    make("span", {}, label),
  );
  button.addEventListener("click", onPress);
  return button;
}

/** @param {HTMLButtonElement} button */
function addHint(button) {
  const text = Object.values(BUTTONS).find(({ label }) => label === button.textContent);
  const id = `hint-${button.textContent?.toLowerCase().replaceAll(" ", "-")}`;
  return createHint(button, { id, text: text?.hint ?? "", side: "below" });
}

/**
 * Show the first or the second of two buttons; the focus goes along.
 * @param {HTMLButtonElement} first
 * @param {HTMLButtonElement} second
 * @param {boolean} showSecond
 */
function showOneOf(first, second, showSecond) {
  const [shown, hidden] = showSecond ? [second, first] : [first, second];
  const hadFocus = document.activeElement === hidden;
  shown.hidden = false;
  hidden.hidden = true;
  if (hadFocus) shown.focus();
}
