import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

/** @type {any[]} */ let workers = [];

/** Takes down what it is sent; the test speaks for it. */
class FakeWorker {
  /** @type {any[]} */ sent = [];
  isTerminated = false;
  /** @type {(event: {data: any}) => void} */ onmessage = () => {};
  /** @type {(event: object) => void} */ onerror = () => {};
  /** @param {any} message */
  postMessage(message) {
    this.sent.push(structuredClone(message));
  }
  terminate() {
    this.isTerminated = true;
  }
  /** @param {...any} messages */
  say(...messages) {
    for (const data of messages) this.onmessage({ data });
  }
  names() {
    return this.sent.filter(({ type }) => type === "command").map(({ name }) => name);
  }
}

/** What is wrong with the worker's script. @type {string|null} */ let fault = null;
const window = {
  siteFiles: { faultOf: async () => fault },
  takeWorker() {
    workers.push(new FakeWorker());
    return workers.at(-1);
  },
};
// The client looks at its worker now and then, which would keep the test's process alive.
let look = () => {};
const setInterval = (/** @type {() => void} */ act) => {
  look = act;
  return 0;
};
Object.assign(globalThis, { window, setInterval });
const { WorkerClient } = await import("../../js/sync/worker-client.js");
const { now: realNow } = performance;

let clock = 0;
beforeEach(() => {
  workers = [];
  clock = 1000;
  performance.now = () => clock;
  fault = null;
});
afterEach(() => {
  performance.now = realNow;
});

const CONFIG = /** @type {any} */ ({ seed: 0, training: { learning_rate: 0.1 } });
const READY = { type: "status", stage: "ready", loaded: 1, total: 1 };
const FAILED = { type: "error", run: "a", error: { code: "code", message: "ValueError: late", ran: true } };
const A = { "losses.py": "a" };
const ROOT = {
  id: 1,
  parent: null,
  step: 0,
  command: "configure",
  params: {},
  what: "",
  begins: true,
  code: null,
};

/** @param {number} run_id @param {object} [more] */
const topology = (run_id, more) => ({ type: "topology", run: "a", run_id, config: CONFIG, ...more });

/** What the worker tells of a past. @param {object[]} entries @param {[number, number]} now @param {object} [more] */
const journal = (entries, now, more) => ({
  ...{ type: "journal", run: "a", entries, dropped: [], now, back: [], forward: [], reached: [now] },
  ...more,
});

/** @param {[number, number]} moment @param {object} [more] */
const keyframe = ([entry, step], more) => ({
  ...{ type: "keyframe", run: "a", entry, step, meta: `${entry}:${step}`, values: Float64Array.of(step) },
  ...more,
});

/** Where the run is now. @param {[number, number]} now @param {boolean} [resumes] */
const here = (now, resumes = false) => keyframe(now, { now, dropped: [], resumes });

/** The moments that a boot message has states of. @param {any} boot */
const metas = (boot) => boot.runs[0].journal.keyframes.map((/** @type {any} */ { meta }) => meta);

function setUp() {
  /** @type {any[]} */ const events = [];
  /** @type {boolean[]} */ const restarts = [];
  let isTaken = true;
  const client = new WorkerClient({
    config: CONFIG,
    views: /** @type {any} */ ({}),
    onEvent(event) {
      events.push(event);
      return isTaken;
    },
    onRestart: (resumes) => restarts.push(resumes),
  });
  client.start();
  workers[0].say(topology(1), journal([ROOT], [1, 0]), here([1, 0]), READY);
  return { client, events, restarts, drop: () => (isTaken = false) };
}

const EDITED = { ...ROOT, id: 2, parent: 1, step: 10, command: "edit_code", what: "the code", begins: false };

/** Put code in force at step 10, as the worker does. @param {ReturnType<typeof setUp>} page @param {FakeWorker} worker */
function edit({ client }, worker, files = A) {
  client.request("edit_code", { files }).catch(() => {});
  const { id } = worker.sent.at(-1);
  worker.say(here([1, 10], true), { type: "code", run: "a", edited: Object.keys(files), files }, topology(2));
  worker.say(journal([{ ...EDITED, code: files }], [2, 10], { back: [[1, 10]] }), here([2, 10], true));
  worker.say({ type: "reply", id, ok: true, effect: "changes", result: {} });
}

const die = (/** @type {FakeWorker} */ worker) => worker.onerror({ preventDefault() {} });

test("a new worker is told of the highest run that the page has seen, and of all of its past", () => {
  const page = setUp();
  assert.deepEqual(workers[0].sent[0], {
    type: "boot",
    runs: [{ run: "a", config: CONFIG, views: {}, journal: null, failed: null }],
    run_id: 0,
  });
  const reset = { ...ROOT, id: 2, parent: 1, step: 7, command: "reset", what: "the reset" };
  const place = {
    back: [[1, 7]],
    forward: [],
    reached: [
      [1, 7],
      [2, 0],
    ],
  };
  workers[0].say(
    topology(7),
    journal([reset], [2, 0], place),
    keyframe([1, 7]),
    here([2, 0], true),
    here([2, 5], true),
  );
  die(workers[0]);
  const [boot] = workers[1].sent;
  assert.equal(boot.run_id, 7);
  assert.deepEqual(metas(boot), ["1:0", "1:7", "2:0", "2:5"]);
  const { entries, now, back, forward, reached } = boot.runs[0].journal;
  assert.deepEqual([entries, now, back, forward], [[ROOT, reset], [2, 5], [[1, 7]], []]);
  assert.deepEqual(reached, [
    [1, 7],
    [2, 5],
  ]);
  assert.deepEqual(page.restarts, [true]);
  workers[1].say({ type: "not_restored" });
  assert.deepEqual(workers[2].sent[0], boot);
  workers[2].say({ type: "status", stage: "failed", loaded: 0, total: 1 });
  page.client.retry();
  assert.deepEqual(workers[3].sent[0], boot);
});

test("states that are no longer kept are forgotten, and those made again are the new ones", () => {
  setUp();
  workers[0].say(here([1, 10]), here([1, 20]));
  workers[0].say(keyframe([1, 30], { now: [1, 30], dropped: [[1, 10]], meta: "new" }));
  workers[0].say(journal([], [1, 30], { dropped: [[1, 30]] }), keyframe([1, 30], { meta: "newest" }));
  die(workers[0]);
  assert.deepEqual(metas(workers[1].sent[0]), ["1:0", "1:20", "newest"]);
});

test("a state that is of no interest is acknowledged all the same", () => {
  const { drop } = setUp();
  const acks = () => workers[0].sent.filter((/** @type {any} */ { type }) => type === "ack").length;
  workers[0].say({ type: "state", run: "a", run_id: 1 });
  assert.equal(acks(), 0); // the page does so when it has drawn it
  drop();
  workers[0].say({ type: "state", run: "a", run_id: 0 }, { type: "log", run: "a", text: "" });
  assert.equal(acks(), 1);
});

test("an edit that fails late is left out, with the past whole, and training goes on", () => {
  const page = setUp();
  edit(page, workers[0]);
  workers[0].say(here([2, 40], true), FAILED);
  const [boot] = workers[1].sent;
  assert.equal(workers[0].isTerminated, true);
  assert.deepEqual(boot.runs[0].failed, { keeps: false });
  assert.deepEqual(boot.runs[0].journal.now, [2, 40]);
  assert.deepEqual(metas(boot), ["1:0", "1:10", "2:10", "2:40"]);
  assert.deepEqual(page.events.slice(-2), [{ type: "code", run: "a", edited: [], files: {} }, FAILED]);
  workers[1].say(topology(3), here([1, 10]), READY);
  assert.deepEqual(workers[1].names(), ["start_training"]); // as it did before
});

test("an old edit that fails keeps what it has trained", () => {
  const page = setUp();
  edit(page, workers[0]);
  clock += 31_000;
  workers[0].say(here([2, 900], true), FAILED);
  assert.deepEqual(workers[1].sent[0].runs[0].failed, { keeps: true });
});

test("an edit that fails after another leads back to that one", () => {
  const page = setUp();
  edit(page, workers[0]);
  const later = { ...EDITED, id: 3, parent: 2, step: 12, code: { "losses.py": "b" } };
  workers[0].say(
    { type: "code", run: "a", edited: ["losses.py"], files: later.code },
    journal([later], [3, 12]),
  );
  workers[0].say(FAILED);
  assert.deepEqual(page.events.at(-2), { type: "code", run: "a", edited: ["losses.py"], files: A });
});

test("a worker that is killed with a good edit in force takes neither the edit nor the run along", () => {
  const page = setUp();
  edit(page, workers[0]);
  workers[0].say(here([2, 80], true));
  die(workers[0]);
  const [boot] = workers[1].sent;
  assert.deepEqual([boot.runs[0].failed, boot.runs[0].journal.now], [null, [2, 80]]);
  assert.deepEqual(page.restarts, [true]);
  assert.equal(page.events.filter(({ type }) => type === "error").length, 0);
});

test("an edit with which Python dies again and again is left out", () => {
  const page = setUp();
  edit(page, workers[0]);
  die(workers[0]);
  workers[1].say(topology(3), here([2, 10], true), READY);
  die(workers[1]);
  assert.deepEqual(workers[2].sent[0].runs[0].failed, { keeps: false });
  assert.match(page.events.at(-1).error.message, /Python stopped twice/);
});

test("a refused edit whose code has run leaves the run, its past and commands behind it where they were", async () => {
  const page = setUp();
  const refused = page.client.request("edit_code", { files: A });
  const { id } = workers[0].sent.at(-1);
  const behind = page.client.request("set_training", { learning_rate: 0.5 });
  workers[0].say(here([1, 10], true), { type: "reply", id, ok: false, error: FAILED.error });
  await assert.rejects(refused, { message: "ValueError: late" });
  const [boot] = workers[1].sent;
  assert.deepEqual([boot.runs[0].failed, boot.runs[0].journal.now], [null, [1, 10]]);
  assert.deepEqual(
    page.events.filter(({ type }) => type === "code"),
    [],
  );
  workers[1].say(topology(2), READY);
  assert.deepEqual(workers[1].names(), ["set_training", "start_training"]);
  const [command] = workers[1].sent.filter((/** @type {any} */ { name }) => name === "set_training");
  workers[1].say({ type: "reply", id: command.id, ok: true, effect: "changes", result: { step: 10 } });
  assert.deepEqual(await behind, { step: 10 });
});

test("what was answered before an edit is refused stays in force", async () => {
  const page = setUp();
  page.client.request("edit_code", { files: A }).catch(() => {});
  const { id } = workers[0].sent.at(-1);
  const set = {
    ...EDITED,
    command: "set_training",
    params: { learning_rate: 0.5 },
    what: "training settings",
  };
  workers[0].say(journal([set], [2, 10]), here([2, 10]), {
    type: "reply",
    id,
    ok: false,
    error: FAILED.error,
  });
  assert.deepEqual(workers[1].sent[0].runs[0].journal.entries, [ROOT, set]);
  assert.deepEqual(workers[1].sent[0].runs[0].journal.now, [2, 10]);
});

test("another run is kept as well, until it is given up", () => {
  setUp();
  const b = { run: "b" };
  workers[0].say({ type: "code", edited: ["losses.py"], files: A, ...b }); // a fork of edited code
  workers[0].say(topology(2, b), journal([ROOT], [1, 0], b), { ...here([1, 0]), ...b });
  die(workers[0]);
  const names = (/** @type {any} */ boot) => boot.runs.map((/** @type {any} */ { run }) => run);
  assert.deepEqual(names(workers[1].sent[0]), ["a", "b"]);
  workers[1].say(READY, { type: "closed", ...b });
  clock += 61_000;
  die(workers[1]);
  assert.deepEqual(names(workers[2].sent[0]), ["a"]);
});

test("what is asked of a run that there is not leaves the others as they are", () => {
  const page = setUp();
  for (const name of ["b", "toString"]) page.client.request("edit_code", { files: A }, name).catch(() => {});
  die(workers[0]);
  assert.deepEqual(
    workers[1].sent[0].runs.map((/** @type {any} */ { run }) => run),
    ["a"],
  );
});

/** A page that begins with a run that was kept, by edited code. @param {{isSuspicious?: boolean}} [options] */
async function setUpKept({ isSuspicious = false } = {}) {
  /** @type {any[]} */ const events = [];
  const failures = { count: 0 };
  const past = {
    ...{
      keyframes: new Map(),
      marks: new Map(),
      now: [2, 12],
      back: [[1, 10]],
      forward: [],
      reached: new Map([[2, 12]]),
    },
    entries: new Map([ROOT, { ...EDITED, code: A }].map((entry) => [entry.id, entry])),
  };
  /** @type {(runs: any) => void} */ let read = () => {};
  const runs = /** @type {Promise<any>} */ (new Promise((resolve) => (read = resolve)));
  const client = new WorkerClient({
    config: CONFIG,
    views: /** @type {any} */ ({}),
    onEvent: (event) => Boolean(events.push(event)),
    onRestart() {},
    kept: { runs, isSuspicious, onFailure: () => failures.count++ },
  });
  client.start();
  const sentBefore = workers[0].sent.map((/** @type {any} */ { type }) => type);
  read({ a: { config: CONFIG, past } });
  await runs;
  await null;
  await null;
  return { client, events, failures, sentBefore };
}

test("Python loads while what is kept is read, and begins with it", async () => {
  const { sentBefore, events } = await setUpKept();
  assert.deepEqual(sentBefore, ["load"]);
  const [run] = workers[0].sent[1].runs;
  assert.deepEqual([run.journal.now, run.journal.entries.length, run.failed], [[2, 12], 2, null]);
  assert.deepEqual(events, [{ type: "code", run: "a", edited: ["losses.py"], files: A }]);
});

test("kept code that fails in the start is left out, and a run that fails without it is not tried for ever", async () => {
  const { failures } = await setUpKept();
  workers[0].say(FAILED);
  assert.deepEqual(workers[1].sent[0].runs[0].failed, { keeps: true });
  for (const worker of [1, 2, 3]) {
    assert.equal(failures.count, 0);
    workers[worker].say(FAILED);
  }
  assert.deepEqual([failures.count, workers.length, workers[3].isTerminated], [1, 4, true]);
});

test("kept code with which pages have died in their start is left out", async () => {
  const { failures } = await setUpKept({ isSuspicious: true });
  assert.deepEqual(workers[0].sent[1].runs[0].failed, { keeps: true });
  workers[0].say({ type: "error", run: "a", error: { code: "not_revived", message: "KeyError: 'now'" } });
  assert.equal(failures.count, 1);
});

/** A page whose worker has said nothing yet. */
function open() {
  /** @type {any[]} */ const events = [];
  const options = { config: CONFIG, views: /** @type {any} */ ({}), onRestart() {} };
  const client = new WorkerClient({ ...options, onEvent: (event) => events.push(event) > 0 });
  client.start();
  const asked = client.request("get_network_state", {}).catch(({ error }) => error.code);
  return { events, asked };
}

/** Let time pass, in which nothing is heard. @param {number} seconds */
async function pass(seconds) {
  for (let tick = 0; tick < 4 * seconds; tick++) {
    clock += 250;
    look();
  }
  await new Promise((resolve) => setImmediate(resolve));
}

test("a worker of which nothing is heard is failed with what is wrong with its script", async () => {
  const { events, asked } = open();
  fault = "js/worker/worker.js is empty.";
  await pass(11);
  assert.equal(events.length, 0);
  await pass(2);
  assert.equal(events[0].error.message, fault);
  assert.equal(await asked, "load_failed");
});

test("a worker whose script comes late is waited for, and one that dies then is not waited for for ever", async () => {
  const { events, asked } = open();
  await pass(30);
  workers[0].say({ type: "status", stage: "runtime", loaded: 0, total: 1, restores: false });
  for (const loaded of [1, 2, 3]) {
    await pass(30); // a slow line
    workers[0].say({ type: "status", stage: "packages", loaded, total: 9 });
  }
  assert.equal(events.filter(({ type }) => type === "error").length, 0);
  await pass(45);
  assert.match(events.find(({ type }) => type === "error").error.message, /Nothing more has been heard/);
  assert.equal(await asked, "load_failed");
});

test("a worker that may not be started is a failure, not an exception", async () => {
  const { takeWorker } = window;
  window.takeWorker = () => {
    throw new Error("blocked by a policy");
  };
  const { events, asked } = open();
  window.takeWorker = takeWorker;
  assert.match(events[0].error.message, /may not start a worker here: blocked by a policy/);
  assert.equal(await asked, "load_failed");
});

test("a start from the image that hangs goes on without, and one without has more time", async () => {
  open();
  const begins = (/** @type {boolean} */ restores) => [
    { type: "status", stage: "runtime", loaded: 0, total: 1, restores },
    { type: "status", stage: "start", loaded: 9, total: 9 },
  ];
  workers[0].say(...begins(true));
  await pass(21);
  assert.equal(workers.length, 2);
  workers[1].say(...begins(false));
  await pass(60);
  assert.equal(workers.length, 2);
});

/** The code of the error that a promise rejects with. @param {Promise<unknown>} promise */
const errorOf = (promise) =>
  promise.then(
    () => null,
    (/** @type {any} */ thrown) => thrown.error,
  );

test("what was asked of code that fails has failed with it, and is not answered by other code", async () => {
  const page = setUp();
  edit(page, workers[0]);
  const asked = [
    page.client.request("step", { n_steps: 100 }),
    page.client.request("create_network", { layer_sizes: [2, 3, 1] }),
    page.client.request("get_code", {}),
  ].map(errorOf);
  const views = page.client.request("set_views", {});
  const other = page.client.request("reset", {}, "b");
  workers[0].say(FAILED);
  for (const error of await Promise.all(asked)) assert.equal(error?.message, "ValueError: late");
  workers[1].say(topology(3), READY);
  assert.deepEqual(workers[1].names(), ["set_views", "reset", "start_training"]);
  for (const { id, name } of workers[1].sent.filter((/** @type {any} */ { type }) => type === "command"))
    workers[1].say({ type: "reply", id, ok: true, effect: "asks", result: name });
  assert.equal(await views, "set_views");
  assert.equal(await other, "reset");
});

test("who has asked to stop before the code failed is not answered by training that goes on", () => {
  const page = setUp();
  edit(page, workers[0]);
  page.client.request("stop_training", {});
  workers[0].say(FAILED);
  workers[1].say(topology(3), READY);
  assert.deepEqual(workers[1].names(), ["stop_training"]);
});

test("an edit in whose trial a worker dies is tried once more, and only then refused", async () => {
  const page = setUp();
  const asked = errorOf(page.client.request("edit_code", { files: A }));
  const step = errorOf(page.client.request("step", {}));
  die(workers[0]);
  assert.equal((await step)?.code, "worker_lost");
  assert.deepEqual(page.restarts, [false]);
  workers[1].say(topology(2), READY);
  assert.deepEqual(workers[1].names(), ["edit_code"]);
  die(workers[1]);
  const error = await asked;
  assert.equal(error?.code, "code");
  assert.match(error?.message, /Python stopped twice/);
  workers[2].say(topology(3), READY);
  assert.deepEqual(workers[2].names(), []);
});

test("an edit that was tried once more and runs is answered as if nothing had been", async () => {
  const page = setUp();
  const asked = page.client.request("edit_code", { files: A });
  die(workers[0]);
  workers[1].say(topology(2), READY);
  const { id } = workers[1].sent.at(-1);
  workers[1].say({ type: "reply", id, ok: true, effect: "changes", result: { step: 0 } });
  assert.deepEqual(await asked, { step: 0 });
  assert.equal(page.events.filter(({ type }) => type === "error").length, 0);
});

test("code that a boot has left out is told, and no reason for another worker", () => {
  const page = setUp();
  edit(page, workers[0]);
  die(workers[0]);
  workers[1].say(
    { type: "code", run: "a", edited: [], files: {} },
    { type: "error", run: "a", error: { ...FAILED.error, ran: false } },
  );
  assert.equal(workers.length, 2);
  assert.equal(page.events.at(-1).error.message, "ValueError: late");
});

test("workers that fail as they begin, one after the other, come to an end", () => {
  const page = setUp();
  edit(page, workers[0]);
  workers[0].say(FAILED);
  for (let at = 1; at < 20 && workers[at]; at++) workers[at].say(FAILED);
  assert.ok(workers.length < 8, `${workers.length}`);
  assert.equal(page.events.at(-1).stage, "failed");
});
