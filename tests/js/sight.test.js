/** When an embedded page counts as seen, with a browser that the test plays. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { watchSight } from "../../js/sync/sight.js";

/** @type {any} */ const browser = globalThis;
/** @type {string[]} */ let told = [];
/** @type {Record<string, () => void>} */ let listeners = {};
/** @type {(isIntersecting: boolean) => void} */ let scroll;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  told = [];
  listeners = {};
  const addEventListener = (/** @type {string} */ type, /** @type {() => void} */ listener) => {
    listeners[type] = listener;
  };
  browser.window = {
    parent: {},
    setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
  };
  browser.document = { visibilityState: "visible", documentElement: {}, addEventListener };
  browser.addEventListener = addEventListener;
  browser.IntersectionObserver = class {
    constructor(/** @type {(entries: object[]) => void} */ callback) {
      scroll = (isIntersecting) => callback([{ isIntersecting }]);
    }
    observe() {}
  };
});

const begin = () => watchSight({ onSeen: () => told.push("seen"), onLongGone: () => told.push("gone") });
const wait = (/** @type {number} */ ms) => mock.timers.tick(ms);

test("a page that stands alone is seen at once", () => {
  browser.window.parent = browser.window;
  begin();
  assert.deepEqual(told, ["seen"]);
});

test("an embedded page is seen when it has come into sight and stays there", () => {
  begin();
  scroll(false);
  wait(10_000);
  scroll(true);
  wait(100);
  scroll(false); // scrolled past
  wait(10_000);
  assert.deepEqual(told, []);
  scroll(true);
  wait(300);
  assert.deepEqual(told, ["seen"]);
});

test("it is gone when it has been out of sight for long, and comes back", () => {
  begin();
  scroll(true);
  wait(300);
  scroll(false);
  wait(20_000);
  scroll(true);
  wait(300);
  assert.deepEqual(told, ["seen", "seen"]);
  scroll(false);
  wait(40_000);
  assert.deepEqual(told, ["seen", "seen", "gone"]);
  scroll(true);
  wait(300);
  assert.deepEqual(told.at(-1), "seen");
});

test("in a tab that is hidden it is out of sight", () => {
  browser.document.visibilityState = "hidden";
  begin();
  scroll(true);
  wait(1000);
  assert.deepEqual(told, []);
  browser.document.visibilityState = "visible";
  listeners.visibilitychange?.();
  wait(300);
  assert.deepEqual(told, ["seen"]);
});

test("a press or a key in it says that it is seen, whatever the browser says", () => {
  begin();
  listeners.pointerdown?.();
  listeners.keydown?.();
  assert.deepEqual(told, ["seen", "seen"]);
});
