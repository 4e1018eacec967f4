/**
 * Python with NumPy and glassnet imported, kept as a copy of its memory: the build makes one
 * (tools/memory_image.mjs), a start takes it over instead of doing the imports again.
 */

/** @import {Pack} from "../pack.js" */
/** @typedef {{made_from: Record<string, string>, build_id: string, table_length: number, heap_base: number, checksum: number, libraries: Record<string, string>, references: any, trial: string}} ImageHeader */

/** Of a start that makes or takes over an image; no smaller than what the memory grew to by then. */
export const MEMORY_BYTES = 32 * 1024 * 1024;
export const BLOCK_BYTES = 1024;

/** What a Python that was taken over must compute as it did at the build: products, functions, random streams. */
export const TRIAL = `
import numpy as np
a = np.arange(6.0).reshape(2, 3)
repr([(a @ a.T).tolist(), np.tanh(a).sum(), np.einsum("ij,ij->", a, a), np.random.default_rng(7).normal()])
`;

/**
 * Return a number that depends on all words below `end` outside of `spans`: what an image leaves as
 * it is must be what it was at the build.
 *
 * @param {Uint32Array} words
 * @param {Uint32Array} spans  first byte and number of bytes of each, ascending
 * @param {number} end  bytes
 */
export function checksum(words, spans, end) {
  let sum = 0;
  let word = 0;
  for (let at = 0; at <= spans.length; at += 2) {
    const stop = Math.min(spans[at] ?? end, end) / 4;
    for (; word < stop; word++) sum = (Math.imul(sum, 31) + Number(words[word])) | 0;
    word = Math.max(word, (Number(spans[at]) + Number(spans[at + 1])) / 4);
  }
  return sum;
}

/**
 * Put an image in the place of the memory of a start that has come as far as Python.
 *
 * @param {any} module  Emscripten's, with the same extension modules linked
 * @param {number} heapBase  where linking them has ended
 * @param {Pack} image
 * @returns {any}  what Pyodide wants to know of JavaScript objects that Python refers to
 */
export function restore(module, heapBase, { files, header }) {
  const { build_id, table_length, heap_base, libraries, references } = /** @type {ImageHeader} */ (header);
  const memory = /** @type {Uint8Array} */ (module.HEAPU8);
  const blocks = /** @type {Uint8Array<ArrayBuffer>} */ (files.get("blocks"));
  const packedSpans = /** @type {Uint8Array<ArrayBuffer>} */ (files.get("spans"));
  const spans = new Uint32Array(packedSpans.slice().buffer);
  check("Pyodide", module.API.config.BUILD_ID, build_id);
  check("the size of the memory", memory.length, MEMORY_BYTES);
  check("the number of functions", module.wasmTable.length, table_length);
  check("the end of the constants", heapBase, heap_base);
  check("the constants", checksum(module.HEAPU32, spans, heap_base), header.checksum);
  memory.fill(0, heap_base, module._sbrk(0)); // beyond is what nothing has touched
  let from = 0;
  for (let at = 0; at < spans.length; at += 2) {
    const nBytes = Number(spans[at + 1]);
    memory.set(blocks.subarray(from, from + nBytes), Number(spans[at]));
    from += nBytes;
  }
  const { loadedLibsByName, loadedLibsByHandle } = module.LDSO;
  for (const [handle, name] of Object.entries(libraries)) loadedLibsByHandle[handle] = loadedLibsByName[name];
  return references;
}

/** @param {string} what @param {unknown} here @param {unknown} there */
export function check(what, here, there) {
  if (here !== there)
    throw new Error(`The memory image does not fit: ${what} is ${here} here and was ${there}.`);
}
