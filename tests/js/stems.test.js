/** Where samples stand on the output map, what their stems end at, and which of them are wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCount } from "../../js/kit/format.js";
import { planLabels } from "../../js/scene/plan/label-plan.js";
import { HEIGHT, heightTicks, makeStems, outputOf } from "../../js/scene/plan/stems.js";
import { describeWrong, wrongSamples } from "../../js/ui/plane/wrong.js";
import { atHome, networkOf } from "./scenery.js";

/** Numbers that are always the same. @param {number} seed */
function makeRandom(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** @param {{n_outputs: number, nTrain: number, nTest: number, random: () => number, task?: any, range?: [number, number]}} of */
function datasetOf({ n_outputs, nTrain, nTest, random, task = "multiclass", range = [0, 1] }) {
  const inputs = (/** @type {number} */ n) => Float32Array.from({ length: 2 * n }, () => random() * 12 - 6);
  const targets = (/** @type {number} */ n) => {
    const values = new Float32Array(n_outputs * n).fill(range[0]);
    for (let at = 0; at < n; at++) {
      if (task === "regression") values[at] = random() * (range[1] - range[0]) + range[0];
      else if (n_outputs === 1) values[at] = range[Number(random() > 0.5)] ?? 0;
      else values[Math.floor(random() * n_outputs) * n + at] = range[1];
    }
    return values;
  };
  return /** @type {any} */ ({
    task,
    domain: [-6, 6],
    target_range: range,
    n_inputs: 2,
    n_outputs,
    train_inputs: inputs(nTrain),
    train_targets: targets(nTrain),
    test_inputs: inputs(nTest),
    test_targets: targets(nTest),
  });
}

/** The same the plain way. @param {any} dataset @param {Float32Array} outputs @param {number} sample */
function expectedOf({ n_outputs, ...sets }, outputs, sample) {
  const nTrain = sets.train_inputs.length / 2;
  const n = nTrain + sets.test_inputs.length / 2;
  const isTest = sample >= nTrain;
  const [targets, inputs, at] = isTest
    ? [sets.test_targets, sets.test_inputs, sample - nTrain]
    : [sets.train_targets, sets.train_inputs, sample];
  const rows = Array.from(
    { length: n_outputs },
    (_, row) => targets[row * (targets.length / n_outputs) + at],
  );
  const own = rows.indexOf(Math.max(...rows));
  return {
    target: rows[own],
    output: outputs[own * n + sample],
    place: [(inputs[at] + 6) / 12, (inputs[inputs.length / 2 + at] + 6) / 12].map(Math.fround),
  };
}

test("in fifty states every stem ends at its target and at the output of its own class, to the last bit", () => {
  const random = makeRandom(3);
  for (let state = 0; state < 50; state++) {
    const n_outputs = state % 6 || 1;
    const task = n_outputs > 1 ? "multiclass" : state % 2 ? "binary" : "regression";
    /** @type {[number, number]} */ const range = state % 3 ? [0, 1] : [-1, 1];
    const dataset = datasetOf({ n_outputs, nTrain: 5 + state, nTest: 3 + state, random, task, range });
    const n = 8 + 2 * state;
    const outputs = Float32Array.from({ length: n_outputs * n }, () => random() * 3 - 1);
    const stems = makeStems(dataset);
    assert.equal(stems.target.length, n);
    for (let sample = 0; sample < n; sample++) {
      const { target, output, place } = expectedOf(dataset, outputs, sample);
      assert.equal(stems.target[sample], target);
      assert.equal(outputOf(outputs, stems, sample), output);
      assert.deepEqual([...stems.place.slice(2 * sample, 2 * sample + 2)], place);
      assert.equal(stems.is_test[sample], Number(sample >= 5 + state));
    }
  }
});

test("a sample is wrong when the network answers another class: by the middle of the range, or the largest", () => {
  const binary = /** @type {any} */ ({
    task: "binary",
    n_outputs: 1,
    target_range: [0, 1],
    train_targets: Float32Array.of(0, 1, 1),
    test_targets: Float32Array.of(0, 1),
  });
  assert.deepEqual(wrongSamples(binary, Float32Array.of(0.5, 0.5, 0.49, 0.2, 0.1)), [0, 2, 4]);
  assert.deepEqual(wrongSamples(binary, Float32Array.of(0, Number.NaN, 1, 0, 1)), []);
  assert.deepEqual(wrongSamples(binary, Float32Array.of(1, 0)), []);
  assert.deepEqual(wrongSamples({ ...binary, task: "regression" }, Float32Array.of(1, 0, 0, 1, 0)), []);
  const several = { ...binary, task: "multiclass", n_outputs: 3 };
  several.train_targets = Float32Array.of(1, 0, 0, 1, 0, 0); // classes 0 and 1
  several.test_targets = Float32Array.of(0, 0, 1); // class 2
  assert.deepEqual(
    wrongSamples(several, Float32Array.of(0.4, 0.1, 0.9, 0.5, 0.3, 0, 0.1, 0.6, 0)),
    [0, 1, 2],
  );
  assert.deepEqual(wrongSamples(several, Float32Array.of(0.4, 0.1, 0, 0.4, 0.9, 0, 0.1, 0, 1)), []);
});

test("how many are wrong is said in words, of test samples only while they are shown", () => {
  const dataset = /** @type {any} */ ({ task: "binary", n_outputs: 1 });
  dataset.train_targets = new Float32Array(200);
  dataset.test_targets = new Float32Array(1200);
  const network = { train_accuracy: 197 / 200, test_accuracy: null };
  assert.equal(describeWrong(dataset, network, false), "Wrong: 3 of 200 training samples");
  assert.equal(
    describeWrong(dataset, network, true),
    `Wrong: 3 of 200 training samples, – of ${formatCount(1200)} test samples`,
  );
  assert.equal(describeWrong({ ...dataset, task: "regression" }, network, true), "");
});

test("the axis of heights has the ends of the target range and its middle, and only where there is relief", () => {
  const size = { width: 1000, height: 700 };
  const measure = (/** @type {{text: string, px: number}} */ { text, px }) => text.length * px * 0.6;
  const { placement, project } = atHome([2, 3, 1], "output", size);
  const plan = /** @type {const} */ ({ network: networkOf([2, 3, 1]), placement, project, size, measure });
  const texts = (/** @type {number} */ rise) =>
    planLabels({ ...plan, domain: [-6, 6], hasTiles: true, heights: [-1, 2], rise }).map(({ text }) => text);
  for (const { value } of heightTicks([-1, 2])) {
    const text = String(value).replace("-", "−");
    assert.ok(texts(HEIGHT).includes(text), text);
    assert.ok(!texts(0).includes(text), text);
  }
});
