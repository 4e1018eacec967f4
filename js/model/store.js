/** Holds one value, changes it by pure functions, and tells whoever asked. */

/**
 * @template T
 * @typedef {object} Store
 * @property {() => T} get
 * @property {(change: (value: T) => T) => void} update  `change` returns the same object when nothing changes
 * @property {(listener: (value: T, previous: T) => void) => () => void} subscribe  returns what ends it
 */

/**
 * @template T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function createStore(initial) {
  let value = initial;
  /** @type {Set<(value: T, previous: T) => void>} */
  const listeners = new Set();
  return {
    get: () => value,
    update(change) {
      const previous = value;
      value = change(value);
      if (value !== previous) for (const listener of listeners) listener(value, previous);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
