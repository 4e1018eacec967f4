/** A slider that is moved faster than Python answers, as a list is, too; with an input and a clock that the test plays. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { createSlider } from "../../js/kit/slider.js";

class FakeInput extends EventTarget {
  value = "0";
  max = "";
  style = { setProperty() {} };
  setAttribute() {}
  append() {}
}

/** @type {any} */ const browser = globalThis;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  browser.document = { createElement: () => new FakeInput() };
});

/** A slider at 5 of 0 to 9, and a way to move it. */
function begin() {
  const slider = createSlider(() => {});
  slider.render(5, 9, "five");
  const moveTo = (/** @type {number} */ index) => {
    slider.input.value = String(index);
    slider.input.dispatchEvent(new Event("input"));
  };
  return { slider, moveTo };
}

test("an answer to an earlier move does not take the slider back", () => {
  const { slider, moveTo } = begin();
  moveTo(6);
  moveTo(7);
  slider.render(6, 9, "six");
  assert.equal(slider.input.value, "7");
  slider.render(7, 9, "seven");
  assert.equal(slider.input.value, "7");
});

test("what is in force otherwise is shown once the slider has come to rest", () => {
  const { slider, moveTo } = begin();
  moveTo(9);
  slider.render(3, 9, "three"); // refused, or changed elsewhere
  mock.timers.tick(2000);
  assert.equal(slider.input.value, "3");
  slider.render(4, 9, "four");
  assert.equal(slider.input.value, "4");
});
