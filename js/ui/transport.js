/**
 * Start, stop, step, reset, undo and redo, by button and by key, and a line that says how training
 * stands.
 */

import { make, makeIcon, updateText } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";
import { undoneNext } from "../model/opened.js";
import { listenForShortcuts, listenForUndo } from "./shortcuts.js";
import { describeStatus } from "./status-text.js";

/** @import {AppState, Status} from "../model/state.js" */

/**
 * @typedef {object} TransportOptions
 * @property {() => void} onStart
 * @property {() => void} onStop
 * @property {() => void} onToggle  start, or stop
 * @property {() => void} onStep
 * @property {() => void} onOpenStep
 * @property {() => void} onReset
 * @property {() => void} onNewWeights  by key only: its button is with the seeds
 * @property {() => void} onUndo
 * @property {() => void} onRedo
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
  open_step: {
    label: "Open the step",
    icon: "M7 1.5a5.5 5.5 0 1 0 3.2 10l3.4 3.4 1.3-1.3-3.4-3.4A5.5 5.5 0 0 0 7 1.5m0 1.8a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4M5.6 4.8v4.4L9.6 7z",
    hint: "Opens the next step, number by number, without taking it; again, and it is closed (O).",
  },
  reset: {
    label: "Reset",
    icon: "M8 2a6 6 0 1 0 6 6h-2a4 4 0 1 1-4-4v2.5L12.5 3 8-.5z",
    hint: "Goes back to the first weights of this run (R); New weights, under More, draws others (W).",
  },
  undo: {
    label: "Undo",
    icon: "M6 2 1.5 6.5 6 11V8h4a2.5 2.5 0 0 1 0 5H5v2h5a4.5 4.5 0 0 0 0-9H6z",
    hint: "",
  },
  redo: {
    label: "Redo",
    icon: "M10 2l4.5 4.5L10 11V8H6a2.5 2.5 0 0 0 0 5h5v2H6a4.5 4.5 0 0 1 0-9h4z",
    hint: "",
  },
};

/**
 * @param {HTMLElement} element
 * @param {TransportOptions} options
 */
export function createTransport(element, options) {
  const { onStart, onStop, onToggle, onStep, onOpenStep, onReset, onNewWeights, onUndo, onRedo } = options;
  /** @type {AppState|null} */
  let shown = null;
  /** @type {Status} */
  let status = "loading";
  let startIsWaiting = false;
  const note = make("p", { class: "transport__note", role: "status" });
  const showNote = () => {
    const { text, isImportant } = describeStatus(shown, startIsWaiting);
    updateText(note, text);
    // Where room is short, only what the buttons and the numbers do not say is shown.
    note.toggleAttribute("data-important", isImportant);
  };
  const start = () => {
    if (status === "failed" || startIsWaiting) return;
    startIsWaiting = status === "loading";
    showNote();
    onStart();
  };
  const whenReady = (/** @type {() => void} */ action) => () => {
    if (isUp(status)) action();
  };
  const buttons = {
    start: makeButton("start", "button button--primary", start),
    stop: makeButton("stop", "button button--primary", onStop),
    step: makeButton("step", "button", whenReady(onStep)),
    open_step: makeButton("open_step", "button button--icon", whenReady(onOpenStep)),
    reset: makeButton("reset", "button", whenReady(onReset)),
    undo: makeButton("undo", "button button--icon", whenReady(onUndo)),
    redo: makeButton("redo", "button button--icon", whenReady(onRedo)),
  };
  buttons.stop.hidden = true;
  element.append(...Object.values(buttons), note);
  const hints = addHints(element, buttons);
  listenForShortcuts({
    " ": () => (isUp(status) ? onToggle() : start()),
    s: whenReady(onStep),
    o: whenReady(onOpenStep),
    r: whenReady(onReset),
    w: whenReady(onNewWeights),
  });
  listenForUndo({ onUndo: whenReady(onUndo), onRedo: whenReady(onRedo) });

  return {
    /** @param {AppState} state */
    render(state) {
      const old = shown;
      shown = state;
      buttons.open_step.setAttribute("aria-expanded", String(state.opened !== null));
      if (old?.edits !== state.edits || old.status !== state.status || undoneNext(old) !== undoneNext(state))
        showEdits(buttons, hints, state);
      if (old?.status === state.status && old.network.stop_reason === state.network.stop_reason) return;
      status = state.status;
      if (status !== "loading") startIsWaiting = false;
      showNote();
      showOneOf(buttons.start, buttons.stop, status === "training");
      buttons.start.setAttribute("aria-disabled", String(status === "failed"));
      for (const button of [buttons.step, buttons.open_step, buttons.reset]) setUsable(button, isUp(status));
    },
  };
}

const isUp = (/** @type {Status} */ status) => status !== "loading" && status !== "failed";

/** @param {HTMLButtonElement} button @param {boolean} usable */
const setUsable = (button, usable) => button.setAttribute("aria-disabled", String(!usable));

/**
 * @param {Record<"undo"|"redo", HTMLButtonElement>} buttons
 * @param {Record<string, HTMLElement>} hints
 * @param {AppState} state
 */
function showEdits(buttons, hints, state) {
  const { edits, status } = state;
  const undo = undoneNext(state);
  setUsable(buttons.undo, isUp(status) && undo !== null);
  setUsable(buttons.redo, isUp(status) && edits.redo !== null);
  const texts = {
    undo: undo ? `Takes back the last change: ${undo} (Ctrl+Z).` : "There is no change to take back.",
    redo: edits.redo ? `Makes it again: ${edits.redo} (Ctrl+Shift+Z).` : "Nothing has been taken back.",
  };
  for (const [name, text] of Object.entries(texts)) {
    const hint = hints[name];
    if (hint) updateText(hint, text);
  }
}

/**
 * @param {keyof typeof BUTTONS} name
 * @param {string} className
 * @param {() => void} onPress
 */
function makeButton(name, className, onPress) {
  const { label, icon } = BUTTONS[name];
  const button = make(
    "button",
    { type: "button", class: className, "data-control": name, "aria-label": label }, // the text is not always shown
    makeIcon(icon),
    make("span", {}, label),
  );
  button.addEventListener("click", onPress);
  return button;
}

/**
 * @param {HTMLElement} element
 * @param {Record<keyof typeof BUTTONS, HTMLButtonElement>} buttons
 * @returns {Record<string, HTMLElement>}
 */
function addHints(element, buttons) {
  const hints = Object.entries(buttons).map(([name, button]) => {
    const text = BUTTONS[/** @type {keyof typeof BUTTONS} */ (name)].hint;
    return /** @type {const} */ ([name, createHint(button, { text, side: "below" })]);
  });
  element.append(...hints.map(([, hint]) => hint));
  return Object.fromEntries(hints);
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
