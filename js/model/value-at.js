/** Reads one of several values that must be there. Pure. */

/**
 * @template T
 * @param {readonly T[]} values
 * @param {number} index  negative: from the end
 * @returns {T}
 */
export function valueAt(values, index) {
  const value = values.at(index);
  if (value === undefined) throw new RangeError(`there is no value ${index} of ${values.length}`);
  return value;
}

/**
 * @template T
 * @param {Record<string, T>} record
 * @param {string} key
 * @returns {T}
 */
export function entryOf(record, key) {
  const value = record[key];
  if (value === undefined)
    throw new RangeError(`there is no ${JSON.stringify(key)} among ${Object.keys(record).join(", ")}`);
  return value;
}
