/** The card of an opened step: where one is in it, how the number there is made, and what comes next. */

import { make, makeIcon, updateText } from "../../kit/dom.js";
import { formatCount } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { makeId } from "../../kit/ids.js";
import { capitalized, layerName, nounedUnit, parameterName } from "../../model/names.js";
import { isAtEnd, ofText, quantityText, stationOf } from "../../model/opened-step.js";
import { kindAt, numberAt, parameterIndex } from "../../model/step-number.js";
import { toldWrong } from "../../model/step-wrong.js";
import { createChoices } from "./choices.js";
import { listenForStations } from "./keys.js";
import { NumberBlock } from "./number-block.js";
import { createWalkButtons } from "./walk-buttons.js";
import { createWrongNote } from "./wrong-note.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {StepNumber} from "../../model/step-number.js" */
/** @import {StepOptions} from "./opened-step.js" */

const CROSS = "M4.7 3.3 8 6.6l3.3-3.3 1.4 1.4L9.4 8l3.3 3.3-1.4 1.4L8 9.4l-3.3 3.3-1.4-1.4L6.6 8 3.3 4.7z";

export class StepCard {
  #element;
  #head;
  #walk;
  #wrong;
  #choices;
  #number;
  #make;
  /** @type {Element|null} */ #cameFrom = null;
  /** The next one is on its way: the card stays meanwhile. */
  #awaits = false;
  /** @type {Pick<AppState, "opened"|"topology"|"view">|null} */ #shown = null;

  /** @param {HTMLElement} element  a section @param {StepOptions} options */
  constructor(element, options) {
    this.#element = element;
    this.#head = createHead(options.onCloseStep);
    this.#walk = createWalkButtons(options);
    this.#wrong = createWrongNote(options);
    this.#choices = createChoices(options);
    this.#number = new NumberBlock({
      request: options.request,
      onError(thrown) {
        options.onCloseStep();
        options.onError(thrown);
      },
    });
    this.#make = createMakeButtons(options.onMakeStep, () => this.#goOn(options));
    element.setAttribute("aria-labelledby", this.#head.title.id);
    element.append(
      ...this.#head.elements,
      ...this.#walk.elements,
      this.#head.station,
      this.#wrong.element,
      this.#choices.element,
      this.#number.element,
      this.#make.element,
    );
    listenForStations({
      slider: this.#walk.slider,
      isOpen: () => this.#shown?.opened != null,
      actions: options,
    });
  }

  /** @param {AppState} state */
  render({ opened, topology, view }) {
    const last = this.#shown;
    if (last?.opened === opened && last.topology === topology && last.view === view) return;
    this.#shown = { opened, topology, view };
    if (opened === null) {
      if (!this.#awaits) this.#hide();
      return;
    }
    if (this.#element.hidden) this.#appear();
    const number = numberAt(opened, view.selection, topology);
    this.#head.render(opened, topology, number);
    this.#walk.render(opened, topology, view);
    this.#wrong.render(opened, topology, view);
    this.#choices.render(opened, number, topology);
    const isWrong = toldWrong(opened, view).some(({ station }) => station === opened.at);
    this.#number.render({ opened, number, topology, isWrong });
    this.#make.render(opened);
  }

  #appear() {
    this.#cameFrom = document.activeElement;
    this.#element.hidden = false;
    this.#head.title.focus({ preventScroll: true });
    this.#element.scrollIntoView({ block: "nearest" });
  }

  #hide() {
    if (this.#element.hidden) return;
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.hidden = true;
    this.#number.clear();
    const cameFrom = this.#cameFrom;
    if (hadFocus && cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  }

  /** @param {StepOptions} options */
  async #goOn({ onNextStep }) {
    this.#awaits = true;
    const isOpen = await onNextStep(); // though it may not have been drawn yet
    this.#awaits = false;
    if (!isOpen) this.#hide();
  }
}

/** @param {() => void} onClose */
function createHead(onClose) {
  const title = make("h2", { id: makeId("title"), class: "panel__title", tabindex: -1 });
  const close = make(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close the step" },
    makeIcon(CROSS),
  );
  close.addEventListener("click", onClose);
  const hint = createHint(close, { text: "Leaves everything as it was (Esc).", side: "left" });
  const name = make("h3", { class: "step__name", translate: "no" });
  const subject = make("p", { class: "step__subject", translate: "no" });
  return {
    title,
    elements: [make("div", { class: "inspector__head" }, title, close, hint)],
    station: make("div", { class: "step__station" }, name, subject),
    /** @param {OpenedStep} opened @param {TopologyEvent} topology @param {StepNumber} number */
    render(opened, topology, number) {
      const { name: quantity, layer } = stationOf(opened);
      updateText(title, `One step, opened: step ${formatCount(opened.record.step + 1)}`);
      const text = quantity === "mean" ? "mean loss" : quantityText(quantity);
      updateText(name, layer === null ? capitalized(text) : `${layerName(layer, topology)} · ${text}`);
      updateText(subject, subjectText(opened, topology, number));
    },
  };
}

/**
 * What the number is of, in words.
 * @param {OpenedStep} opened @param {TopologyEvent} topology @param {StepNumber} number
 */
function subjectText(opened, topology, number) {
  const { layer, unit, input } = number;
  const of = ofText(opened);
  if (layer === null || unit === null) return of;
  if (of === "the step") return parameterName(parameterIndex({ layer, unit, input }, topology), topology);
  const to = nounedUnit(topology, layer, unit);
  const kind = kindAt(opened);
  const from = input === null ? "" : `${nounedUnit(topology, layer - 1, input)} to `;
  return `${kind === "unit" ? "" : kind === "bias" ? "bias of " : "weight from "}${from}${to}, ${of}`;
}

/** @param {() => unknown} onMake @param {() => unknown} onNext */
function createMakeButtons(onMake, onNext) {
  const made = [
    { text: "Make the step", hint: "Takes this step, and closes the view (Enter).", onPress: onMake },
    { text: "Next step", hint: "Takes this step, and opens the one after.", onPress: onNext },
  ].map(({ text, hint, onPress }) => {
    const button = make("button", { type: "button", class: "button" }, text);
    button.addEventListener("click", onPress);
    return { button, hint: createHint(button, { text: hint, side: "left" }) };
  });
  return {
    element: make("div", { class: "step__make" }, ...made.flatMap(({ button, hint }) => [button, hint])),
    /** @param {OpenedStep} opened */
    render(opened) {
      made[0]?.button.classList.toggle("button--primary", isAtEnd(opened));
    },
  };
}
