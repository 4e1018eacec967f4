import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAccuracy, formatCount, formatExact, formatLoss } from "../../js/kit/format.js";
import { readNumber } from "../../js/model/number-text.js";
import { plainText } from "../../js/model/plain-text.js";

test("numbers of the page become those of programs", () => {
  for (const value of [-0.5, -1234567, 1.5e-7, -3e-9, 12_345_678]) {
    for (const format of [formatLoss, formatExact]) {
      const copied = plainText(format(value));
      assert.match(copied, /^[ -~]+$/);
      assert.equal(readNumber(copied), readNumber(format(value)));
      assert.ok(Math.abs(Number(copied) / value - 1) < 1e-3, copied);
    }
  }
  assert.equal(plainText(formatCount(-12_345_678)), "-12345678");
  assert.equal(plainText(formatAccuracy(0.975)), "97.5 %");
  assert.equal(plainText("−∞"), "-inf");
});

test("what is no number stays as it is, and so do numbers beside each other", () => {
  assert.equal(plainText("x₁ 3.80, x₂ −1.18 – “so”"), "x₁ 3.80, x₂ -1.18 – “so”");
  assert.equal(plainText("1\u202f234 of 5\u202f000\t−2\n−3"), "1234 of 5000\t-2\n-3");
  assert.equal(plainText("4\u00a0units, 12\u202f3456"), "4 units, 12 3456");
});
