/** The colours that the scene and the legend compute with. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dimHex,
  formatHex,
  linearFromHex,
  linearFromSrgb,
  mixHex,
  parseHex,
  srgbFromLinear,
} from "../../js/model/colors.js";
import {
  brightnessOf,
  levelOf,
  opacityOf,
  sizeOf,
  strengthOf,
  thicknessOf,
} from "../../js/scene/plan/mapping.js";

test("a hex colour is read in its long and its short form, with spaces around it", () => {
  assert.deepEqual(parseHex("#ff8000"), [1, 128 / 255, 0]);
  assert.deepEqual(parseHex(" #F80 "), parseHex("#ff8800"));
});

test("what is not a hex colour is refused by name", () => {
  for (const text of ["", "red", "#ff", "#ff80000", "ff8000", "#gg0000", "rgb(1, 2, 3)"]) {
    assert.throws(() => parseHex(text), { name: "RangeError", message: `not a hex colour: "${text}"` });
  }
});

test("every byte survives the way to linear light and back", () => {
  for (let byte = 0; byte < 256; byte++) {
    assert.equal(Math.round(srgbFromLinear(linearFromSrgb(byte / 255)) * 255), byte);
  }
});

test("linear light agrees with the published values of sRGB", () => {
  const [red, green, blue] = linearFromHex("#bc8000");
  assert.ok(Math.abs(red - 0.50289) < 1e-5);
  assert.ok(Math.abs(green - 0.21586) < 1e-5);
  assert.equal(blue, 0);
});

test("a colour is written with six digits and limited channels", () => {
  assert.equal(formatHex([1.5, 0.004, -1]), "#ff0100");
});

test("dimming by one changes nothing, by zero gives black", () => {
  assert.equal(dimHex("#1f9d55", 1), "#1f9d55");
  assert.equal(dimHex("#1f9d55", 0), "#000000");
});

test("thickness and opacity grow with the size of a value, whatever its sign, and never pass 1", () => {
  const values = [0, 0.05, 0.1, 0.5, 1, 2, 3, 5, 10, 1e6];
  for (const look of [thicknessOf, opacityOf]) {
    const seen = values.map((value) => look(strengthOf(value)));
    assert.deepEqual(
      values.map((value) => look(strengthOf(-value))),
      seen,
    );
    assert.ok(seen.slice(0, 9).every((share, index) => index === 0 || share > seen[index - 1]));
    assert.ok(seen.every((share) => share > 0 && share <= 1));
  }
});

test("a zero weight nearly vanishes but stays", () => {
  assert.ok(opacityOf(strengthOf(0)) > 0 && opacityOf(strengthOf(0)) <= 0.15);
  assert.ok(thicknessOf(strengthOf(0)) > 0 && thicknessOf(strengthOf(0)) <= 0.15);
});

test("typical weights are told apart", () => {
  const [weak, middle, strong] = [0.5, 1, 3].map((value) => thicknessOf(strengthOf(value)));
  assert.ok(middle > 1.3 * weak && strong > 1.3 * middle);
});

test("an infinite weight is the strongest and one that is no number the weakest", () => {
  assert.equal(strengthOf(Number.NEGATIVE_INFINITY), 1);
  assert.equal(strengthOf(Number.NaN), 0);
});

test("a unit's level is where its activation lies in the range, limited at both ends", () => {
  assert.equal(levelOf(0, [-1, 1]), 0.5);
  assert.equal(levelOf(-7, [-1, 1]), 0);
  assert.equal(levelOf(7, [-1, 1]), 1);
  assert.equal(levelOf(Number.NaN, [-1, 1]), 0);
  assert.equal(levelOf(3, [3, 3]), 0);
});

test("a unit grows and brightens with its level, up to its full size and colour", () => {
  for (const look of [sizeOf, brightnessOf]) {
    assert.ok(look(0) > 0 && look(0) < look(0.5) && look(0.5) < look(1));
    assert.equal(look(1), 1);
  }
});

test("a mixed colour lies between its two, in sRGB", () => {
  assert.equal(mixHex("#204060", "#ffffff", 0), "#204060");
  assert.equal(mixHex("#204060", "#ffffff", 1), "#ffffff");
  assert.equal(mixHex("#000000", "#ff8000", 0.5), "#804000");
});
