/** How many bytes of how many have arrived, and when that is told again. Pure. */

/** The page draws every report. */
const REPORT_MS = 50;

/**
 * @typedef {object} ByteCount
 * @property {number} loaded
 * @property {number} total  0: not known
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
 * Whether it is time to tell.
 * @param {ByteCount} count
 * @param {number} now  ms
 */
export function isDue(count, now) {
  return now - count.toldAt >= REPORT_MS;
}

/**
 * What there is to tell: of nothing in all, as long as nobody knows how much it is.
 * @param {ByteCount} count
 * @param {boolean} isWhole  everything has come
 * @returns {{stage: "packages"|"start", loaded: number, total: number}}
 */
export function progressOf({ loaded, total }, isWhole) {
  const known = total === 0 ? 0 : Math.min(loaded, total);
  return isWhole ? { stage: "start", loaded: total, total } : { stage: "packages", loaded: known, total };
}
