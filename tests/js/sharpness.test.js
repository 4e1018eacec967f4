import assert from "node:assert/strict";
import { test } from "node:test";
import { coarsenessAfter, isSteady } from "../../js/scene/sharpness.js";

/** @param {number[]} times @param {boolean} [isCoarse] */
const after = (times, isCoarse = false) => times.reduce(coarsenessAfter, { isCoarse, times: [] }).isCoarse;

test("pictures become coarse when four frames in a row were slow", () => {
  assert.equal(after([99, 99, 99]), false);
  assert.equal(after([99, 99, 99, 99]), true);
  assert.equal(after([500, 3, 99, 99, 99]), false);
});

test("they become sharp again when four frames in a row were quick, and stay as they are in between", () => {
  assert.equal(after([5, 5, 5, 5], true), false);
  assert.equal(after([5, 5, 30, 5, 5], true), true);
  assert.equal(after(Array(20).fill(30)), false);
  assert.equal(after(Array(20).fill(30), true), true);
});

test("a machine that draws by pixels and samples does not go to and fro", () => {
  for (let coarse = 0; coarse < 60; coarse++) {
    const isCoarse = after(Array(4).fill(8 * coarse)); // sharp: four times the pixels, of several samples each
    if (isCoarse) assert.equal(after(Array(4).fill(coarse), true), true);
  }
});

test("going through the past is as steady as training; single steps and what rests are not", () => {
  const state = (/** @type {string} */ status, is_final = false, speed = /** @type {number|null} */ (null)) =>
    /** @type {any} */ ({ status, network: { is_final }, config: { training: { speed } } });
  assert.equal(isSteady(state("stopped")), true);
  assert.equal(isSteady(state("stopped", true)), false);
  assert.equal(isSteady(state("training")), true);
  assert.equal(isSteady(state("training", false, 2)), false);
  assert.equal(isSteady(null), false);
});
