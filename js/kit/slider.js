/**
 * A slider over a list of values. It snaps to them; the value in force may lie between two.
 */

import { Ahead } from "./ahead.js";
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
  const ahead = new Ahead();
  input.addEventListener("input", () => {
    updateFill();
    ahead.moved();
    onSlide(Number(input.value));
  });
  return {
    input,
    render(index, last, text) {
      const show = () => {
        input.max = String(last);
        input.value = String(index);
        input.setAttribute("aria-valuetext", text);
        updateFill();
      };
      ahead.show(show, index === Number(input.value));
    },
  };
}
