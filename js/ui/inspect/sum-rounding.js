/**
 * Rounds the terms of a sum and the sum itself to the same number of decimals so that what is shown
 * adds up to the last digit. Pure.
 */

import { valueAt } from "../../model/value-at.js";

const DIGITS = 6; // significant ones, of the largest number
const LARGEST = 1e15; // from here on a double has no decimals and integers get gaps

/**
 * @typedef {object} RoundedSum  Whole numbers of 10^-decimals.
 * @property {number} decimals
 * @property {number[]} products
 * @property {number} bias
 * @property {number} total  exactly the sum of products and bias
 */

/**
 * Round a unit's sum. Bias and total become the nearest shown number; so do the products, but for as
 * many as the total needs: those that were nearest to being rounded the other way. Null when a
 * number is not finite or too large to have digits to spare.
 * @param {number[]} products
 * @param {number} bias
 * @param {number} total  their sum, but for the rounding of doubles
 * @returns {RoundedSum|null}
 */
export function roundSum(products, bias, total) {
  const size = Math.max(Math.abs(total), Math.abs(bias), ...products.map(Math.abs));
  if (!(size < LARGEST)) return null;
  const decimals = decimalsFor(size);
  const scale = 10 ** decimals;
  const round = (/** @type {number} */ value) => Math.round(value * scale) + 0; // no -0
  const rounded = products.map(round);
  const missing = round(total) - round(bias) - rounded.reduce((sum, product) => sum + product, 0);
  const direction = Math.sign(missing);
  const wish = (/** @type {number} */ at) =>
    direction * (Number(products[at]) * scale - Number(rounded[at])) - (products[at] === 0 ? 1 : 0);
  const order = products.map((_, at) => at).sort((one, other) => wish(other) - wish(one));
  for (let count = 0; count < Math.abs(missing) && order.length > 0; count++) {
    const at = valueAt(order, count % order.length);
    rounded[at] = Number(rounded[at]) + direction;
  }
  return { decimals, products: rounded, bias: round(bias), total: round(total) };
}

/**
 * Decimals with which a number of this size has six significant digits; for 0 as for 1.
 * @param {number} size  at least 0
 */
function decimalsFor(size) {
  if (size === 0) return DIGITS - 1;
  return Math.min(Math.max(DIGITS - 1 - Math.floor(Math.log10(size)), 0), 12);
}

/**
 * A whole number of 10^-decimals as a decimal number, with a minus sign where it has one.
 * @param {number} units
 * @param {number} decimals
 */
export function formatUnits(units, decimals) {
  const digits = String(Math.abs(units)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const sign = units < 0 ? "−" : "";
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}
