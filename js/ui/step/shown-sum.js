/** A sum of an opened step as text: all terms and the total in the same unit, so that what is shown adds up. Pure. */

import { formatExact, formatShort } from "../../kit/format.js";
import { formatUnits, roundSum } from "../inspect/sum-rounding.js";

/** @import {Sum} from "../../protocol.js" */

/**
 * @typedef {object} ShownSum
 * @property {number} exponent  the numbers are so many powers of ten smaller than what is shown: 0, 3, 6, …
 * @property {string[]} terms
 * @property {string} total
 * @property {boolean} addsUp  false: there is a number that is not finite
 */

const SMALL = 1e-2; // below, a number takes more room for its zeros than for its digits
const GROUP = 3;

/** @param {Pick<Sum, "terms"|"sum">} sum @returns {ShownSum} */
export function showSum({ terms, sum }) {
  const values = terms.map(({ value }) => value ?? Number.NaN);
  const total = sum ?? Number.NaN;
  const exponent = exponentFor(Math.max(...[...values, total].map(Math.abs)));
  const scale = 10 ** exponent;
  const rounded = roundSum(
    values.map((value) => value * scale),
    0,
    total * scale,
  );
  if (rounded === null) {
    return { exponent: 0, terms: values.map(formatExact), total: formatExact(total), addsUp: false };
  }
  const text = (/** @type {number} */ units) => formatUnits(units, rounded.decimals);
  return { exponent, terms: rounded.products.map(text), total: text(rounded.total), addsUp: true };
}

/** @param {number} size  of the largest number */
function exponentFor(size) {
  if (!(size > 0 && size < SMALL)) return 0;
  return GROUP * Math.ceil(-Math.log10(size) / GROUP);
}

const DIGITS = 5; // significant ones of a factor, of the largest in its column

/** A factor that stands by itself, as short as it can be written. @param {number} value */
export const factorText = (value) => formatShort(Number(value.toPrecision(DIGITS)));

/**
 * Numbers that stand one below the other, with as many decimals as the largest needs.
 * @param {(number|undefined)[]} values  undefined: none stands there
 * @returns {string[]}
 */
export function columnTexts(values) {
  const there = values.filter((value) => value !== undefined);
  const size = Math.max(0, ...there.map(Math.abs));
  const isPlain = size >= SMALL / 10 && size < 10 ** DIGITS;
  const decimals = isPlain ? Math.max(DIGITS - 1 - Math.floor(Math.log10(size)), 0) : 0;
  const text = (/** @type {number} */ value) =>
    isPlain ? formatUnits(Math.round(value * 10 ** decimals) + 0, decimals) : factorText(value);
  return values.map((value) => (value === undefined ? "" : text(value)));
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** "10⁻⁶", or nothing. @param {number} exponent */
export function powerText(exponent) {
  if (exponent === 0) return "";
  return `10⁻${[...String(exponent)].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;
}
