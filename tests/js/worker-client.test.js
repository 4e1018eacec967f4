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

const window = {
  takeWorker() {
    workers.push(new FakeWorker());
    return workers.at(-1);
  },
};
// The client looks at its worker now and then, which would keep the test's process alive.
Object.assign(globalThis, { window, setInterval: () => 0 });
const { createWorkerClient } = await import("../../js/sync/worker-client.js");
const { now: realNow } = performance;

let clock = 0;
beforeEach(() => {
  workers = [];
  clock = 1000;
  performance.now = () => clock;
});
afterEach(() => {
  performance.now = realNow;
});

const CONFIG = /** @type {any} */ ({ seed: 0, training: { learning_rate: 0.1 } });
const OTHER = /** @type {any} */ ({ seed: 0, training: { learning_rate: 0.1 }, network: "sine" });
const READY = { type: "status", stage: "ready", loaded: 1, total: 1 };
const FAILED = { type: "error", error: { code: "code", message: "ValueError: late", ran: true } };
const A = { "losses.py": "a" };

/** @param {number} run_id @param {object} [more] */
const topology = (run_id, more) => ({
  ...{ type: "topology", run_id, begun: run_id, config: CONFIG, previous_history: null },
  ...more,
});
/** @param {string} meta @param {{run_id?: number, begun?: number, resumes?: boolean}} [more] */
const snapshot = (meta, { run_id = 1, begun = run_id, resumes = false } = {}) => ({
  ...{ type: "snapshot", run_id, resumes },
  snapshot: { meta, values: Float64Array.of(1), begun, previous_history: null },
});
/** @param {any} boot */
const metas = (boot) => boot.starts.map((/** @type {any} */ { meta }) => meta);

function setUp() {
  /** @type {any[]} */ const events = [];
  let isTaken = true;
  const client = createWorkerClient({
    config: CONFIG,
    views: /** @type {any} */ ({}),
    onEvent(event) {
      events.push(event);
      return isTaken;
    },
    onRestart() {},
  });
  client.start();
  workers[0].say(topology(1), READY);
  return { client, events, drop: () => (isTaken = false) };
}

/** Put A in force, as the worker does. @param {ReturnType<typeof setUp>} page @param {FakeWorker} worker */
function edit({ client }, worker, files = A, meta = "before") {
  client.request("edit_code", { files }).catch(() => {});
  const { id } = worker.sent.at(-1);
  worker.say(snapshot(meta, { resumes: true }));
  worker.say({ type: "code", edited: Object.keys(files), files }, topology(2, { begun: 1 }));
  worker.say(snapshot("edited", { run_id: 2, begun: 1, resumes: true }), {
    type: "reply",
    id,
    ok: true,
    result: {},
  });
}

test("a new worker is told of the highest run that the page has seen", () => {
  const page = setUp();
  assert.equal(workers[0].sent[0].run_id, 0);
  workers[0].say(topology(7), snapshot("seven", { run_id: 7 }), topology(9), snapshot("nine", { run_id: 9 }));
  workers[0].onerror({ preventDefault() {} });
  assert.equal(workers[1].sent[0].run_id, 9);
  assert.deepEqual(metas(workers[1].sent[0]), ["nine"]);
  workers[1].say({ type: "not_restored" });
  assert.equal(workers[2].sent[0].run_id, 9);
  workers[2].say({ type: "status", stage: "failed", loaded: 0, total: 1 });
  page.client.retry();
  assert.deepEqual([workers[3].sent[0].run_id, metas(workers[3].sent[0])], [9, ["nine"]]);
});

test("a state that is of no interest is acknowledged all the same", () => {
  const { drop } = setUp();
  const acks = () => workers[0].sent.filter((/** @type {any} */ { type }) => type === "ack").length;
  workers[0].say({ type: "state", run_id: 1 });
  assert.equal(acks(), 0); // the page does so when it has drawn it
  drop();
  workers[0].say({ type: "state", run_id: 0 }, { type: "log", text: "" });
  assert.equal(acks(), 1);
});

test("an edit that fails late takes what it has trained with it, but not the settings since", () => {
  const page = setUp();
  edit(page, workers[0]);
  const training = { learning_rate: 0.5 };
  workers[0].say({ type: "config", run_id: 2, config: { ...CONFIG, training }, edits: {} });
  workers[0].say(snapshot("later", { run_id: 2, begun: 1, resumes: true }), FAILED);
  const [boot] = workers[1].sent;
  assert.equal(workers[0].isTerminated, true);
  assert.deepEqual([boot.code, boot.run_id], [{}, 2]);
  assert.deepEqual(metas(boot), ["before", "before"]); // with the settings of now, or else without
  assert.deepEqual(
    boot.starts.map((/** @type {any} */ { training }) => training),
    [training, undefined],
  );
  assert.deepEqual(page.events.slice(-2), [{ type: "code", edited: [], files: {} }, FAILED]);
  workers[1].say(topology(3, { begun: 1 }), snapshot("before", { run_id: 3, begun: 1 }), READY);
  assert.deepEqual(workers[1].names(), ["start_training"]); // as it did before
});

test("after a start-over a late failure goes back to the code, not to the run, of before the edit", () => {
  const page = setUp();
  edit(page, workers[0]);
  const previous_history = Float64Array.of(1, 2, 3);
  workers[0].say(topology(3, { config: OTHER, previous_history }), snapshot("other", { run_id: 3 }), FAILED);
  const [boot] = workers[1].sent;
  assert.deepEqual(boot.config, OTHER);
  assert.deepEqual(boot.starts[0], { meta: null, previous_history });
  assert.deepEqual(metas(boot), [null, "before"]); // the older run only if the code cannot do the other
  assert.deepEqual([boot.code, boot.run_id], [{}, 3]);
});

test("undo back to the run of before the edit counts: that is where it goes back to", () => {
  const page = setUp();
  edit(page, workers[0]);
  workers[0].say(topology(3, { config: OTHER }), snapshot("other", { run_id: 3 }));
  workers[0].say(topology(4, { begun: 1 }), snapshot("undone", { run_id: 4, begun: 1 }), FAILED);
  assert.equal(metas(workers[1].sent[0])[0], "before");
});

test("an old edit that fails keeps what it has trained", () => {
  const page = setUp();
  edit(page, workers[0]);
  clock += 31_000;
  workers[0].say(topology(3, { config: OTHER }), snapshot("other", { run_id: 3 }), FAILED);
  assert.deepEqual(metas(workers[1].sent[0]), ["other", "before"]);
});

test("edits that fail one after the other lead back to the code as it came", () => {
  const page = setUp();
  edit(page, workers[0]);
  edit(page, workers[0], { "losses.py": "b" }, "by a");
  workers[0].say(FAILED);
  assert.deepEqual([workers[1].sent[0].code, metas(workers[1].sent[0])[0]], [A, "by a"]);
  workers[1].say(FAILED); // at its start
  assert.deepEqual(workers[2].sent[0].code, {});
  assert.equal(metas(workers[2].sent[0]).at(-1), "before"); // which that code has made itself
});

test("code that undo and redo bring has the code in force before as its version before", () => {
  const page = setUp();
  edit(page, workers[0]);
  workers[0].say({ type: "code", edited: [], files: {} }, topology(3, { begun: 1 }));
  workers[0].say(snapshot("undone", { run_id: 3, begun: 1 }));
  workers[0].say({ type: "code", edited: Object.keys(A), files: A }, topology(4, { begun: 1 }));
  workers[0].say(snapshot("redone", { run_id: 4, begun: 1 }), FAILED);
  assert.deepEqual([workers[1].sent[0].code, metas(workers[1].sent[0])[0]], [{}, "undone"]);
});

test("a refused edit whose code has run leaves the run where it was before it", () => {
  const page = setUp();
  page.client.request("edit_code", { files: A }).catch(() => {});
  const { id } = workers[0].sent.at(-1);
  workers[0].say(snapshot("before"), { type: "reply", id, ok: false, error: FAILED.error });
  assert.deepEqual([workers[1].sent[0].code, metas(workers[1].sent[0])], [{}, ["before"]]);
  assert.deepEqual(
    page.events.filter(({ type }) => type === "code"),
    [],
  );
});
