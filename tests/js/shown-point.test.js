/** What the units show: a point, a sample, or the mean; and what the network answers there. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { shownText } from "../../js/kit/point-text.js";
import {
  isKnown,
  isMean,
  nearestTo,
  nextSample,
  placeOf,
  pointWithin,
  sampleOf,
} from "../../js/model/shown-point.js";
import { asSeen, makeState, withView } from "../../js/model/state.js";
import { FIRST_VIEW } from "../../js/model/view.js";
import { answerAt } from "../../js/ui/plane/answer.js";

/** @typedef {import("../../js/model/shown-point.js").Point} Point */

// Three samples: (-6, -6), (0, 0), (6, 6).
const SAMPLES = { n_inputs: 2, train_inputs: Float32Array.of(-6, 0, 6, -6, 0, 6) };
const POINT = /** @type {Point} */ ([3.5, 1]);
const AT_POINT = { sample: 1, point: POINT };
const AT_SAMPLE = { sample: 1, point: null };
const MEAN = { sample: null, point: null };

test("a point is shown instead of a sample, and neither is the mean", () => {
  assert.deepEqual(
    [AT_POINT, AT_SAMPLE, MEAN].map((shown) => placeOf(shown, SAMPLES)),
    [POINT, [0, 0], null],
  );
  assert.deepEqual([AT_POINT, AT_SAMPLE, MEAN].map(sampleOf), [null, 1, null]);
  assert.deepEqual([AT_POINT, AT_SAMPLE, MEAN].map(isMean), [false, false, true]);
  assert.deepEqual([AT_POINT, AT_SAMPLE, MEAN].map(shownText), [
    "at x₁ 3.50, x₂ 1.00",
    "for training sample 2",
    "for the mean over the training samples",
  ]);
  assert.equal(placeOf({ sample: 3, point: null }, SAMPLES), null);
});

test("choosing a sample takes the point away, and nothing else does", () => {
  const events = /** @type {any[]} */ ([
    { type: "catalog", catalog: {} },
    { type: "topology", layer_sizes: [2, 1] },
    { type: "dataset", ...SAMPLES },
    { type: "state" },
  ]);
  const state = withView(makeState(events, FIRST_VIEW), { point: POINT });
  assert.deepEqual(asSeen(state).view.point, POINT);
  assert.deepEqual(asSeen(withView(state, { tiles: false })).view.point, POINT);
  assert.equal(asSeen(withView(state, { sample: 0 })).view.point, null);
  assert.equal(asSeen(withView(state, { sample: null })).view.point, null);
});

test("what is pointed at is within the plane and as exact as it is shown", () => {
  assert.deepEqual(pointWithin([1.23456, 7], [-6, 6]), [1.23, 6]);
  assert.deepEqual(pointWithin([-6.004, -0.001], [-6, 6]), [-6, 0]);
});

test("from a point one goes to the nearest sample, and from there on to the next", () => {
  assert.equal(nearestTo(SAMPLES, POINT), 1);
  assert.equal(nextSample(AT_POINT, SAMPLES, -1), 1);
  assert.equal(nextSample(AT_SAMPLE, SAMPLES, -1), 0);
  assert.equal(nextSample(MEAN, SAMPLES, -1), 2);
});

test("a state is known to be of what is shown by run, sample and point", () => {
  const of = (/** @type {object} */ network) =>
    isKnown({ view: AT_POINT, topology: { run_id: 2 }, network: { run_id: 2, ...AT_POINT, ...network } });
  assert.equal(of({}), true);
  for (const other of [{ run_id: 1 }, { sample: 0 }, { point: null }, { point: [3.5, 1.01] }])
    assert.equal(of(other), false);
});

const BINARY = {
  task: /** @type {const} */ ("binary"),
  class_names: ["0", "1"],
  target_range: /** @type {[number, number]} */ ([0, 1]),
  n_outputs: 1,
  train_targets: Float32Array.of(0, 1, 0),
};
const CLASSES = {
  ...BINARY,
  task: /** @type {const} */ ("multiclass"),
  class_names: ["0", "1", "cat"],
  n_outputs: 3,
  train_targets: Float32Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0),
};

/** @param {any} dataset @param {number[]} outputs @param {any} shown @param {string} [activation] */
const answer = (dataset, outputs, shown, activation = "softmax") =>
  answerAt({
    dataset,
    topology: { run_id: 1, activations: [activation] },
    network: { run_id: 1, ...shown, activations: Float64Array.of(9, ...outputs) },
  });

test("an output is told with its class, and at a sample whether that is right", () => {
  assert.deepEqual(answer(BINARY, [0.3], AT_POINT), {
    kind: "output",
    output: 0.3,
    says: "→ class 0",
    verdict: "none",
  });
  assert.equal(answer(BINARY, [0.5], AT_SAMPLE).verdict, "right");
  assert.equal(answer(BINARY, [0.4], AT_SAMPLE).verdict, "wrong");
  assert.deepEqual(answer(BINARY, [0.4], MEAN), {
    kind: "mean output",
    output: 0.4,
    says: "",
    verdict: "none",
  });
  assert.equal(answer(BINARY, [Number.NaN], AT_SAMPLE).says, "");
});

test("of several classes the winner is told with its share", () => {
  const cat = { kind: "share", output: 0.7, says: "→ cat", verdict: "none" };
  assert.deepEqual(answer(CLASSES, [0.1, 0.2, 0.7], AT_POINT), cat);
  assert.equal(answer(CLASSES, [0.1, 0.2, 0.7], AT_SAMPLE).verdict, "wrong");
  assert.equal(answer(CLASSES, [0.8, 0.1, 0.1], AT_SAMPLE).verdict, "right");
  assert.equal(answer(CLASSES, [0.1, 0.2, 0.7], AT_POINT, "sigmoid").kind, "output");
});

test("in regression the output is told beside the sample's target", () => {
  const dataset = {
    ...BINARY,
    task: "regression",
    class_names: [],
    train_targets: Float32Array.of(-0.5, 0.25, 1),
  };
  assert.equal(answer(dataset, [0.3], AT_SAMPLE).says, "· target 0.25");
  assert.equal(answer(dataset, [0.3], AT_POINT).says, "");
});

test("numbers of another run are not told", () => {
  const network = { run_id: 1, ...AT_SAMPLE, activations: Float64Array.of(0.7) };
  const told = answerAt({ dataset: BINARY, topology: { run_id: 2, activations: ["sigmoid"] }, network });
  assert.deepEqual([Number.isNaN(told.output), told.says, told.verdict], [true, "", "none"]);
});
