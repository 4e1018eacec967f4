/**
 * A slider over a list of values. It snaps to them; the value in force may lie between two.
 */

import { make } from "./dom.js";

/**
 * Make a range input whose position is an index into a list.
 * @param {(index: number) => void} onSlide  fires while it is dragged
 * @returns {{input: HTMLInputElement, render(index: number, last: number, text: string): void}}
 */
export function createSlider(onSlide) {
  const input = make("input", { type: "range", min: 0, step: 1 });
  const updateFill = () => {
    const share = Number(input.max) > 0 ? Number(input.value) / Number(input.max) : 0;
    input.style.setProperty("--filled", `${share * 100}%`);
  };
  input.addEventListener("input", () => {
    updateFill();
    onSlide(Number(input.value));
  });
  return {
    input,
    render(index, last, text) {
      input.max = String(last);
      input.value = String(index);
      input.setAttribute("aria-valuetext", text);
      updateFill();
    },
  };
}
