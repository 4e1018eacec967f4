import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

/** @import {RunBridge} from "../../js/worker/bridge.js" */

// Only what the module uses of a worker; a real channel would keep the test's process alive.
class Channel {
  /** @type {{onmessage: () => void}} */ port1 = { onmessage() {} };
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
}
/** @type {any[]} */ const posted = [];
const postMessage = (/** @type {any} */ message) => posted.push(message);
Object.assign(globalThis, { self: { postMessage }, MessageChannel: Channel });
const { Trainer } = await import("../../js/worker/trainer.js");

const LONGEST_MS = 2 * 12; // twice what a slice should take: the next may have at most twice the steps

const { now: realNow } = performance;
afterEach(() => {
  performance.now = realNow;
});

/** A trainer at full speed, on a clock that only training moves. */
function setUp() {
  let clock = 0;
  performance.now = () => clock;
  /** @type {number[]} */ const slices = []; // steps of each
  /** @type {number[]} */ const durations = [];
  const cost = { ms: 0.03 }; // of a step
  const bridge = /** @type {RunBridge} */ (
    /** @type {unknown} */ ({
      speed: () => Number.POSITIVE_INFINITY,
      train(/** @type {number} */ n_steps) {
        clock += n_steps * cost.ms;
        slices.push(n_steps);
        durations.push(n_steps * cost.ms);
        return true;
      },
      takeState: () => ({ type: "state" }),
      takeKeyframe: () => ({ type: "keyframe" }),
      takeEvents: () => [],
      finishViews() {},
    })
  );
  const trainer = new Trainer("a", bridge);
  /** @param {(steps: number) => boolean} test */
  const until = async (test) => {
    while (!test(slices.at(-1) ?? 0)) await new Promise((resolve) => setTimeout(resolve));
  };
  return { trainer, cost, slices, durations, until };
}

test("slices grow until they take as long as they should", async () => {
  const { trainer, durations, slices, until } = setUp();
  trainer.run(Number.POSITIVE_INFINITY);
  await until((steps) => steps >= 300);
  trainer.stop();
  assert.equal(slices[0], 1);
  assert.ok(Math.max(...durations) <= LONGEST_MS);
});

test("another network, whose steps take longer, begins with short slices", async () => {
  const { trainer, cost, durations, slices, until } = setUp();
  trainer.run(Number.POSITIVE_INFINITY);
  await until((steps) => steps >= 300);
  trainer.stop();
  cost.ms = 2;
  const before = slices.length;
  trainer.run(Number.POSITIVE_INFINITY);
  await until((steps) => slices.length > before + 5 && steps >= 4);
  trainer.stop();
  assert.ok(Math.max(...durations) <= LONGEST_MS, `${Math.max(...durations)} ms`);
});

test("larger batches, set while training, begin with short slices", async () => {
  const { trainer, cost, durations, until } = setUp();
  trainer.run(Number.POSITIVE_INFINITY);
  await until((steps) => steps >= 300);
  cost.ms = 2;
  trainer.wake();
  await until((steps) => steps >= 4 && steps < 300);
  trainer.stop();
  assert.ok(Math.max(...durations) <= LONGEST_MS, `${Math.max(...durations)} ms`);
});

test("edited code that fails at a state that the page waits for is told as a failure of the edit", async () => {
  const fails = () => {
    throw new Error("not this state");
  };
  const bridge = /** @type {any} */ ({ takeState: () => ({ type: "state" }), isEdited: true });
  const trainer = new Trainer("a", bridge);
  trainer.publish();
  trainer.publish(); // news, for when the page has drawn that
  bridge.takeState = fails;
  posted.length = 0;
  trainer.allowState();
  const error = { code: "code", message: "not this state", ran: true };
  assert.deepEqual(posted, [{ type: "error", run: "a", error }]);
  assert.equal(trainer.isTraining, false);
});

test("once the page rests at a moment that was seen in passing, it gets finer views of it", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let hasFiner = true;
  posted.length = 0;
  const finishViews = () => {
    const answer = hasFiner;
    hasFiner = false;
    return answer;
  };
  const trainer = new Trainer(
    "a",
    /** @type {any} */ ({ takeState: () => ({ type: "state" }), finishViews }),
  );
  const sent = () => posted.length;
  trainer.publish();
  trainer.publish(); // another moment, before the page has drawn this one
  assert.equal(sent(), 1);
  trainer.passOn();
  trainer.publish();
  assert.equal(sent(), 2);
  trainer.allowState();
  mock.timers.tick(200);
  trainer.allowState();
  mock.timers.tick(200);
  assert.equal(sent(), 2);
  mock.timers.tick(100);
  assert.equal(sent(), 3);
  trainer.allowState();
  mock.timers.tick(1000);
  assert.equal(sent(), 3); // there are none that are finer
});

/** A trainer of a run of which something fails. @param {Record<string, unknown>} fails */
function failing(fails) {
  posted.length = 0;
  const works = {
    speed: () => Number.POSITIVE_INFINITY,
    train: () => true,
    takeState: () => ({ type: "state" }),
    takeKeyframe: () => ({ type: "keyframe" }),
    takeEvents: () => [],
    finishViews() {},
  };
  return new Trainer("a", /** @type {any} */ ({ ...works, ...fails }));
}
const raises = () => {
  throw new Error("no");
};

test("whoever waits for steps is told of their failure, whatever fails", async () => {
  const failed = { code: "python", message: "late" };
  const event = { type: "error", run: "a", error: failed };
  /** @type {Record<string, unknown>[]} */
  const cases = [
    { train: raises },
    { takeState: raises },
    { takeKeyframe: raises },
    { takeEvents: raises },
    { finishViews: raises },
    { speed: raises },
    { train: raises, takeState: raises, finishViews: raises },
    { train: raises, isEdited: true },
    { takeState: raises, isEdited: true },
    { train: () => false, takeEvents: () => [event] },
  ];
  for (const fails of cases) {
    const trainer = failing(fails);
    const failure = await trainer.run(3);
    assert.ok(failure, Object.keys(fails).join(" "));
    assert.equal(failure.code, "isEdited" in fails ? "code" : "python");
    assert.equal(trainer.isTraining, false);
    assert.ok(posted.some(({ type }) => type === "error"));
  }
  const other = { ...event, run: "b" };
  assert.equal(await failing({ train: () => false, takeEvents: () => [other] }).run(3), null);
  assert.equal(await failing({}).run(3), null);
});
