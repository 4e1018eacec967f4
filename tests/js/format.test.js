import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatAccuracy,
  formatBrief,
  formatBytes,
  formatCoordinate,
  formatCount,
  formatCountOf,
  formatLoss,
  formatRate,
} from "../../js/kit/format.js";

test("a loss has four significant digits", () => {
  assert.equal(formatLoss(0.0321549), "0.03215");
  assert.equal(formatLoss(0.25), "0.2500");
  assert.equal(formatLoss(12.345), "12.35");
  assert.equal(formatLoss(0), "0.000");
});

test("a very small or large loss has an exponent with a real minus sign", () => {
  assert.equal(formatLoss(0.00032151), "3.215e−4");
  assert.equal(formatLoss(2.5e9), "2.500e+9");
});

test("numbers that are not finite are named, not hidden", () => {
  assert.equal(formatLoss(Number.NaN), "–");
  assert.equal(formatLoss(Number.POSITIVE_INFINITY), "∞");
  assert.equal(formatCount(Number.NEGATIVE_INFINITY), "−∞");
});

test("an accuracy is a percentage with one decimal", () => {
  assert.equal(formatAccuracy(0.965), "96.5\u202f%");
  assert.equal(formatAccuracy(1), "100.0\u202f%");
});

test("a count is whole and grouped by thousands", () => {
  assert.equal(formatCount(1234567.9), "1\u202f234\u202f567");
  assert.equal(formatCount(999), "999");
  assert.equal(formatCount(0.14), "0");
});

test("a rate has a decimal only below ten", () => {
  assert.equal(formatRate(0), "0");
  assert.equal(formatRate(3.14), "3.1");
  assert.equal(formatRate(9.96), "10");
  assert.equal(formatRate(3214.2), "3\u202f214");
});

test("a coordinate never reads minus zero", () => {
  assert.equal(formatCoordinate(-0.001), "0.00");
  assert.equal(formatCoordinate(-3.4), "−3.40");
});

test("bytes are shown in megabytes, with the total once it is known", () => {
  assert.equal(formatBytes(3_100_000, 15_400_000), "3.1 of 15.4 MB");
  assert.equal(formatBytes(3_100_000, 0), "3.1 MB");
});

test("one of something is not spoken of as several", () => {
  assert.equal(formatCountOf(1, "weight"), "1 weight");
  assert.equal(formatCountOf(1, "bias", "biases"), "1 bias");
  assert.equal(formatCountOf(2000, "bias", "biases"), "2\u202f000 biases");
});

test("a number on a unit has two significant digits, and an exponent where it is tiny or huge", () => {
  assert.equal(formatBrief(-0.4249), "−0.42");
  assert.equal(formatBrief(0.00098), "9.8e−4");
  assert.equal(formatBrief(0.001), "0.0010");
  assert.equal(formatBrief(123.4), "123");
  assert.equal(formatBrief(0), "0.0");
  assert.equal(formatBrief(-45678), "−4.6e+4");
  assert.equal(formatBrief(Number.NaN), "–");
});
