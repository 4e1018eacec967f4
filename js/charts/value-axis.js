/**
 * The upright axis of a chart: what the library is given to draw, which counts with fixed decimals and loops or
 * overflows on losses as small or as large as a double can be. On a logarithmic axis it gets exponents. Pure.
 */

/** @import {Columns} from "./history.js" */

/** @typedef {[number, number]} Range */
/** @typedef {(number|null)[]} Ticks  null: without a number, or without a line */

/** Between these sizes numbers are drawn as they are. */
const ORDINARY = { least: 1e-20, most: 1e20 };
const LEAST_UNIT = 1e-300; // the power of ten of a smaller loss may be 0
const MOST_DECADES = 12; // with lines between them
const MOST_LINES = 12;
const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Which digits have a number, and from which to the next ten there has to be room for one. */
const NUMBERED = [
  { digits: DIGITS, last: 9 },
  { digits: [1, 2, 3, 5, 7], last: 7 },
  { digits: [1, 2, 5], last: 5 },
];
const EMPTY = /** @type {Range} */ ([-2, 0]); // 0.01 to 1
const ROUNDING = 1e-9;

/**
 * What numbers are divided by where they are drawn: 1, but for very small and very large ones.
 * @param {Columns} columns  epochs, then one column per line
 */
export function unitOf([, ...lines]) {
  let most = 0;
  for (const line of lines) {
    for (const value of line) if (value !== null && value > most) most = value;
  }
  if (most === 0 || (most >= ORDINARY.least && most <= ORDINARY.most)) return 1;
  return Math.max(10 ** Math.floor(Math.log10(most)), LEAST_UNIT);
}

/** @param {Columns} columns @param {number} unit @returns {Columns} */
export function inUnits(columns, unit) {
  const [epochs = [], ...lines] = columns;
  if (unit === 1) return columns;
  return [epochs, ...lines.map((line) => line.map((value) => (value === null ? null : value / unit)))];
}

/**
 * The columns as a logarithmic axis can show them: exponents of ten, and a gap where a number is not positive.
 * @param {Columns} columns
 * @returns {Columns}
 */
export function exponents([epochs = [], ...lines]) {
  const exponentOf = (/** @type {number|null} */ value) =>
    value !== null && value > 0 ? Math.log10(value) : null;
  return [epochs, ...lines.map((line) => line.map(exponentOf))];
}

/** The columns as they are drawn. @param {Columns} columns @param {boolean} isLog @param {number} unit  of an axis that is not logarithmic */
export const inScale = (columns, isLog, unit) => (isLog ? exponents(columns) : inUnits(columns, unit));

/** From 0 to a little above the greatest number. @param {number|null} most @returns {Range} */
export const linearRange = (most) => [0, most !== null && most > 0 ? most * 1.05 : 1];

/**
 * A range of exponents with a round number at each end that holds these, which are alike or not.
 * @param {number|null} least @param {number|null} most @returns {Range}
 */
export function exponentRange(least, most) {
  if (least === null || most === null) return EMPTY;
  const low = roundExponent(least, (digit) => Math.floor(digit + ROUNDING));
  const high = roundExponent(most, (digit) => Math.ceil(digit - ROUNDING));
  return low < high ? [low, high] : [low - 1, high + 1];
}

/** @param {number} exponent @param {(digit: number) => number} round */
function roundExponent(exponent, round) {
  const decade = Math.floor(exponent + ROUNDING);
  return decade + Math.log10(round(10 ** (exponent - decade)));
}

/**
 * The exponents that may have a line: of 1 to 9 times each power of ten, or of powers alone, never too many.
 * @param {Range} range @returns {number[]}
 */
export function exponentTicks([low, high]) {
  const [first, last] = [Math.floor(low), Math.ceil(high)];
  const digits = last - first > MOST_DECADES ? [1] : DIGITS;
  const stride = Math.ceil((last - first + 1) / MOST_LINES);
  const decades = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
    (decade) => decade % stride === 0,
  );
  return decades
    .flatMap((decade) => digits.map((digit) => decade + Math.log10(digit)))
    .filter((tick) => tick >= low - ROUNDING && tick <= high + ROUNDING);
}

/** The ticks with a line: powers of ten, where two of them are in view. @param {number[]} ticks @returns {Ticks} */
export function wholePowers(ticks) {
  const powers = ticks.map((tick) => (Number.isInteger(tick) ? tick : null));
  return powers.filter((tick) => tick !== null).length > 1 ? powers : ticks;
}

/**
 * The ticks with a number, as many as there is room for.
 * @param {number[]} ticks
 * @param {number} decade  px
 * @param {number} room  px of a number
 * @returns {Ticks}
 */
export function numbered(ticks, decade, room) {
  const found = NUMBERED.find(({ last }) => Math.log10(10 / last) * decade >= room);
  if (found) return ticks.map((tick) => (found.digits.includes(digitOf(tick)) ? tick : null));
  const powers = ticks.filter(Number.isInteger);
  const apart = Number(powers[1]) - Number(powers[0]);
  const skip = Math.ceil(room / (apart * decade)) || 1;
  const shown = powers.filter((_, at) => (powers.length - 1 - at) % skip === 0);
  return ticks.map((tick) => (shown.includes(tick) ? tick : null));
}

/** @param {number} exponent */
const digitOf = (exponent) => Math.round(10 ** (exponent - Math.floor(exponent)));

/** What an exponent stands for, without what rounding leaves. @param {number} exponent */
export const powerOf = (exponent) => Number(`${digitOf(exponent)}e${Math.floor(exponent)}`);
