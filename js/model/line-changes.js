/**
 * What of a text's lines has been changed, with the lines around it, so that it can be found again in a text that has
 * meanwhile changed elsewhere. Pure.
 */

/** @typedef {[at: number, before: string, after: string]} LineChange  from a line on, from 0, these lines become those */

const CONTEXT = 2; // lines that stay the same, at either end
const MOST_CELLS = 4_000_000; // of the table below; beyond, all between the first and the last change is one

/**
 * @param {string} original
 * @param {string} text
 * @returns {LineChange[]}
 */
export function changesBetween(original, text) {
  const [a, b] = [original.split("\n"), text.split("\n")];
  return joined(differences(a, b)).map(([from, to, start, end]) => {
    const [before, after] = [Math.min(CONTEXT, from), Math.min(CONTEXT, a.length - to)];
    const lines = a.slice(from - before, to + after);
    return [from - before, lines.join("\n"), b.slice(start - before, end + after).join("\n")];
  });
}

/**
 * @param {string} original
 * @param {LineChange[]} changes
 * @returns {string|null}  null: what was to be changed is not there
 */
export function withChanges(original, changes) {
  const lines = original.split("\n");
  for (const [at, before, after] of changes.toReversed()) {
    const old = before.split("\n");
    const place = placeOf(old, lines, at);
    if (place === null) return null;
    lines.splice(place, old.length, ...after.split("\n"));
  }
  return lines.join("\n");
}

/** @param {string[]} old @param {string[]} lines @param {number} at  where they should be @returns {number|null} */
function placeOf(old, lines, at) {
  const places = lines.flatMap((_, place) =>
    old.every((line, k) => lines[place + k] === line) ? [place] : [],
  );
  places.sort((one, other) => Math.abs(one - at) - Math.abs(other - at));
  return places[0] ?? null;
}

/** @typedef {[from: number, to: number, start: number, end: number]} Span  lines of the one become lines of the other */

/** @param {string[]} a @param {string[]} b @returns {Span[]} */
function differences(a, b) {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [n, m] = [a.length - start - end, b.length - start - end];
  if (n === 0 && m === 0) return [];
  if (n * m > MOST_CELLS) return [[start, start + n, start, start + m]];
  const common = commonLengths(a.slice(start, start + n), b.slice(start, start + m));
  /** @type {Span[]} */ const spans = [];
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    if (i < n && j < m && a[start + i] === b[start + j]) {
      i++;
      j++;
      continue;
    }
    const removes =
      j === m || (i < n && Number(common[(i + 1) * (m + 1) + j]) >= Number(common[i * (m + 1) + j + 1]));
    const [from, to] = [start + i, start + j];
    if (removes) i++;
    else j++;
    spans.push([from, start + i, to, start + j]);
  }
  return spans;
}

/**
 * How many lines are common to what follows line i of the one and line j of the other, at i (m + 1) + j.
 * @param {string[]} a @param {string[]} b
 */
function commonLengths(a, b) {
  const m = b.length;
  const common = new Uint32Array((a.length + 1) * (m + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const [down, right] = [Number(common[(i + 1) * (m + 1) + j]), Number(common[i * (m + 1) + j + 1])];
      const both = Number(common[(i + 1) * (m + 1) + j + 1]) + 1;
      common[i * (m + 1) + j] = a[i] === b[j] ? both : Math.max(down, right);
    }
  }
  return common;
}

/** Spans whose surroundings would meet are one. @param {Span[]} spans @returns {Span[]} */
function joined(spans) {
  /** @type {Span[]} */ const whole = [];
  for (const [from, to, start, end] of spans) {
    const last = whole.at(-1);
    if (last && from - last[1] <= 2 * CONTEXT) [last[1], last[3]] = [to, end];
    else whole.push([from, to, start, end]);
  }
  return whole;
}
