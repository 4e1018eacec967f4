/** Keeps what has not changed, so that who compares by identity sees only real changes. Pure. */

/**
 * Return `next` with every part that is equal to the same part of `before` replaced by that one.
 * @template T
 * @param {unknown} before
 * @param {T} next  JSON: plain objects, arrays, strings, numbers, booleans, null
 * @returns {T}
 */
export function keepEqual(before, next) {
  if (before === next || !isObject(before) || !isObject(next)) return next;
  const [old, made] = [Object.entries(before), /** @type {any} */ (Array.isArray(next) ? [] : {})];
  for (const [key, value] of Object.entries(next)) made[key] = keepEqual(before[key], value);
  const isSame =
    Array.isArray(before) === Array.isArray(next) &&
    old.length === Object.keys(made).length &&
    old.every(([key, value]) => Object.hasOwn(made, key) && made[key] === value);
  return isSame ? /** @type {any} */ (before) : made;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null;
