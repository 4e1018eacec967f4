import assert from "node:assert/strict";
import { test } from "node:test";
import { describeMap, describeOutput, describeOutputAt, describeSample } from "../../js/ui/plane-text.js";

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
