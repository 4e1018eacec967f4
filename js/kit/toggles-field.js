/**
 * Several things that are on or off, of which at least one stays on; they are named by formulas.
 */

import { make } from "./dom.js";
import { createHint } from "./hint.js";
import { makeId } from "./ids.js";

/** @import {Choice} from "../protocol.js" */
/** @import {Field, FieldText} from "./field.js" */

/** @typedef {Field & {render(choices: Choice[], on: string[]): void}} TogglesField */

/**
 * @param {FieldText} text
 * @param {(name: string, isOn: boolean) => void} onToggle
 * @returns {TogglesField}
 */
export function createTogglesField({ name, label, hint }, onToggle) {
  const error = make("p", { id: makeId("error"), class: "field__error", role: "alert", hidden: true });
  const title = make("span", { id: makeId("label"), class: "visually-hidden" }, label);
  const group = make("div", { class: "toggles", role: "group", "aria-labelledby": title.id });
  const hints = make("div");
  const element = make("div", { class: "field", "data-control": name }, title, group, hints, error);
  element.append(createHint(title, { text: hint, side: "right", described: group }));
  /** @type {Choice[]|null} */
  let shownChoices = null;
  /** @type {string[]} */
  let shownOn = [];
  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  const showError = (/** @type {string} */ message) => {
    error.textContent = message;
    error.hidden = false;
  };
  const restore = () => {
    for (const [choice, box] of boxes) box.checked = shownOn.includes(choice);
  };
  const toggle = (/** @type {string} */ choice, /** @type {boolean} */ isOn) => {
    if (isOn || shownOn.some((other) => other !== choice)) onToggle(choice, isOn);
    else {
      showError("One input at least has to stay.");
      restore();
    }
  };
  return {
    element,
    hintId: "", // each box has its own
    setHint() {},
    showError,
    clearError() {
      error.hidden = true;
    },
    restore,
    render(choices, on) {
      if (choices === shownChoices && on === shownOn) return;
      if (choices !== shownChoices) {
        boxes.clear();
        const toggles = choices.map((choice) => makeToggle(choice, toggle));
        group.replaceChildren(...toggles.map(({ element }) => element));
        hints.replaceChildren(...toggles.map(({ hint }) => hint));
        for (const { name, box } of toggles) boxes.set(name, box);
      }
      shownChoices = choices;
      shownOn = on;
      error.hidden = true;
      restore();
    },
  };
}

/**
 * @param {Choice} choice
 * @param {(name: string, isOn: boolean) => void} onToggle
 */
function makeToggle({ name, label, description }, onToggle) {
  const box = make("input", { type: "checkbox", id: makeId("feature"), class: "toggle__box" });
  const element = make("label", { class: "toggle", for: box.id, translate: "no" }, box, label);
  const text = `${description} Switching it on or off starts training over.`;
  const hint = createHint(element, { text, side: "right", described: box });
  hint.classList.add("hint--popup");
  box.addEventListener("change", () => onToggle(name, box.checked));
  return { name, element, box, hint };
}
