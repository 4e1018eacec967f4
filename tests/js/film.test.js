import assert from "node:assert/strict";
import { test } from "node:test";
import { createColumns, readAt } from "../../js/charts/history.js";
import { othersOf } from "../../js/charts/others.js";
import { inWords } from "../../js/model/entry-words.js";
import {
  branchOf,
  filmOf,
  leafAt,
  leavesOf,
  momentAt,
  recordedSteps,
  stepAway,
} from "../../js/model/film.js";
import { createTravel } from "../../js/sync/travel.js";
import { describePast } from "../../js/ui/past-band.js";

/** @param {number} id @param {number|null} parent @param {number} step @param {object} [more] @returns {any} */
const entry = (id, parent, step, more) => ({
  ...{ id, parent, step, command: "set_training", params: { learning_rate: 0.1 }, what: "the training" },
  ...{ begins: parent === null, code: null },
  ...more,
});

/** @param {any[]} entries @param {[number, number][]} reached @param {[number, number]} now @returns {any} */
const past = (entries, reached, now) => ({
  entries: new Map(entries.map((one) => [one.id, one])),
  ...{ keyframes: new Map(), marks: new Map(), back: [], forward: [], now, reached: new Map(reached) },
});

// Trained to 800; at 600 the rate was changed, and from there to 1000; at 700 of that once more, to 900.
const TREE = past(
  [entry(1, null, 0), entry(2, 1, 600), entry(3, 2, 700)],
  [
    [1, 800],
    [2, 1000],
    [3, 900],
  ],
  [2, 650],
);

test("a branch is the steps since its run began, by what was done before them", () => {
  const told = branchOf(TREE, 3).map(({ entry: { id }, from, to }) => [id, from, to]);
  assert.deepEqual(told, [
    [1, 0, 600],
    [2, 600, 700],
    [3, 700, 900],
  ]);
  const begun = past([entry(1, null, 0), entry(2, 1, 50, { begins: true })], [[2, 30]], [2, 30]);
  assert.deepEqual(
    branchOf(begun, 2).map(({ from, to }) => [from, to]),
    [[0, 30]],
  );
});

test("a run that was opened without its past begins at the step that it was opened at", () => {
  const opened = past([entry(1, null, 500)], [[1, 700]], [1, 700]);
  assert.deepEqual(
    branchOf(opened, 1).map(({ from, to }) => [from, to]),
    [[500, 700]],
  );
  assert.equal(momentAt(branchOf(opened, 1), 499), null);
});

test("a step of a branch is a moment after all that was done at it, and there is none beyond its end", () => {
  const branch = branchOf(TREE, 3);
  assert.deepEqual(momentAt(branch, 599), [1, 599]);
  assert.deepEqual(momentAt(branch, 600), [2, 600]);
  assert.deepEqual(momentAt(branch, 900), [3, 900]);
  assert.equal(momentAt(branch, 901), null);
});

test("each way that was gone to its end is a branch", () => {
  assert.deepEqual(leavesOf(TREE), [1, 2, 3]);
  const straight = past([entry(1, null, 0), entry(2, 1, 600)], [[1, 600]], [2, 600]);
  assert.deepEqual(leavesOf(straight), [2]);
});

test("the branch that is seen stays as long as the moment is on it, and is another one beyond", () => {
  assert.equal(leafAt(TREE, [1, 300], 3), 3);
  assert.equal(leafAt(TREE, [1, 300], 2), 2);
  assert.equal(leafAt(TREE, [1, 601], 3), 1);
  assert.equal(leafAt(TREE, [2, 900], 3), 2);
  assert.equal(leafAt(TREE, [9, 0], 3), 3, "an entry that has not been told yet");
});

test("what is shown is the past before the end of the branch, but not where training is only drawn late", () => {
  const film = (/** @type {any} */ known, /** @type {number} */ step) =>
    filmOf({ past: known, leaf: 2, network: /** @type {any} */ ({ entry: 2, step }) });
  assert.deepEqual([film(TREE, 650).isPast, film(TREE, 650).end], [true, 1000]);
  assert.equal(film({ ...TREE, now: [2, 1000] }, 990).isPast, false);
  assert.equal(film(TREE, 1000).isPast, false);
});

const HISTORY = Float64Array.of(0, 1, 2, 0, 10, 20, 3, 2, 1, 3, 2, 1, 0, 0, 0, 0, 0, 0);

test("one goes by recorded states, and stops at both ends", () => {
  const state = { past: past([entry(1, null, 0)], [[1, 25]], [1, 25]), leaf: 1, history: HISTORY };
  const steps = recordedSteps({ ...state, network: /** @type {any} */ ({ entry: 1, step: 25 }) });
  assert.deepEqual(steps, [0, 10, 20, 25]);
  assert.equal(stepAway(steps, 25, -1), 20);
  assert.equal(stepAway(steps, 15, -1), 10);
  assert.equal(stepAway(steps, 15, 1), 20);
  assert.equal(stepAway(steps, 15, -10), 0);
  assert.equal(stepAway(steps, 15, Number.NEGATIVE_INFINITY), 0);
  assert.equal(stepAway(steps, 25, 1), 25);
});

test("the curves go on after the moment with what was trained later, to the end of the branch", () => {
  const { columns, update } = createColumns(["epoch", "step", "train_loss"]);
  /** @type {any} */
  const newest = { step: 5, steps_per_epoch: 10, train_loss: 2.5 };
  const at = update(Float64Array.of(0, 0, 3, 3, 0, 0), newest, { table: HISTORY, end: 25 });
  assert.equal(at, 1);
  assert.deepEqual(columns, [
    [0, 0.5, 1, 2, 2.5],
    [0, 5, 10, 20, 25],
    [3, 2.5, 2, 1, null],
  ]);
  assert.equal(update(Float64Array.of(0, 0, 3, 3, 0, 0), newest), 1);
  assert.deepEqual(columns[1], [0, 5]);
});

test("an epoch of the axis is a step, and a step an epoch", () => {
  const [epochs, steps] = [
    [0, 1, 3],
    [0, 10, 50],
  ];
  assert.equal(readAt(steps, epochs, 2), 30);
  assert.equal(readAt(epochs, steps, 30), 2);
  assert.equal(readAt(steps, epochs, -1), 0);
  assert.equal(readAt(steps, epochs, 9), 50);
});

test("another branch is drawn from where it has parted", () => {
  const keyframe = {
    entry: 1,
    step: 20,
    meta: '{"n_records": 3}',
    values: Float64Array.of(7, 7, ...HISTORY),
  };
  const tree = past(
    [entry(1, null, 0), entry(2, 1, 10)],
    [
      [1, 20],
      [2, 12],
    ],
    [2, 12],
  );
  tree.keyframes.set("1:20", keyframe);
  assert.deepEqual(othersOf(tree, 2, ["epoch", "train_loss"]), [
    [
      [1, 2],
      [2, 1],
    ],
  ]);
  assert.deepEqual(othersOf(tree, 1, ["epoch", "train_loss"]), [[[], []]], "of the other no state is kept");
});

test("of a change that was made later than this one, also the steps before it are another branch's", () => {
  const keyframe = { entry: 3, step: 20, meta: '{"n_records": 3}', values: HISTORY };
  const entries = [entry(1, null, 0), entry(2, 1, 10), entry(3, 1, 15)];
  const tree = past(
    entries,
    [
      [1, 15],
      [2, 12],
      [3, 20],
    ],
    [2, 12],
  );
  tree.keyframes.set("3:20", keyframe);
  assert.deepEqual(othersOf(tree, 2, ["epoch"]), [[[1, 2]]]);
});

test("what was done is named in few words", () => {
  /** @type {any} */
  const catalog = { fields: [{ name: "learning_rate", label: "Learning rate" }] };
  const sizes = { command: "create_network", begins: true };
  const tree = past(
    [
      entry(1, null, 0, {
        command: "configure",
        params: { config: { network: { layer_sizes: [2, 6, 1] } } },
      }),
      entry(2, 1, 0),
      entry(3, 2, 5, { code: { "optimizers.py": "…" }, command: "edit_code", params: {} }),
      entry(4, 3, 9, { ...sizes, params: { layer_sizes: [2, 8, 1] } }),
      entry(5, 4, 9, { ...sizes, params: { layer_sizes: [2, 8, 8, 1] } }),
      entry(6, 5, 9, { command: "edit_code", params: {}, code: {} }),
    ],
    [],
    [6, 9],
  );
  assert.deepEqual(
    [...tree.entries.values()].map((one) => inWords(one, tree, catalog)),
    [
      "the first run",
      "learning rate 0.1",
      "edited optimizers.py",
      "6 → 8 units",
      "network 2-8-8-1",
      "the original code",
    ],
  );
});

test("of the moments that are asked for while one is gone to, only the newest is gone to", async () => {
  /** @type {number[]} */
  const gone = [];
  /** @type {(() => void)[]} */
  const arrive = [];
  const travel = createTravel((/** @type {number} */ moment) => {
    gone.push(moment);
    return new Promise((resolve) => arrive.push(() => resolve(null)));
  });
  for (const moment of [1, 2, 3]) travel.to(moment);
  assert.equal(travel.wanted(), 3);
  arrive[0]?.();
  await new Promise((resolve) => setTimeout(resolve));
  arrive[1]?.();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(gone, [1, 3]);
  assert.equal(travel.wanted(), null);
});

test("the band says which step of how many is seen", () => {
  assert.match(describePast(812, 1240, false), /^Step 812 of 1.240, you are looking at the past$/);
  assert.match(describePast(812, 1240, true), /taking the same steps again$/);
});
