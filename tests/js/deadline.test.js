/** When Python that does not return is interrupted. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createDeadline } from "../../js/worker/deadline.js";

const INTERRUPT = 2;
const LOOP = 100_000; // times that Python asks in a loop

/**
 * Run something under limits of 100 ms where it is busy, and 200 ms in any case, by a clock that stands still unless told.
 * @param {import("node:test").TestContext} t
 * @param {(ask: (ms?: number, times?: number) => number) => void} run  `ask`: what Python reads after so many ms, the last time of so many
 */
function limited(t, run) {
  let now = 0;
  const { now: own } = performance;
  performance.now = () => now; // a mock would note each of a hundred thousand looks
  t.after(() => {
    performance.now = own;
  });
  /** @type {any} */ let buffer;
  const python = /** @type {any} */ ({ setInterruptBuffer: (/** @type {any} */ given) => (buffer = given) });
  const ask = (ms = 0, times = 1) => {
    now += ms;
    for (let i = 1; i < times; i++) assert.equal(buffer[0], 0);
    return buffer[0];
  };
  const within = createDeadline(python);
  for (let i = 0; i < 2; i++) within(100, 200, () => run(ask)); // the second has its own time
  assert.equal(buffer, undefined, "Python is not asked beyond");
}

test("a loop is interrupted once its time is over", (t) => {
  limited(t, (ask) => assert.deepEqual([ask(), ask(99, LOOP), ask(1)], [0, 0, INTERRUPT]));
});

test("what a busy machine has kept waiting is given more time, but not for ever", (t) => {
  limited(t, (ask) => assert.deepEqual([ask(99), ask(1, 1000), ask(99), ask(1)], [0, 0, 0, INTERRUPT]));
});

test("what tells of the interruption is not interrupted, however slow the machine", (t) => {
  limited(t, (ask) => {
    assert.equal(ask(200), INTERRUPT);
    for (let i = 0; i < 200; i++) assert.equal(ask(100), 0);
  });
});

test("code that catches the interrupt and goes on is interrupted again and again", (t) => {
  limited(t, (ask) => {
    assert.equal(ask(200), INTERRUPT);
    const answers = Array.from({ length: 32_000 }, () => ask(1 / 64));
    assert.equal(answers.indexOf(INTERRUPT), 3199, "50 ms later");
    assert.equal(answers.filter((answer) => answer === INTERRUPT).length, 10);
  });
});
