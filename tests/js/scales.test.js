import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adjacentStep,
  describeSpeed,
  makeLogSteps,
  nearestSpeedIndex,
  nearestStepIndex,
  nextInSteps,
  SPEEDS,
} from "../../js/kit/scales.js";

const STEPS = makeLogSteps(0.0001, 10);

test("learning rates step through 1, 2, 3, 5 times powers of ten, both ends included", () => {
  assert.deepEqual(STEPS.slice(0, 6), [0.0001, 0.0002, 0.0003, 0.0005, 0.001, 0.002]);
  assert.equal(STEPS.at(-1), 10);
  assert.equal(STEPS.length, 21);
});

test("a value between two steps is nearest by ratio", () => {
  assert.equal(STEPS[nearestStepIndex(STEPS, 0.03)], 0.03);
  assert.equal(STEPS[nearestStepIndex(STEPS, 0.0145)], 0.02);
  assert.equal(STEPS[nearestStepIndex(STEPS, 1e9)], 10);
  assert.equal(STEPS[nearestStepIndex(STEPS, 0)], 0.0001);
});

test("a step up or down starts from any value and ends at the ends", () => {
  assert.equal(adjacentStep(STEPS, 0.025, 1), 0.03);
  assert.equal(adjacentStep(STEPS, 0.025, -1), 0.02);
  assert.equal(adjacentStep(STEPS, 10, 1), 10);
  assert.equal(adjacentStep(STEPS, 0.0001, -1), 0.0001);
});

test("equal steps count from the smallest value, and end at the ends", () => {
  const limit = { min: 2, max: 512 };
  assert.equal(nextInSteps(8, 1, 1, limit), 9);
  assert.equal(nextInSteps(2.5, -1, 1, limit), 2);
  assert.equal(nextInSteps(512, 1, 1, limit), 512);
  assert.equal(nextInSteps(Number.NaN, 1, 1, limit), 2);
  assert.equal(nextInSteps(0.3, 1, 0.1, { min: 0, max: 1 }), 0.4);
  assert.equal(nextInSteps(0.3, -1, 0.1, { min: 0, max: 1 }), 0.2);
  assert.equal(nextInSteps(-5, 1, 1, { min: Number.NEGATIVE_INFINITY, max: 0 }), -4);
});

test("the last speed is full, and other speeds find their neighbour", () => {
  assert.equal(SPEEDS[nearestSpeedIndex(null)], null);
  assert.equal(SPEEDS[nearestSpeedIndex(7)], 5);
  assert.equal(SPEEDS[nearestSpeedIndex(100_000)], 1000);
});

test("a speed is told in words", () => {
  assert.equal(describeSpeed(1), "1 step/s");
  assert.equal(describeSpeed(30), "30 steps/s");
  assert.equal(describeSpeed(null), "Full");
});
