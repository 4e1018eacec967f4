/**
 * Values that a slider steps through: learning rates on a logarithmic scale, training speeds.
 */

/** Steps per second; null is full speed. */
export const SPEEDS = [1, 2, 5, 10, 30, 100, 300, 1000, null];

/** The powers of ten that a double can be. */
const DECADES = { first: -324, last: 308 };

/**
 * The values 1, 2, 3, 5 × 10ᵏ from `min` to `max`, both ends included.
 * @param {number} min  what is not above 0 is not among them
 * @param {number} max
 * @returns {number[]}
 */
export function makeLogSteps(min, max) {
  const steps = [];
  const first = min > 0 ? Math.max(Math.floor(Math.log10(min)), DECADES.first) : DECADES.first;
  const last = max > 0 ? Math.min(Math.floor(Math.log10(max)), DECADES.last) : DECADES.first - 1;
  for (let exponent = first; exponent <= last; exponent++) {
    // Number("3e-4") is the double nearest to 0.0003; 3 * 10 ** -4 need not be.
    for (const digit of [1, 2, 3, 5]) steps.push(Number(`${digit}e${exponent}`));
  }
  return steps.filter((value) => value > 0 && value >= min && value <= max);
}

/**
 * Index of the step nearest to a value, by ratio.
 * @param {number[]} steps  ascending, above 0
 * @param {number} value
 */
export function nearestStepIndex(steps, value) {
  if (!(value > 0)) return 0;
  const distance = (/** @type {number} */ step) => Math.abs(Math.log(step / value));
  return steps.reduce(
    (best, step, index) => (distance(step) < distance(steps[best] ?? step) ? index : best),
    0,
  );
}

/**
 * The next step above (direction 1) or below (direction -1) a value, which need not be a step.
 * @param {number[]} steps  ascending
 * @param {number} value
 * @param {1|-1} direction
 * @returns {number}
 */
export function adjacentStep(steps, value, direction) {
  const found = direction > 0 ? steps.find((step) => step > value) : steps.findLast((step) => step < value);
  return found ?? value;
}

/**
 * The next value above or below one, in equal steps from the smallest, within the limit.
 * @param {number} value  not a number where there is none yet
 * @param {1|-1} direction
 * @param {number} step
 * @param {{min: number, max: number}} limit
 */
export function nextInSteps(value, direction, step, { min, max }) {
  const base = Number.isFinite(min) ? min : 0;
  const at = Number(((value - base) / step).toPrecision(10)); // 0.3 is three steps of 0.1, and not a bit less
  const next = direction > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1;
  const wanted = Number.isNaN(value) ? Math.max(min, 0) : Number((base + next * step).toPrecision(12));
  return Math.min(Math.max(wanted, min), max);
}

/**
 * Index in SPEEDS nearest to a speed.
 * @param {number|null} speed
 */
export function nearestSpeedIndex(speed) {
  if (speed === null) return SPEEDS.length - 1;
  const finite = /** @type {number[]} */ (SPEEDS.slice(0, -1));
  return nearestStepIndex(finite, speed);
}

/**
 * A speed in words.
 * @param {number|null} speed
 */
export function describeSpeed(speed) {
  if (speed === null) return "Full";
  return speed === 1 ? "1 step/s" : `${speed} steps/s`;
}
