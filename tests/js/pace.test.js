import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createPace } from "../../js/kit/pace.js";

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  // Only what the module uses of a window.
  Object.assign(globalThis, {
    window: { setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms) },
  });
});
afterEach(() => mock.timers.reset());

/** @param {(times: {count: number, at: number[]}, pace: ReturnType<typeof createPace>, pass: (ms: number) => void) => void} story */
function withPace(story, longer = 0) {
  const times = { count: 0, at: /** @type {number[]} */ ([]) };
  let now = 0;
  const pace = createPace(
    100,
    () => {
      times.count++;
      times.at.push(now);
      return longer;
    },
    () => now,
  );
  story(times, pace, (ms) => {
    for (let passed = 0; passed < ms; passed++) {
      now++;
      mock.timers.tick(1);
    }
  });
}

test("many requests within a pause are one run", () => {
  withPace((times, pace, pass) => {
    for (let frame = 0; frame < 60; frame++) {
      pace.request();
      pass(16);
    }
    assert.ok(times.count >= 8 && times.count <= 10, String(times.count));
  });
});

test("all of one pace run at the same moments", () => {
  for (const start of [3, 42, 99]) {
    withPace((times, pace, pass) => {
      pass(start);
      pace.request();
      pass(150);
      pace.request();
      pass(150);
      assert.equal(times.count, 2);
      for (const at of times.at) assert.equal(at % 100, 0);
    });
  }
});

test("the last request is carried out, and nothing more", () => {
  withPace((times, pace, pass) => {
    pace.request();
    pass(100);
    pace.request();
    pass(1000);
    assert.equal(times.count, 2);
  });
});

test("a request from within the task is one more run", () => {
  let count = 0;
  const pace = createPace(100, () => {
    if (++count < 3) pace.request();
  });
  pace.request();
  for (let times = 0; times < 10; times++) mock.timers.tick(100);
  assert.equal(count, 3);
});

test("a flush runs at once and again only when asked", () => {
  withPace((times, pace, pass) => {
    pace.request();
    pace.flush();
    assert.equal(times.count, 1);
    pass(1000);
    assert.equal(times.count, 1);
  });
});

test("a task that takes long is left more time", () => {
  withPace((times, pace, pass) => {
    for (let frame = 0; frame < 100; frame++) {
      pace.request();
      pass(10);
    }
    assert.ok(times.count <= 3, String(times.count));
  }, 500);
});
