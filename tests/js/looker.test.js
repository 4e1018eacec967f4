/** What is made in slices when nothing else wants the time. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

// A channel that delivers between other tasks, and keeps no process alive.
class Channel {
  /** @type {{onmessage: () => void}} */ port1 = { onmessage() {} };
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
}
Object.assign(globalThis, { self: { postMessage() {} }, MessageChannel: Channel });
const { Looker } = await import("../../js/worker/looker.js");

const { now: realNow } = performance;
afterEach(() => {
  performance.now = realNow;
});

/** @param {string[]} answers  of Python, one after the other; then "rest" */
function setUp(answers, isTraining = false) {
  /** @type {number[]} */ const slices = []; // s that each may take
  /** @type {number[]} */ const at = []; // ms at which each begins
  const trainer = {
    isTraining,
    published: 0,
    failed: 0,
    publish() {
      this.published += 1;
    },
    attempt(/** @type {() => void} */ act) {
      try {
        act();
      } catch {
        this.failed += 1;
      }
    },
  };
  let clock = 0;
  const python = {
    look(/** @type {number} */ seconds) {
      slices.push(seconds);
      at.push(realNow.call(performance));
      const answer = answers.shift() ?? "rest";
      if (answer === "fails") throw new Error("no");
      clock += 2;
      return answer;
    },
  };
  performance.now = () => clock;
  const looker = new Looker(/** @type {any} */ (python), /** @type {any} */ (trainer));
  const pause = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));
  return { looker, slices, at, trainer, pause };
}

test("at rest it goes on until all is made, tells what is new, and then sleeps", async () => {
  const { looker, slices, trainer, pause } = setUp(["more", "news", "more", "news", "rest"]);
  looker.wake();
  await pause();
  assert.equal(slices.length, 5);
  assert.equal(trainer.published, 2);
  assert.ok(slices.every((seconds) => seconds <= 0.012));
  looker.wake();
  await pause();
  assert.equal(slices.length, 6);
});

test("what is not asked for costs one question, also while training", async () => {
  const { looker, slices, pause } = setUp(["closed"], true);
  looker.wake();
  await pause(150);
  assert.equal(slices.length, 1);
});

test("while training it takes a small share of the time", async () => {
  const { looker, slices, at, pause } = setUp(Array(50).fill("more"), true);
  looker.wake();
  for (let n = 0; n < 5; n++) {
    await pause(20);
    looker.wake(); // with every command
  }
  looker.sleep();
  const pauses = at.slice(1).map((ms, index) => ms - Number(at[index]));
  assert.ok(slices.length >= 2 && slices.length <= 4, `${slices.length} slices`);
  assert.ok(Math.min(...pauses) >= 45, `${pauses}`); // 2 ms of work
});

test("one that sleeps leaves all time to others, and one that fails stays silent", async () => {
  const sleeping = setUp(Array(50).fill("more"));
  sleeping.looker.wake();
  sleeping.looker.sleep();
  await sleeping.pause();
  assert.equal(sleeping.slices.length, 0);
  const failing = setUp(["fails", "more"]);
  failing.looker.wake();
  await failing.pause();
  assert.deepEqual([failing.slices.length, failing.trainer.failed], [1, 1]);
});
