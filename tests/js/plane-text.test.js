import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeMap,
  describeOutput,
  describeOutputAt,
  describeSample,
  readOutput,
} from "../../js/ui/plane/text.js";

// Three samples: (-6, -6), (0, 0), (6, 6).
const INPUTS = Float32Array.of(-6, 0, 6, -6, 0, 6);

/** @type {Pick<import("../../js/protocol.js").DatasetEvent, "domain"|"train_inputs"|"n_inputs"|"n_outputs"|"train_targets"|"task"|"class_names"|"target_range">} */
const BINARY = {
  domain: [-6, 6],
  train_inputs: INPUTS,
  train_targets: Float32Array.of(0, 1, 0),
  n_inputs: 2,
  n_outputs: 1,
  task: "binary",
  class_names: ["0", "1"],
  target_range: [0, 1],
};
// One-hot: the samples are of class 2, 0 and 1.
const CLASSES = {
  ...BINARY,
  task: /** @type {const} */ ("multiclass"),
  n_outputs: 3,
  class_names: ["0", "1", "2"],
  train_targets: Float32Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0),
};
const REGRESSION = {
  ...BINARY,
  task: /** @type {const} */ ("regression"),
  class_names: [],
  target_range: /** @type {[number, number]} */ ([-1, 1]),
  train_targets: Float32Array.of(-0.5, 0.25, 1),
};

test("the shown sample is told with its place and its label or target", () => {
  const start = "Units show training sample 2: x₁ 0.00, x₂ 0.00,";
  assert.equal(describeSample(BINARY, 1), `${start} label 1.`);
  assert.equal(describeSample(CLASSES, 1), `${start} label 0.`);
  assert.equal(describeSample(REGRESSION, 1), `${start} target 0.25.`);
  assert.equal(describeSample(BINARY, null), "Units show the mean over the training samples.");
});

test("the output at a point is told with the class that it stands for", () => {
  const point = { x1: 1, x2: -2.5 };
  assert.equal(describeOutputAt(BINARY, point, [0.5]), "x₁ 1.00, x₂ −2.50: output 0.50, class 1");
  assert.equal(describeOutputAt(BINARY, point, [0.49]), "x₁ 1.00, x₂ −2.50: output 0.49, class 0");
  assert.equal(describeOutputAt(CLASSES, point, [0.1, 0.2, 0.7]), "x₁ 1.00, x₂ −2.50: class 2, 0.70");
  assert.equal(describeOutputAt(REGRESSION, point, [-0.3]), "x₁ 1.00, x₂ −2.50: output −0.30");
  const tanh = { ...BINARY, target_range: /** @type {[number, number]} */ ([-1, 1]) };
  assert.equal(describeOutputAt(tanh, point, [0.2]), "x₁ 1.00, x₂ −2.50: output 0.20, class 1");
  assert.equal(describeOutputAt(tanh, point, [-0.2]), "x₁ 1.00, x₂ −2.50: output −0.20, class 0");
  assert.equal(describeOutputAt(BINARY, point, [Number.NaN]), "x₁ 1.00, x₂ −2.50: output –");
  assert.equal(describeOutputAt(CLASSES, point, null), "x₁ 1.00, x₂ −2.50: output –");
});

const FROM_SAMPLE = {
  dataset: CLASSES,
  topology: { run_id: 4 },
  view: { sample: 1, point: null, probe: null },
  network: {
    run_id: 4,
    sample: 1,
    point: null,
    probe: null,
    activations: Float64Array.of(9, 9, 0.5, 0.25, 2 ** -40),
  },
};

test("the output at the shown sample is the network's own, and unknown while the state is of another", () => {
  const { network } = FROM_SAMPLE;
  assert.deepEqual(readOutput(FROM_SAMPLE), { x1: 0, x2: 0, outputs: [0.5, 0.25, 2 ** -40] });
  const unknown = { x1: 0, x2: 0, outputs: null };
  assert.deepEqual(readOutput({ ...FROM_SAMPLE, network: { ...network, sample: 2 } }), unknown);
  assert.deepEqual(readOutput({ ...FROM_SAMPLE, network: { ...network, sample: null } }), unknown);
  assert.deepEqual(readOutput({ ...FROM_SAMPLE, network: { ...network, run_id: 3 } }), unknown);
  assert.equal(readOutput({ ...FROM_SAMPLE, view: { sample: null, point: null, probe: null } }), null);
});

test("a point that is shown wins over the sample, and its output is unknown until it has come", () => {
  const point = /** @type {[number, number]} */ ([0.1, -3]);
  const shown = { ...FROM_SAMPLE, view: { sample: 1, point, probe: null } };
  assert.deepEqual(readOutput(shown), { x1: 0.1, x2: -3, outputs: null });
  const network = { ...FROM_SAMPLE.network, point };
  assert.deepEqual(readOutput({ ...shown, network }), { x1: 0.1, x2: -3, outputs: [0.5, 0.25, 2 ** -40] });
  assert.equal(describeSample(BINARY, 1, point), "Units show the point x₁ 0.10, x₂ −3.00.");
});

test("the output at the pointer is unknown until it has come for this very place", () => {
  /** @type {[number, number]} */
  const place = [0.1, -3];
  const view = { sample: 1, point: null, probe: place };
  const answer = (/** @type {[number, number]} */ point, run_id = 4) =>
    readOutput({
      ...FROM_SAMPLE,
      view,
      network: { ...FROM_SAMPLE.network, run_id, probe: { point, outputs: [0.25, null] } },
    });
  assert.deepEqual(answer([0.1, -3]), { x1: 0.1, x2: -3, outputs: [0.25, Number.NaN] });
  const unknown = { x1: 0.1, x2: -3, outputs: null };
  assert.deepEqual(answer([0.1, -2]), unknown);
  assert.deepEqual(answer([0.1, -3], 3), unknown);
  assert.deepEqual(readOutput({ ...FROM_SAMPLE, view }), unknown);
});

test("the whole map is told with the accuracy, for regression with the loss", () => {
  const network = { train_loss: 0.25, test_loss: null, train_accuracy: 0.9, test_accuracy: 0.8 };
  assert.match(
    describeOutput(BINARY, network),
    /right on 90\.0.% of them and on 80\.0.% of the test samples/,
  );
  const regression = describeOutput(REGRESSION, { ...network, train_accuracy: null, test_accuracy: null });
  assert.match(regression, /its loss is 0\.2500 on them and not finite on the test samples/);
});

test("the hint says what the line is", () => {
  assert.match(describeMap("binary", [0, 1]), /where it is 0\.5/);
  assert.match(describeMap("binary", [-1, 1]), /where it is 0\. /);
  assert.match(describeMap("regression", [-1, 1]), /where it is 0\./);
  assert.match(describeMap("multiclass", [0, 1]), /where the largest changes/);
});
