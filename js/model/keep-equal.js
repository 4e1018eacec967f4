/** Keeps what has not changed, so that who compares by identity sees only real changes. Pure. */

/**
 * Return `next` with every part that is equal to the same part of `before` replaced by that one.
 * @template T
 * @param {unknown} before
 * @param {T} next  plain objects, arrays, typed ones too, strings, numbers, booleans, null
 * @returns {T}
 */
export function keepEqual(before, next) {
  if (before === next || !isObject(before) || !isObject(next)) return next;
  if (ArrayBuffer.isView(next)) return sameNumbers(before, next) ? /** @type {any} */ (before) : next;
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

/** @param {any} before @param {any} next  a typed array */
const sameNumbers = (before, next) =>
  ArrayBuffer.isView(before) &&
  before.byteLength === next.byteLength &&
  next.every((/** @type {number} */ value, /** @type {number} */ at) =>
    Object.is(value, /** @type {any} */ (before)[at]),
  );
