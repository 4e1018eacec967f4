/** Texts of files, and the parts of them that the editor shows: taken out and put back. Pure. */

/** @import {CodeFunction} from "../../protocol.js" */

/** @typedef {{file: string, first: number, last: number|null}} Part  lines from 1; null: to the end */

/** @param {string} text @param {Part} part @returns {string}  without the last line's end */
export function partOf(text, { first, last }) {
  const lines = text.split("\n");
  return lines.slice(first - 1, last ?? lines.length).join("\n");
}

/**
 * @param {string} text
 * @param {Part} part
 * @param {string} replacement
 * @returns {{text: string, part: Part}}  the whole text with the part replaced, and where the part is now
 */
export function withPart(text, part, replacement) {
  const lines = text.split("\n");
  const last = part.last ?? lines.length;
  const inserted = replacement.split("\n");
  const whole = [...lines.slice(0, part.first - 1), ...inserted, ...lines.slice(last)].join("\n");
  return {
    text: whole,
    part: { ...part, last: part.last === null ? null : part.first - 1 + inserted.length },
  };
}

/**
 * The functions after an edit of one of them in the same file: those below have moved with it.
 * @param {CodeFunction[]} functions
 * @param {Part} before
 * @param {Part} after  where the edited part is now
 * @returns {CodeFunction[]}
 */
export function movedFunctions(functions, before, after) {
  const by = (after.last ?? 0) - (before.last ?? 0);
  return functions.map((entry) => {
    if (entry.file !== before.file || entry.start < before.first) return entry;
    if (entry.start === before.first) return { ...entry, end: after.last ?? entry.end };
    return { ...entry, start: entry.start + by, end: entry.end + by };
  });
}

/**
 * @param {Record<string, string>} drafts  by file
 * @param {Record<string, string>} inForce  by file, of all files
 * @returns {Record<string, string>}  the drafts that are not in force
 */
export function changedFiles(drafts, inForce) {
  return Object.fromEntries(Object.entries(drafts).filter(([name, text]) => inForce[name] !== text));
}
