import assert from "node:assert/strict";
import { test } from "node:test";
import { describeStatus } from "../../js/ui/status-text.js";

/** @param {string} status @param {string|null} [stop_reason] @param {object|null} [divergence] @returns {any} */
const state = (status, stop_reason = null, divergence = null) => ({
  status,
  network: { stop_reason, epoch: 1200 },
  config: { training: { stop_loss: 0.01, stop_plateau: 50 } },
  divergence,
});
const textOf = (/** @type {Parameters<typeof state>} */ ...args) =>
  describeStatus(state(...args), false).text;

test("the condition that has stopped training is told", () => {
  assert.equal(textOf("stopped", "loss"), "Stopped: the train loss reached 0.01");
  assert.match(textOf("stopped", "epoch"), /^Stopped: epoch 1.200 is done$/);
  assert.equal(textOf("stopped", "plateau"), "Stopped: the train loss had not fallen for 50 epochs");
  assert.equal(describeStatus(state("stopped", "loss"), false).isImportant, true);
});

test("without one the status is told, and that of an earlier stop is not told again", () => {
  assert.equal(textOf("stopped"), "Stopped");
  assert.equal(textOf("training", "loss"), "Training");
  assert.equal(describeStatus(state("loading"), true).text, "Starts as soon as Python is ready");
});

test("a divergence is told with its step", () => {
  assert.equal(textOf("diverged", null, { step: 12, after: null }), "Stopped: diverged in step 12");
  const between = { step: 35800, after: 20300 };
  assert.equal(
    textOf("diverged", null, between),
    "Stopped: diverged between steps 20\u202f300 and 35\u202f800",
  );
});
