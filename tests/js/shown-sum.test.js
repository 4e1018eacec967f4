import assert from "node:assert/strict";
import { test } from "node:test";
import { powerText, showSum } from "../../js/ui/step/shown-sum.js";

/** @param {...number} values */
const sumOf = (...values) => ({
  terms: values.map((value, at) => ({ label: `sample ${at}`, factors: [], value })),
  sum: values.reduce((one, other) => one + other, 0),
});
/** The shown text as a whole number of its last digit. @param {string} text */
const unitsOf = (text) => BigInt(text.replace("−", "-").replace(".", ""));

test("shown terms add up to the shown total, however small the numbers are", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647 - 0.5;
  };
  for (let size = 1e9; size > 1e-30; size /= 7) {
    const { terms, total, addsUp } = showSum(sumOf(...Array.from({ length: 32 }, () => random() * size)));
    assert.ok(addsUp);
    assert.equal(
      terms.map(unitsOf).reduce((one, other) => one + other, 0n),
      unitsOf(total),
      String(size),
    );
  }
});

test("small numbers are shown in thousandths, millionths and so on, with six digits", () => {
  assert.deepEqual(showSum(sumOf(0.00000123456, 0.0000005)), {
    exponent: 6,
    terms: ["1.23456", "0.50000"],
    total: "1.73456",
    addsUp: true,
  });
  assert.equal(showSum(sumOf(0.25, 0.5)).exponent, 0);
  assert.equal(showSum(sumOf(0.0004)).exponent, 6);
  assert.equal(powerText(6), "10⁻⁶");
  assert.equal(powerText(12), "10⁻¹²");
  assert.equal(powerText(0), "");
});

test("a number that is not finite is shown, and nothing is made to add up", () => {
  const { terms, addsUp } = showSum({ terms: [{ label: "", factors: [], value: null }], sum: 1 });
  assert.deepEqual(terms, ["–"]);
  assert.equal(addsUp, false);
  assert.equal(showSum({ terms: [], sum: 0 }).total, "0.00000");
});
