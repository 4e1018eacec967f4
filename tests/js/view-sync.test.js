import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_VIEW } from "../../js/state.js";
import { createViewSync } from "../../js/view-sync.js";

const TOPOLOGY = {
  layer_sizes: [2, 3, 1],
  weight_offsets: [0, 9],
  bias_offsets: [6, 12],
  unit_offsets: [0, 2, 5],
};

function setUp(answer = () => /** @type {Promise<unknown>} */ (Promise.resolve())) {
  let state = /** @type {any} */ ({ status: "ready", view: FIRST_VIEW, topology: TOPOLOGY });
  /** @type {any[]} */ const calls = [];
  /** @type {any[]} */ const errors = [];
  const sent = {
    grid: true,
    sample: 0,
    unit_grids: false,
    confusion: false,
    distributions: false,
    unit: null,
    space: null,
  };
  const sync = createViewSync({
    store: { get: () => state },
    send(views) {
      calls.push(views);
      return answer();
    },
    sent,
    onError: (error) => errors.push(error),
  });
  const change = (/** @type {object} */ changes) => {
    state = { ...state, ...changes };
    sync();
  };
  return { change, calls, errors };
}

test("views are sent when they have changed, for whatever reason, and only then", () => {
  const { change, calls } = setUp();
  change({ view: { ...FIRST_VIEW, theme: "dark" } });
  assert.equal(calls.length, 0);
  change({ view: { ...FIRST_VIEW, tiles: true, selection: { kind: "unit", unit: 3 } } });
  assert.deepEqual([calls[0].unit_grids, calls[0].unit], [true, 3]);
  change({ view: { ...FIRST_VIEW, tiles: true, selection: null }, topology: { ...TOPOLOGY } });
  assert.deepEqual([calls[1].unit_grids, calls[1].unit], [true, null]);
  change({ topology: { ...TOPOLOGY } });
  assert.equal(calls.length, 2);
});

test("nothing is sent while Python is not there; it is made up for afterwards", () => {
  const { change, calls } = setUp();
  change({ status: "loading", view: { ...FIRST_VIEW, confusion: true } });
  assert.equal(calls.length, 0);
  change({ status: "ready" });
  assert.equal(calls[0].confusion, true);
});

test("what was refused is told; what was lost with the worker is sent again", async () => {
  const refused = setUp(() => Promise.reject({ error: { code: "invalid", message: "no" } }));
  refused.change({ view: { ...FIRST_VIEW, sample: 9 } });
  await Promise.resolve().then(() => {});
  assert.equal(refused.errors.length, 1);
  const lost = setUp(() => Promise.reject({ error: { code: "worker_lost", message: "lost" } }));
  lost.change({ view: { ...FIRST_VIEW, sample: 9 } });
  await Promise.resolve().then(() => {});
  lost.change({ status: "loading" });
  lost.change({ status: "ready" });
  assert.equal(lost.calls.length, 2);
  assert.equal(lost.errors.length, 0);
});
