import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { beginningNotice, troubleNotice } from "../../js/model/keeping-words.js";
import {
  difference,
  isAddressOf,
  isReadable,
  keptCode,
  stepOf,
  toRecord,
  toRuns,
} from "../../js/model/kept.js";
import { NO_PAST, withJournal, withKeyframe } from "../../js/model/past.js";
import { readLink, writeLink } from "../../js/model/permalink.js";
import { fromKept, makeBoot, makeRun } from "../../js/sync/client-runs.js";
import { Keeper, PAUSE_MS } from "../../js/sync/keeper.js";
import { GoneError } from "../../js/sync/run-store.js";
import { CATALOG } from "./catalog.js";

const CONFIG = CATALOG.defaults;
const VIEWS = /** @type {any} */ ({});
const ABOUT = { id: "t", at: 1, address: "" };
const ROOT = {
  ...{ id: 1, parent: null, step: 0, command: "configure", params: {}, what: "" },
  ...{ begins: true, code: null },
};
const EDIT = {
  ...{ ...ROOT, id: 2, parent: 1, step: 5, command: "edit_code", begins: false },
  code: { "losses.py": "a" },
};

/** A past with states at these moments, the last of which is now. @param {[number, number][]} moments */
function pastOf(...moments) {
  const now = /** @type {[number, number]} */ (moments.at(-1));
  const entries = [ROOT, ...(now[0] === 2 ? [EDIT] : [])];
  const place = { back: [], forward: [], dropped: [], now };
  let past = withJournal(NO_PAST, /** @type {any} */ ({ ...place, entries, reached: [[1, now[1]]] }));
  for (const [entry, step] of moments) {
    const values = Float64Array.of(step, 0.1);
    past = withKeyframe(past, /** @type {any} */ ({ entry, step, meta: `${entry}:${step}`, values }));
  }
  return past;
}

/** @param {import("../../js/model/past.js").Past} past */
const runsOf = (past) => ({ a: { ...makeRun(CONFIG, VIEWS), past } });

/** What IndexedDB would have. */
class FakeStore {
  /** @type {any} */ record = null;
  /** @type {Map<string, any>} */ keyframes = new Map();
  /** @type {any[]} */ saves = [];
  /** @type {Error|null} */ error = null;
  write = async (/** @type {any} */ save) => {
    if (this.error) throw this.error;
    const { record, added, removed, isFirst } = structuredClone(save);
    this.saves.push(save);
    if (isFirst) this.keyframes.clear();
    for (const key of removed) this.keyframes.delete(key.join());
    for (const one of added) this.keyframes.set([one.run, one.keyframe.entry, one.keyframe.step].join(), one);
    this.record = record;
  };
}

let clock = 0;
const { now: realNow } = performance;
beforeEach(() => {
  clock = 0;
  performance.now = () => clock;
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => {
  performance.now = realNow;
  mock.timers.reset();
});

/** @param {number} ms */
function pass(ms) {
  clock += ms;
  mock.timers.tick(ms);
}

function setUp() {
  const store = new FakeStore();
  /** @type {string[]} */ const troubles = [];
  let address = "#a=1";
  const keeper = new Keeper({
    write: store.write,
    address: () => address,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  const goTo = (/** @type {string} */ to) => {
    address = to;
  };
  return { store, troubles, keeper, goTo };
}

test("what is kept is the run to the last bit, as the next worker is given it", () => {
  const runs = runsOf(pastOf([1, 0], [1, 5], [2, 9]));
  const record = structuredClone(toRecord(runs, ABOUT));
  const { added, removed } = difference({}, runs);
  assert.deepEqual(removed, []);
  const { runs: kept, events } = fromKept(toRuns(record, structuredClone(added)), VIEWS);
  assert.deepEqual(events, [{ type: "code", run: "a", edited: ["losses.py"], files: EDIT.code }]);
  assert.deepEqual(makeBoot(kept, 3), makeBoot(runs, 3));
  assert.deepEqual(kept.a?.code, EDIT.code);
  assert.deepEqual(keptCode(record), EDIT.code);
  assert.equal(stepOf(record), 9);
  assert.ok(isReadable(record));
  assert.ok(!isReadable({ ...record, format: 99 }) && !isReadable(undefined));
});

test("only what is new is written, and what is no longer kept goes", () => {
  const before = runsOf(pastOf([1, 0], [1, 5]));
  const past = withKeyframe(
    before.a.past,
    /** @type {any} */ ({
      ...{ entry: 1, step: 7, meta: "", values: Float64Array.of(7) },
      dropped: [[1, 0]],
    }),
  );
  const { added, removed } = difference(before, runsOf(past));
  assert.deepEqual(
    added.map(({ keyframe }) => keyframe.step),
    [7],
  );
  assert.deepEqual(removed, [["a", 1, 0]]);
  assert.deepEqual(difference(before, {}).removed, [
    ["a", 1, 0],
    ["a", 1, 5],
  ]);
});

test("a run without a step, an edit or a change by hand is not kept", () => {
  const { store, keeper } = setUp();
  keeper.begin("t", null);
  keeper.note(runsOf(pastOf([1, 0])));
  pass(5000);
  assert.equal(store.saves.length, 0);
  keeper.note(runsOf(pastOf([1, 0], [1, 1])));
  pass(PAUSE_MS);
  assert.equal(store.saves.length, 1);
});

test("what is trained is written at once after a pause, and many changes as one", () => {
  const { store, keeper } = setUp();
  keeper.note(runsOf(pastOf([1, 1])));
  assert.equal(store.saves.length, 0); // whose it is nobody knows yet
  keeper.begin("t", null);
  assert.equal(store.saves.length, 1);
  for (const step of [2, 3, 4]) keeper.note(runsOf(pastOf([1, step])));
  assert.equal(store.saves.length, 1);
  pass(PAUSE_MS);
  assert.equal(store.saves.length, 2);
  assert.equal(stepOf(store.record), 4);
  clock += 2 * PAUSE_MS; // the timers of a hidden page are late
  keeper.note(runsOf(pastOf([1, 5])));
  assert.equal(stepOf(store.record), 5);
});

test("the address of what is kept follows, and nothing is written twice", () => {
  const { store, keeper, goTo } = setUp();
  keeper.begin("t", null);
  keeper.note(runsOf(pastOf([1, 1])));
  goTo("#a=2");
  pass(5000);
  pass(5000);
  assert.deepEqual(
    store.saves.map(({ record }) => record.address),
    ["#a=1", "#a=2"],
  );
});

test("after any changes what is kept is what the page has", () => {
  const { store, keeper } = setUp();
  keeper.begin("t", null);
  /** @type {[number, number][]} */ let moments = [[1, 0]];
  for (let step = 1; step < 200; step++) {
    moments = [...moments, /** @type {[number, number]} */ ([1, step])].filter(
      ([, at]) => at === step || (at * 7 + step) % 5 > 0,
    );
    const runs = runsOf(pastOf(...moments));
    keeper.note(runs);
    if (step % 3 === 0) pass(PAUSE_MS);
  }
  keeper.save();
  const kept = toRuns(store.record, [...store.keyframes.values()]);
  assert.deepEqual(
    [.../** @type {any} */ (kept.a).past.keyframes.keys()].sort(),
    moments.map((moment) => moment.join(":")).sort(),
  );
});

for (const [name, error, trouble] of /** @type {[string, Error, string][]} */ ([
  ["storage is denied", new DOMException("no", "SecurityError"), "denied"],
  ["the quota is used up", new DOMException("no", "QuotaExceededError"), "full"],
  ["another page has forgotten it", new GoneError("gone"), "gone"],
]))
  test(`where ${name} that is said once, and nothing more is tried`, async () => {
    const { store, troubles, keeper } = setUp();
    store.error = error;
    keeper.begin("t", null);
    for (const step of [1, 2, 3]) {
      keeper.note(runsOf(pastOf([1, step])));
      pass(5000);
      await null;
      await null;
    }
    assert.deepEqual(troubles, [trouble]);
  });

test("an address is that of the run if it says the same settings, or none, or what was written with it", () => {
  const record = toRecord(runsOf(pastOf([1, 4])), { ...ABOUT, address: "#seed=7" });
  const is = (/** @type {string} */ address) =>
    isAddressOf(record, readLink(address, CATALOG), address, CATALOG);
  assert.ok(is(""));
  assert.ok(is("#view=dark"));
  assert.ok(is("#seed=7")); // the address lags behind the run
  assert.ok(is(writeLink(CONFIG, CATALOG, {}, [])));
  assert.ok(!is("#seed=8"));
  assert.ok(!is("#code=abc"));
  assert.ok(!is("#weights=abc"));
});

test("whatever keeps the browser from keeping the run, a file is offered", () => {
  for (const trouble of /** @type {const} */ (["denied", "full", "gone"]))
    assert.equal(troubleNotice(trouble).offer, "save");
});

test("of what was kept the page says in one line what has become", () => {
  assert.equal(beginningNotice("new", "0"), null);
  assert.deepEqual(
    /** @type {const} */ (["back", "other", "failing"]).map((kind) => beginningNotice(kind, "1,240")?.offer),
    ["fresh", "back", "back"],
  );
  assert.match(String(beginningNotice("back", "1,240")?.message), /^[^.]+ 1,240\.$/);
});
