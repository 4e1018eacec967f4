/** Buttons that are pressed or not. */

import { make, makeIcon } from "./dom.js";

/**
 * One of several: pressing it twice leaves it pressed.
 * @param {{name: string, label: string, icon?: string, className?: string}} text  `name` is what a link hides it by
 * @param {() => void} onPress
 * @returns {{button: HTMLButtonElement, render(isOn: boolean): void}}
 */
export function createChoiceButton({ name, label, icon, className = "button" }, onPress) {
  const button = make("button", {
    type: "button",
    class: className,
    "aria-pressed": "false",
    "data-control": name,
  });
  if (icon) button.append(makeIcon(icon));
  button.append(make("span", {}, label));
  button.addEventListener("click", onPress);
  return {
    button,
    render(isOn) {
      if (isPressed(button) !== isOn) button.setAttribute("aria-pressed", String(isOn));
    },
  };
}

/**
 * A button that is on or off. Like a checkbox it changes as it is pressed, not when the page is next
 * drawn: a second press is always the way back.
 * @param {Parameters<typeof createChoiceButton>[0]} text
 * @param {(isOn: boolean) => void} onToggle
 */
export function createToggleButton(text, onToggle) {
  const toggle = createChoiceButton(text, () => {
    const isOn = !isPressed(toggle.button);
    toggle.render(isOn);
    onToggle(isOn);
  });
  return toggle;
}

/** @param {HTMLButtonElement} button */
function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}
