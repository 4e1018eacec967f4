/** The smallest change that makes one text of another. Pure. */

/**
 * @param {string} before
 * @param {string} after
 * @returns {{from: number, to: number, insert: string}}  what is the same at either end stays
 */
export function changeBetween(before, after) {
  const room = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < room && before[start] === after[start]) start++;
  while (end < room - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
