/** When Python that does not return is interrupted. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createDeadline } from "../../js/worker/deadline.js";

const INTERRUPT = 2;

/**
 * Run something under a limit of 100 ms with a clock that stands still unless told.
 * @param {import("node:test").TestContext} t
 * @param {(ask: (ms?: number) => number) => void} run  `ask`: what Python reads, so many ms after it last did
 */
function limited(t, run) {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  /** @type {any} */ let buffer;
  const python = /** @type {any} */ ({ setInterruptBuffer: (/** @type {any} */ given) => (buffer = given) });
  const ask = (ms = 0) => {
    now += ms;
    return buffer[0];
  };
  createDeadline(python)(100, () => run(ask));
  assert.equal(buffer, undefined, "Python is not asked beyond");
}

test("Python is interrupted once its time is over", (t) => {
  limited(t, (ask) => assert.deepEqual([ask(), ask(99), ask(1)], [0, 0, INTERRUPT]));
});

test("what tells of the interruption is not interrupted, however slow the machine", (t) => {
  limited(t, (ask) => {
    assert.equal(ask(100), INTERRUPT);
    for (let i = 0; i < 200; i++) assert.equal(ask(100), 0);
  });
});

test("code that catches the interrupt and goes on is interrupted again and again", (t) => {
  limited(t, (ask) => {
    assert.equal(ask(100), INTERRUPT);
    const answers = Array.from({ length: 32_000 }, () => ask(1 / 64));
    assert.equal(answers.indexOf(INTERRUPT), 3199, "50 ms later");
    assert.equal(answers.filter((answer) => answer === INTERRUPT).length, 10);
  });
});

test("the next command has its own time", (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  /** @type {any} */ let buffer;
  const within = createDeadline(
    /** @type {any} */ ({ setInterruptBuffer: (/** @type {any} */ b) => (buffer = b) }),
  );
  for (let i = 0; i < 2; i++) {
    within(100, () => {
      now += 100;
      assert.equal(buffer[0], INTERRUPT);
    });
  }
});
