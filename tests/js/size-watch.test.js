import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createSizeWatch } from "../../js/kit/size-watch.js";

/** @type {() => void} */
let frame = () => {};

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {any} */ (globalThis).ResizeObserver = class {
    /** @param {() => void} callback */
    constructor(callback) {
      frame = () => this.isObserving && callback();
    }
    isObserving = false;
    observe() {
      this.isObserving = true;
    }
    unobserve() {
      this.isObserving = false;
    }
  };
  Object.assign(globalThis, { window: { devicePixelRatio: 1 }, matchMedia: () => new EventTarget() });
});

afterEach(() => {
  mock.timers.reset();
  for (const name of ["ResizeObserver", "window", "matchMedia"])
    delete (/** @type {any} */ (globalThis)[name]);
});

test("the first size comes in a task of its own, each later one in its frame", () => {
  let n = 0;
  const look = createSizeWatch(/** @type {any} */ ({}), () => {
    n += 1;
  });
  frame();
  assert.equal(n, 0, "not looked yet");
  look();
  frame();
  assert.equal(n, 0, "the frame is free of it");
  mock.timers.runAll();
  assert.equal(n, 1);
  frame();
  assert.equal(n, 2);
  look();
  frame();
  assert.equal(n, 3);
  mock.timers.runAll();
  assert.equal(n, 3, "once for each");
});
