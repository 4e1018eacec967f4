/** A button of an icon alone: its name is for screen readers, and a hint says what it does. */

import { make, makeIcon } from "./dom.js";
import { createHint } from "./hint.js";

/**
 * @param {object} options
 * @param {string} options.icon  as makeIcon takes it
 * @param {string} options.label
 * @param {string} options.hint
 * @param {string} options.className
 * @param {() => void} options.onPress
 */
export function createIconButton({ icon, label, hint, className, onPress }) {
  const button = make("button", { type: "button", class: className, "aria-label": label }, makeIcon(icon));
  button.addEventListener("click", onPress);
  return { button, hint: createHint(button, { text: hint, side: "left" }) };
}
