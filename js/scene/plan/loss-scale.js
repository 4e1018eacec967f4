/** How high losses stand: their range, its rule, and the round losses in it that have a contour line. Pure. */

/**
 * @typedef {object} LossScale
 * @property {number} low  the loss at height 0
 * @property {number} high  the loss at height 1
 * @property {boolean} isLog
 */

/** More than so many times its least loss, the greatest one would hide all others: then heights are logarithmic. */
const MOST_TIMES = 100;
/** Contour lines, at most. */
export const MOST_LEVELS = 16;
/** A loss of 0 has no logarithm: no loss stands lower than this share of the greatest one. */
const LEAST_SHARE = 1e-9;
/** What is nearer to 0 is taken for that: nothing could be divided by it. */
const LEAST_LOSS = 1e-200;

/** @param {Iterable<number>} losses  some of which may not be finite @returns {LossScale|null}  null: none is */
export function lossScale(losses) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const loss of losses) {
    if (!Number.isFinite(loss)) continue;
    low = Math.min(low, loss);
    high = Math.max(high, loss);
  }
  if (low > high) return null;
  if (low >= 0 && high > MOST_TIMES * low && high > LEAST_LOSS) {
    return { low: Math.max(low, LEAST_SHARE * high), high, isLog: true };
  }
  if (high - low > Math.max(1e-6 * Math.abs(high), LEAST_LOSS)) return { low, high, isLog: false };
  const slack = Math.abs(high) > LEAST_LOSS ? Math.abs(high) * 0.05 : 0.05; // a level surface lies in the middle
  return { low: low - slack, high: high + slack, isLog: false };
}

/** @param {LossScale} scale @param {number} loss @returns {number}  0 to 1; what is not finite is NaN */
export function heightOf({ low, high, isLog }, loss) {
  if (!Number.isFinite(loss)) return Number.NaN;
  const inside = Math.min(Math.max(loss, low), high);
  return isLog ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
}

/**
 * Round losses within the scale, rising: those that the numbers on an axis have.
 * @param {LossScale} scale
 * @returns {number[]}
 */
export function roundLosses({ low, high, isLog }) {
  if (!isLog) return multiples(roundStep((high - low) / 10), low, high);
  const decades = Array.from(
    { length: Math.floor(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, at) => Math.floor(Math.log10(low)) + at,
  );
  const mantissas = [[1, 2, 5], [1, 3], [1]].find((each) => each.length * decades.length <= MOST_LEVELS) ?? [
    1,
  ];
  return decades
    .flatMap((decade) => mantissas.map((mantissa) => Number(`${mantissa}e${decade}`)))
    .filter((loss) => loss >= low && loss <= high)
    .slice(-MOST_LEVELS);
}

/** The round number that is nearest above: 1, 2 or 5 times a power of ten. @param {number} least */
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  const mantissa = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return mantissa * power;
}

/** @param {number} step @param {number} low @param {number} high */
function multiples(step, low, high) {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
