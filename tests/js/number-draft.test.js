/** What is typed into a field, with an input and a clock that the test plays. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { NumberDraft } from "../../js/kit/number-draft.js";

/** @type {any} */ const browser = globalThis;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  browser.window = browser;
});

/** @param {object} [options] */
function begin(options) {
  const ownerDocument = { activeElement: /** @type {unknown} */ (null) };
  /** @type {any} */ const input = new EventTarget();
  Object.assign(input, { value: "", setAttribute() {}, removeAttribute() {}, ownerDocument });
  /** @type {(number|null)[]} */ const asked = [];
  /** @type {string[]} */ const said = [];
  const draft = new NumberDraft(input, {
    label: "Noise",
    step: 0.1,
    onChange: (value) => asked.push(value),
    report: (message) => said.push(message),
    ...options,
  });
  draft.render(0, { min: 0, max: 3 });
  ownerDocument.activeElement = input;
  const type = (/** @type {string} */ text, isComposing = false) => {
    input.value = text;
    input.dispatchEvent(Object.assign(new Event("input"), { isComposing }));
  };
  const enter = () => input.dispatchEvent(new Event("change"));
  const leave = () => Object.assign(ownerDocument, { activeElement: null });
  return { input, draft, asked, said, type, enter, leave };
}

test("a number is asked for after a pause, and not again by Enter", () => {
  const { asked, type, enter } = begin();
  type("0,");
  mock.timers.tick(1000);
  type("0,5");
  mock.timers.tick(1000);
  enter();
  assert.deepEqual(asked, [0.5]);
});

test("what cannot be meant waits for Enter, and is kept when it is refused", () => {
  const { input, draft, asked, said, type, enter, leave } = begin();
  for (const text of ["5", "1,000", "5%"]) {
    type(text);
    mock.timers.tick(1000);
  }
  assert.deepEqual(asked, []);
  enter();
  assert.equal(said.at(-1), "Noise must be a number, but is “5%”.");
  draft.render(1, undefined);
  assert.equal(input.value, "5%");
  leave();
  draft.render(2, undefined);
  assert.equal(input.value, "2");
  assert.equal(said.at(-1), "");
});

test("what training changes leaves a refused number until it is given up", () => {
  const { input, draft, type, enter, leave } = begin({ isLive: true });
  type("1/2");
  enter();
  leave();
  draft.render(1, undefined);
  assert.equal(input.value, "1/2");
  draft.giveUp();
  assert.equal(input.value, "1");
});

test("what an input method puts together waits until it is whole", () => {
  const { input, asked, type } = begin();
  type("２", true);
  mock.timers.tick(1000);
  assert.deepEqual(asked, []);
  input.dispatchEvent(new Event("compositionend"));
  mock.timers.tick(1000);
  assert.deepEqual(asked, [2]);
});

test("a number that was taken back before it was seen in force does not stay", () => {
  const { input, draft, asked, type, enter } = begin();
  type("2");
  enter();
  draft.render(0, undefined); // another command came before the picture of the first
  mock.timers.tick(1900);
  assert.equal(input.value, "2"); // Python may still be at it
  type("3"); // what is typed next is not overwritten
  mock.timers.tick(400);
  assert.equal(input.value, "3");
  enter();
  mock.timers.tick(2000);
  assert.equal(input.value, "0");
  assert.deepEqual(asked, [2, 3]);
});
