/** A button that is on or off. */

import { make, makeIcon } from "./dom.js";

/**
 * @param {{name: string, label: string, icon?: string, className?: string}} text  `name` is what a link hides it by
 * @param {(isOn: boolean) => void} onToggle
 * @returns {{button: HTMLButtonElement, render(isOn: boolean): void}}
 */
export function createToggleButton({ name, label, icon, className = "button" }, onToggle) {
  const button = make("button", {
    type: "button",
    class: className,
    "aria-pressed": "false",
    "data-control": name,
  });
  if (icon) button.append(makeIcon(icon));
  button.append(make("span", {}, label));
  button.addEventListener("click", () => onToggle(button.getAttribute("aria-pressed") !== "true"));
  return {
    button,
    render(isOn) {
      if (button.getAttribute("aria-pressed") !== String(isOn))
        button.setAttribute("aria-pressed", String(isOn));
    },
  };
}
