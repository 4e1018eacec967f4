/** How many bytes of how many have arrived, and when that is told again. Pure. */

/** The page draws every report. */
const REPORT_MS = 50;

/**
 * @typedef {object} ByteCount
 * @property {number} loaded
 * @property {number} total  0: not known yet
 * @property {number} toldAt  ms
 */

/** @type {ByteCount} */
export const NO_BYTES = { loaded: 0, total: 0, toldAt: 0 };

/** @param {ByteCount} count @param {number} nBytes  that have just arrived @returns {ByteCount} */
export function received(count, nBytes) {
  return { ...count, loaded: count.loaded + nBytes };
}

/** @param {ByteCount} count @param {number} total @returns {ByteCount} */
export function withTotal(count, total) {
  return { ...count, total };
}

/** @param {ByteCount} count @param {number} now  ms @returns {ByteCount} */
export function told(count, now) {
  return { ...count, toldAt: now };
}

/**
 * Whether it is time to tell: at once when all has arrived.
 * @param {ByteCount} count
 * @param {number} now  ms
 */
export function isDue(count, now) {
  return isWhole(count) || now - count.toldAt >= REPORT_MS;
}

/**
 * What there is to tell; null as long as nobody knows of how many.
 * @param {ByteCount} count
 * @returns {{stage: "packages"|"start", loaded: number, total: number}|null}
 */
export function progressOf(count) {
  const { loaded, total } = count;
  if (total === 0) return null;
  return { stage: isWhole(count) ? "start" : "packages", loaded: Math.min(loaded, total), total };
}

/** @param {ByteCount} count */
const isWhole = ({ loaded, total }) => total > 0 && loaded >= total;
