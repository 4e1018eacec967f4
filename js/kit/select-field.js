/**
 * A drop-down list of named choices.
 */

import { Ahead } from "./ahead.js";
import { make } from "./dom.js";
import { createField } from "./field.js";

/** @import {Choice} from "../protocol.js" */
/** @import {Field, FieldText} from "./field.js" */

const MIXED = "";

/**
 * @typedef {Field & {render(choices: Choice[], value: string|null): void}} SelectField
 *   A value of null is shown as "Mixed".
 */

/**
 * @param {FieldText} text
 * @param {(name: string) => void} onChange
 * @param {(choice: any) => string} [groupOf]  the heading that a choice of the list stands under
 * @returns {SelectField}
 */
export function createSelectField(text, onChange, groupOf) {
  const select = make("select");
  if (text.hasSymbols) select.translate = false;
  const mixed = make("option", { value: MIXED, hidden: true }, "Mixed");
  const field = createField(text, select, { body: make("div", { class: "select" }, select) });
  const ahead = new Ahead();
  select.addEventListener("change", () => {
    ahead.moved();
    onChange(select.value);
  });

  /** @type {Choice[]|null} */
  let shownChoices = null;
  /** @type {string|null|undefined} */
  let shownValue;
  return {
    ...field,
    render(choices, value) {
      const rebuild = choices !== shownChoices;
      if (!rebuild && value === shownValue) return;
      if (rebuild) {
        select.replaceChildren(mixed, ...(groupOf ? makeGroups(choices, groupOf) : choices.map(makeOption)));
      }
      shownChoices = choices;
      shownValue = value;
      const show = () => {
        select.value = value ?? MIXED;
      };
      ahead.show(show, rebuild || value === select.value);
      const choice = choices.find(({ name }) => name === value);
      field.setHint(choice ? `${text.hint} ${choice.label}: ${choice.description}` : text.hint);
      field.clearError();
    },
    restore() {
      select.value = shownValue ?? MIXED;
    },
  };
}

/** @param {Choice} choice */
const makeOption = ({ name, label }) => make("option", { value: name }, label);

/**
 * @param {Choice[]} choices
 * @param {(choice: Choice) => string} groupOf
 */
function makeGroups(choices, groupOf) {
  return [...Map.groupBy(choices, groupOf)].map(([label, members]) =>
    make("optgroup", { label }, ...members.map(makeOption)),
  );
}
