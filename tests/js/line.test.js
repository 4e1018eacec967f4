import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Line, shareOnLine } from "../../js/worker/line.js";

/**
 * Have bytes come over a line at a steady rate until it is judged.
 * @param {number} megabits  a second
 * @param {number} [busy]  ms from the first byte on in which nobody reads
 */
async function judged(megabits, busy = 0) {
  let now = 1000;
  mock.timers.enable({ apis: ["setTimeout"] });
  const clock = mock.method(performance, "now", () => now);
  const line = new Line();
  /** @type {boolean|null} */ let isFast = null;
  line.isFast.then((told) => {
    isFast = told;
  });
  const bytesOf = (/** @type {number} */ ms) => (megabits * 1e3 * ms) / 8;
  try {
    now += busy;
    line.received(bytesOf(busy));
    for (; isFast === null && now < 10_000; now += 5) {
      line.received(bytesOf(5));
      await Promise.resolve();
      mock.timers.tick(5);
      await Promise.resolve();
    }
    return { isFast, after: now - 1000 };
  } finally {
    mock.timers.reset();
    clock.mock.restore();
  }
}

test("a line is fast from 32 Mbit/s on, which is known as soon as there has been enough", async () => {
  assert.deepEqual(await judged(0), { isFast: false, after: 250 });
  assert.deepEqual(await judged(5), { isFast: false, after: 250 });
  assert.deepEqual(await judged(30), { isFast: false, after: 250 });
  assert.deepEqual(await judged(50), { isFast: true, after: 160 });
  assert.deepEqual(await judged(1000), { isFast: true, after: 10 });
});

test("what has waited for a busy worker does not seem to have come at once", async () => {
  assert.equal((await judged(20, 200)).isFast, false);
  assert.equal((await judged(20, 1000)).isFast, false);
  assert.equal((await judged(100, 200)).isFast, true);
});

test("of a file that is compressed on the way a third comes over the line", () => {
  assert.equal(shareOnLine(new Response("a")), 1);
  assert.equal(shareOnLine(new Response("a", { headers: { "Content-Encoding": "gzip" } })), 1 / 3);
});
