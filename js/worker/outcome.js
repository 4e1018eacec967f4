/** Waits for one of the two ways in which a promise can end. */

/** @param {Promise<unknown>} promise @returns {Promise<never>}  settles only when `promise` fails */
export function failureOf(promise) {
  return promise.then(() => new Promise(() => {}));
}

/** @template T @param {Promise<T>} promise @returns {Promise<T>}  settles only when `promise` succeeds */
export function successOf(promise) {
  return promise.catch(() => new Promise(() => {}));
}
