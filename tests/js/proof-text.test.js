import assert from "node:assert/strict";
import { test } from "node:test";
import { gradientText, replayText } from "../../js/ui/code/proof.js";

const GRADIENT = {
  n_checked: 33,
  n_parameters: 33,
  largest_error: 7.4e-8,
  parameter: 3,
  analytic: 1,
  numeric: 1,
};
const REPLAY = { ok: true, repeats: true, n_steps: 1400, n_epochs: 200, first_difference: null, changes: [] };

test("a right gradient is told with its largest error", () => {
  const text = gradientText({ ok: true, ...GRADIENT });
  assert.match(text, /^The gradient is right: for all 33 parameters .* largest relative error 7\.4e-8\.$/);
});

test("a wrong gradient names the parameter and both numbers", () => {
  const wrong = { ...GRADIENT, ok: false, n_checked: 30, analytic: 0.5, numeric: null, largest_error: null };
  assert.equal(
    gradientText(wrong),
    "The gradient is wrong: parameter 3 has 0.5, but the slope of the loss there is not a number; largest relative error not a number, 30 of 33 checked.",
  );
});

test("a replay tells what it has compared, and why a run was another", () => {
  assert.match(replayText(REPLAY), /^It repeats: .* \(200 epochs, 1,400 steps\)\.$/);
  assert.match(replayText({ ...REPLAY, ok: false, repeats: false }), /two runs from the same seed differ/);
  const first_difference = { epoch: 12, recorded: 0.25, replayed: 0.5 };
  const text = replayText({ ...REPLAY, ok: false, first_difference, changes: ["the code at step 80"] });
  assert.match(
    text,
    /at epoch 12 the loss was 0\.25 and is 0\.5\. This run was changed on the way: the code at step 80\.$/,
  );
});
