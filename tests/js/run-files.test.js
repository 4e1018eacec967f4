/** Files of runs as the page handles them: what is asked of Python, and what the user is told. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { undoneNext } from "../../js/model/opened.js";
import { NO_PAST, withJournal, withKeyframe } from "../../js/model/past.js";
import { withCommand } from "../../js/sync/client-runs.js";
import { toMessage } from "../../js/sync/command.js";
import { createRunFiles } from "../../js/sync/run-files.js";

const FILE = { name: "run.npz", size: 3, arrayBuffer: async () => new Uint8Array([1, 2, 3]).buffer };

/**
 * @param {(name: string, params: any) => any} answer
 * @param {{step?: number, asks?: boolean}} [options]  asks: the user says that code may run
 */
function setUp(answer, { step = 0, asks = false } = {}) {
  /** @type {any[]} */ const asked = [];
  /** @type {any} */ let state = {
    page: { notice: null },
    network: { step },
    edits: { undo: null },
    ...{ topology: { run_id: 1 }, past: NO_PAST },
  };
  const files = createRunFiles({
    request: /** @type {any} */ (
      async (/** @type {string} */ name, /** @type {any} */ params) => {
        asked.push([name, params.runs_code ?? null]);
        return answer(name, params);
      }
    ),
    store: /** @type {any} */ ({
      get: () => state,
      update: (/** @type {any} */ change) => {
        state = change(state);
      },
    }),
    askAboutCode: async (_code, onRun) => {
      if (asks) await onRun();
      return asks;
    },
  });
  return { files, asked, notice: () => state.page.notice, opened: () => state.page.opened_file };
}

test("a file without code is opened at once, and a run that has not begun is not kept for it", async () => {
  const { files, asked, notice } = setUp(() => ({ opened: true, code: [] }));
  await files.onOpen(FILE);
  assert.deepEqual(asked, [["open_run", null]]);
  assert.deepEqual(notice(), { kind: "info", message: "“run.npz” is open, where it was saved." });
});

test("undo takes back that a file was opened, until something else is done", async () => {
  const saved = { name: "old", file: new Uint8Array([7]) };
  const answer = (/** @type {string} */ name) => (name === "save_run" ? saved : { opened: true, code: [] });
  const { files, opened } = setUp(answer, { step: 5 });
  await files.onOpen(FILE);
  /** @type {any} */ const state = {
    ...{ opened_file: opened(), topology: { run_id: 1 }, past: NO_PAST, edits: { undo: "the network" } },
  };
  assert.equal(undoneNext(state), "opening “run.npz”");
  const trained = { ...NO_PAST, now: [0, 90] };
  assert.equal(undoneNext({ ...state, past: trained }), "opening “run.npz”");
  for (const others of [
    { topology: { run_id: 2 } },
    { past: { ...NO_PAST, now: [3, 0] } },
    { past: { ...NO_PAST, back: [[0, 0]] } },
    { opened_file: null },
  ])
    assert.equal(undoneNext({ ...state, ...others }), "the network");
  await files.onBefore();
  assert.equal(opened(), null);
  const fresh = setUp(answer);
  await fresh.files.onOpen(FILE);
  assert.equal(fresh.opened(), null); // nothing was there to come back
});

test("the run that was there before comes back, with its code", async () => {
  const saved = { name: "old", file: new Uint8Array([7]) };
  const { files, asked, notice } = setUp(
    (name) => (name === "save_run" ? saved : { opened: true, code: [] }),
    { step: 5 },
  );
  await files.onOpen(FILE);
  assert.equal(notice().offer, "before");
  await files.onBefore();
  assert.deepEqual(asked.slice(-1), [["open_run", true]]);
  await files.onBefore();
  assert.equal(asked.length, 3); // once
});

test("code of a file runs only when the user has said so", async () => {
  const answer = (/** @type {string} */ _name, /** @type {any} */ params) => ({
    opened: params.runs_code === true,
    code: [{ file: "network.py", text: "" }],
  });
  const no = setUp(answer);
  await no.files.onOpen(FILE);
  assert.deepEqual(no.asked, [["open_run", null]]);
  assert.match(no.notice().message, /was not opened: its code has not been run/);
  const yes = setUp(answer, { asks: true });
  await yes.files.onOpen(FILE);
  assert.deepEqual(yes.asked, [
    ["open_run", null],
    ["open_run", true],
  ]);
  assert.match(yes.notice().message, /is open/);
});

test("a refusal is told with the name of the file, and a file that is too large is not even read", async () => {
  const { files, asked, notice } = setUp(() => {
    throw Object.assign(new Error("The file is empty."), { error: { code: "invalid" } });
  });
  await files.onOpen(FILE);
  assert.equal(notice().message, "“run.npz” cannot be opened: The file is empty.");
  await files.onOpen({ ...FILE, size: 10 ** 10, arrayBuffer: () => assert.fail("it was read") });
  assert.equal(notice().message, "“run.npz” cannot be opened: The file is too large.");
  assert.equal(asked.length, 1);
});

test("a file goes to the worker as it is, beside the other parameters", () => {
  const file = new Uint8Array([1, 2]);
  assert.deepEqual(toMessage({ file, runs_code: true }), { params: '{"runs_code":true}', file });
  assert.deepEqual(toMessage({ seed: 1 }), { params: '{"seed":1}' });
  assert.deepEqual(toMessage(null), { params: "null" });
});

test("a file whose code may run is watched like an edit", () => {
  const runs = /** @type {any} */ ({ a: { edit: null } });
  assert.equal(withCommand(runs, "a", "open_run", { runs_code: true }, 4).a?.edit, 4);
  assert.equal(withCommand(runs, "a", "open_run", {}, 4).a?.edit, null);
});

test("the past of a run that was opened takes the place of the one before", () => {
  const place = { now: /** @type {[number, number]} */ ([1, 0]), back: [], forward: [], dropped: [] };
  /** @param {number} id @param {number|null} parent @returns {any} */
  const entry = (id, parent) => ({ id, parent, step: 0, command: "configure", params: {}, what: "" });
  /** @param {any[]} entries @returns {any} */
  const event = (entries) => ({ type: "journal", run: "a", entries, reached: [[1, 0]], ...place });
  let past = withJournal(NO_PAST, event([entry(1, null), entry(2, 1)]));
  past = withKeyframe(past, /** @type {any} */ ({ entry: 2, step: 0, meta: "", values: new Float64Array() }));
  past = withJournal(past, event([entry(3, 2)]));
  assert.deepEqual([...past.entries.keys()], [1, 2, 3]);
  assert.equal(past.keyframes.size, 1);
  past = withJournal(past, event([entry(1, null)]));
  assert.deepEqual([...past.entries.keys()], [1]);
  assert.equal(past.keyframes.size, 0);
});
