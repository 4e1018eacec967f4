/**
 * All weights and biases as a word of a link and back, to the last bit: 64 bits each, little-endian. Python judges
 * whether they fit.
 */

import { contentOf, fromBase64, toBase64, wordOf } from "./link-word.js";

const BYTES = 8; // of a number

/** @typedef {{weights: (number|null)[][][], biases: (number|null)[][]}} Parameters  by layer after the input; null: not finite */

/**
 * @param {string} parameters  as the command set_parameters takes them
 * @returns {Promise<string|null>}  null: too long for a link, or no such text, as a file may have it
 */
export async function packWeights(parameters) {
  try {
    return await wordOf(new Blob([fromBase64(parameters)]));
  } catch {
    return null;
  }
}

/**
 * @param {string} word
 * @returns {Promise<string>}  as the command set_parameters takes them
 * @throws {Error}  whose message says what is wrong with it
 */
export async function unpackWeights(word) {
  const bytes = await contentOf(word).catch(() => new Uint8Array());
  if (bytes.length === 0 || bytes.length % BYTES !== 0) throw new Error("its “weights” are damaged");
  return toBase64(bytes);
}

/**
 * What get_network_state answers as set_parameters takes it.
 * @param {Parameters} state
 * @returns {string|null}  null: not all are finite
 */
export function parametersOf({ weights, biases }) {
  const values = weights.flatMap((rows, layer) => [...rows.flat(), ...(biases[layer] ?? [])]);
  const content = new DataView(new ArrayBuffer(BYTES * values.length));
  for (const [index, value] of values.entries()) {
    if (value === null) return null;
    content.setFloat64(BYTES * index, value, true);
  }
  return toBase64(new Uint8Array(content.buffer));
}
