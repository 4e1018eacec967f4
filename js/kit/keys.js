/** Which key was pressed, on whatever layout. Pure. */

/** A letter or digit that Latin layouts do not have; some keys of the Arabic one give two letters. */
const OTHER_SCRIPT = /^(?!\p{Script=Latin})[\p{L}\p{M}]+$|^(?![0-9])\p{Nd}$/u;
/** The two signs that stand at letters' places on the Hebrew layout, and there on no Latin one. */
const HEBREW_SIGNS = new Set(["' KeyW", "/ KeyQ"]);

/**
 * The key by what it writes, letters in lower case: layouts have them at different places. Where that is of another
 * script, by what its place has on a Latin layout.
 * @param {{key: string, code?: string}} event
 */
export function keyOf({ key, code = "" }) {
  const isElsewhere = OTHER_SCRIPT.test(key) || HEBREW_SIGNS.has(`${key} ${code}`);
  if (!isElsewhere) return key.length === 1 ? key.toLowerCase() : key;
  return /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1]?.toLowerCase() ?? key;
}
