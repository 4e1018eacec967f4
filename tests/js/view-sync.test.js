import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_VIEW } from "../../js/model/view.js";
import { wantedViews } from "../../js/model/wanted-views.js";
import { createViewSync } from "../../js/sync/view-sync.js";

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
  const sync = createViewSync({
    store: { get: () => state },
    send(views) {
      calls.push(views);
      return answer();
    },
    sent: wantedViews(FIRST_VIEW, /** @type {any} */ (TOPOLOGY)),
    onError: (error) => errors.push(error),
  });
  const change = (/** @type {object} */ changes) => {
    state = { ...state, ...changes };
    sync();
  };
  return { change, calls, errors };
}

/** All promises so far have settled. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("views are sent when they have changed, for whatever reason, and only then", async () => {
  const { change, calls } = setUp();
  change({ view: { ...FIRST_VIEW, theme: "dark" } });
  assert.equal(calls.length, 0);
  change({ view: { ...FIRST_VIEW, tiles: true, selection: { kind: "unit", unit: 3 } } });
  assert.deepEqual([calls[0].unit_grids, calls[0].unit], [true, 3]);
  await settled();
  change({ view: { ...FIRST_VIEW, tiles: true, selection: null }, topology: { ...TOPOLOGY } });
  assert.deepEqual([calls[1].unit_grids, calls[1].unit], [true, null]);
  await settled();
  change({ topology: { ...TOPOLOGY } });
  assert.equal(calls.length, 2);
});

test("of all moves of the pointer one request is under way, and the newest follows", async () => {
  /** @type {((value: unknown) => void)[]} */ const answers = [];
  const { change, calls } = setUp(() => new Promise((resolve) => answers.push(resolve)));
  const move = (/** @type {number} */ x1) => change({ view: { ...FIRST_VIEW, probe: [x1, 0] } });
  for (const x1 of [1, 2, 3, 4]) move(x1);
  assert.deepEqual(
    calls.map(({ probe }) => probe),
    [[1, 0]],
  );
  answers[0]?.(null);
  await settled();
  assert.deepEqual(
    calls.map(({ probe }) => probe),
    [
      [1, 0],
      [4, 0],
    ],
  );
  answers[1]?.(null);
  await settled();
  assert.equal(calls.length, 2);
});

test("what was refused of an older wish is not told, and the newest follows", async () => {
  let n_calls = 0;
  const { change, calls, errors } = setUp(() =>
    n_calls++ === 0 ? Promise.reject({ error: { code: "invalid", message: "no" } }) : Promise.resolve(),
  );
  change({ view: { ...FIRST_VIEW, sample: 9 } });
  change({ view: { ...FIRST_VIEW, sample: 3 } });
  await settled();
  assert.deepEqual(
    calls.map(({ sample }) => sample),
    [9, 3],
  );
  assert.equal(errors.length, 0);
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
  await settled();
  assert.equal(refused.errors.length, 1);
  const lost = setUp(() => Promise.reject({ error: { code: "worker_lost", message: "lost" } }));
  lost.change({ view: { ...FIRST_VIEW, sample: 9 } });
  await settled();
  lost.change({ status: "loading" });
  lost.change({ status: "ready" });
  assert.equal(lost.calls.length, 2);
  assert.equal(lost.errors.length, 0);
});
