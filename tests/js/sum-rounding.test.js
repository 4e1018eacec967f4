import assert from "node:assert/strict";
import { test } from "node:test";
import { formatUnits, roundSum } from "../../js/ui/inspect/sum-rounding.js";

/** A generator of numbers from 0 to 1 (mulberry32), so that a failure can be repeated. @param {number} seed */
function makeRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A shown number as a whole number of its last decimals. @param {string} text */
const toUnits = (text) => BigInt(text.replace("−", "-").replace(".", ""));

test("the shown terms of any sum add up to the shown total, each within one last digit", () => {
  const random = makeRandom(1);
  for (let round = 0; round < 5000; round++) {
    const size = 10 ** (random() * 10 - 5);
    const n = 1 + Math.floor(random() * 64);
    const products = Array.from({ length: n }, () => (random() < 0.2 ? 0 : (random() * 2 - 1) * size));
    const bias = (random() * 2 - 1) * size;
    const total = products.reduce((sum, product) => sum + product, 0) + bias;
    const sum = roundSum(products, bias, total);
    assert.ok(sum);
    const texts = [...sum.products, sum.bias].map((units) => formatUnits(units, sum.decimals));
    const added = texts.reduce((result, text) => result + toUnits(text), 0n);
    assert.equal(added, toUnits(formatUnits(sum.total, sum.decimals)));
    const unit = 10 ** -sum.decimals;
    products.forEach((product, at) => {
      const shown = sum.products[at] ?? Number.NaN;
      assert.ok(Math.abs(product - shown * unit) < 1.01 * unit, `${product} of ${texts}`);
      if (product === 0) assert.equal(shown, 0);
    });
    assert.ok(Math.abs(bias - sum.bias * unit) < 0.51 * unit);
    assert.ok(Math.abs(total - sum.total * unit) < 0.51 * unit);
  }
});

test("the largest number has six significant digits", () => {
  assert.equal(roundSum([0.5], 0.123456789, 0.623456789)?.decimals, 6);
  assert.equal(roundSum([12.5], -0.25, 12.25)?.decimals, 4);
  assert.equal(roundSum([-1234567.8], 0.5, -1234567.3)?.decimals, 0);
  assert.deepEqual(roundSum([0, 0], 0, 0), { decimals: 5, products: [0, 0], bias: 0, total: 0 });
});

test("a sum that is not finite has no digits to round", () => {
  assert.equal(roundSum([Number.POSITIVE_INFINITY], 0, Number.POSITIVE_INFINITY), null);
  assert.equal(roundSum([Number.NaN], 0, Number.NaN), null);
  assert.equal(roundSum([1e300], 0, 1e300), null);
});

test("numbers are written with their decimals and a minus sign", () => {
  assert.equal(formatUnits(-5, 3), "−0.005");
  assert.equal(formatUnits(123456, 4), "12.3456");
  assert.equal(formatUnits(0, 5), "0.00000");
  assert.equal(formatUnits(-42, 0), "−42");
});
