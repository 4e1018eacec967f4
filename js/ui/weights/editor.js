/**
 * Typing a number into a cell: Enter takes it, Escape gives up, and what is no number is explained.
 */

import { make } from "../../kit/dom.js";
import { makeId } from "../../kit/ids.js";
import { readNumber, refusalOfText } from "../../model/number-text.js";
import { formatParameter } from "./layout.js";

/**
 * @param {{onValue: (parameter: number, value: number) => void}} options
 */
export function createCellEditor({ onValue }) {
  const error = make("p", { id: makeId("error"), class: "field__error", role: "alert" });
  const input = make("input", {
    class: "weights__input",
    type: "text",
    inputmode: "text",
    dir: "ltr",
    autocomplete: "off",
    "aria-describedby": error.id,
  });
  /** @type {{cell: HTMLElement, children: Node[], parameter: number, before: string, name: string}|null} */
  let open = null;
  const showError = (/** @type {string} */ message) => {
    error.textContent = message;
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  const close = () => {
    if (!open) return;
    const { cell, children } = open;
    open = null;
    const hadFocus = document.activeElement === input;
    cell.replaceChildren(...children);
    showError("");
    if (hadFocus) cell.focus();
  };
  const take = () => {
    if (!open) return;
    const { parameter, before, name } = open;
    const value = readNumber(input.value);
    if (value === null) {
      showError(refusalOfText(`The ${name}`, input.value));
      return;
    }
    const isChanged = input.value !== before; // what is shown is rounded: leaving it changes nothing
    close();
    if (isChanged) onValue(parameter, value);
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the arrow keys move in the text, and letters are no commands
    if (event.isComposing) return;
    if (event.key === "Enter") take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  return {
    error,
    /** @param {Element} target */
    contains: (target) => target === input,
    close,
    /**
     * @param {HTMLElement} cell
     * @param {{parameter: number, value: number, name: string}} what
     */
    open(cell, { parameter, value, name }) {
      close();
      const before = formatParameter(value).replaceAll("−", "-"); // to be copied into programs as well
      open = { cell, children: [...cell.childNodes], parameter, before, name };
      input.value = before;
      input.setAttribute("aria-label", `New value of the ${name}`);
      cell.replaceChildren(input);
      input.focus();
      input.select();
    },
  };
}
