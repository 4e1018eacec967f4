/**
 * Numbers as the page shows them. Pure; every result has a bounded width so that nothing shifts.
 */

const THIN_SPACE = "\u202f";
const MINUS = "\u2212";

/**
 * Replace the hyphen of a negative number or exponent by a minus sign.
 * @param {string} text
 */
const withMinus = (text) => text.replaceAll("-", MINUS);

/**
 * A number that is not finite, in words that fit a table.
 * @param {number} value
 */
function formatNonFinite(value) {
  if (Number.isNaN(value)) return "–"; // a word would be taken for a result
  return value > 0 ? "∞" : `${MINUS}∞`;
}

/**
 * A loss with four significant digits; below 0.001 in exponent form.
 * @param {number} value
 */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const size = Math.abs(value);
  const exponent = size !== 0 && (size < 0.001 || size >= 1e6);
  return withMinus(exponent ? value.toExponential(3) : value.toPrecision(4));
}

/**
 * A fraction as a percentage with one decimal.
 * @param {number} fraction  0 to 1
 */
export function formatAccuracy(fraction) {
  if (!Number.isFinite(fraction)) return formatNonFinite(fraction);
  return `${(fraction * 100).toFixed(1)}${THIN_SPACE}%`;
}

/**
 * The whole part of a count, in groups of three digits.
 * @param {number} value
 */
export function formatCount(value) {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  return withMinus(String(Math.trunc(value))).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/**
 * A count with its noun.
 * @param {number} n
 * @param {string} one  such as "weight"
 * @param {string} [many]
 */
export const formatCountOf = (n, one, many = `${one}s`) => `${formatCount(n)} ${n === 1 ? one : many}`;

/**
 * A rate per second: one decimal below ten, whole above.
 * @param {number} value
 */
export function formatRate(value) {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  return value > 0 && value < 9.95 ? value.toFixed(1) : formatCount(Math.round(value));
}

/**
 * A coordinate or an output with two decimals.
 * @param {number} value
 */
export function formatCoordinate(value) {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const text = value.toFixed(2);
  return withMinus(text === "-0.00" ? "0.00" : text);
}

/**
 * A number as short as it can be written without losing anything.
 * @param {number} value
 */
export function formatShort(value) {
  return Number.isFinite(value) ? withMinus(String(value)) : formatNonFinite(value);
}

/**
 * Progress in megabytes (10⁶ bytes).
 * @param {number} loaded  bytes
 * @param {number} total  bytes; 0 while unknown
 */
export function formatBytes(loaded, total) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  return total > 0 ? `${megabytes(loaded)} of ${megabytes(total)} MB` : `${megabytes(loaded)} MB`;
}

/**
 * A parameter or an activation with six significant digits.
 * @param {number} value
 */
export function formatExact(value) {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const size = Math.abs(value);
  const exponent = size !== 0 && (size < 1e-4 || size >= 1e6);
  return withMinus(exponent ? value.toExponential(5) : value.toPrecision(6));
}

/**
 * A number with two significant digits; below 0.001 in exponent form.
 * @param {number} value
 */
export function formatBrief(value) {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 9950)) return withMinus(value.toExponential(1));
  return withMinus(size >= 99.5 ? value.toFixed(0) : value.toPrecision(2));
}

/**
 * The size of a file, in units of 1000.
 * @param {number} bytes
 */
export function formatSize(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
