/** What Python needs of a browser and some do not have, or have been forbidden. */

/** @type {[string, string][]}  global, and how it is called */
const NEEDED = [
  ["WebAssembly", "WebAssembly"],
  ["DecompressionStream", "decompression (DecompressionStream)"],
];

/**
 * @param {object} scope  of the worker
 * @returns {Error|null}  what is missing, and what to do
 */
export function missingFeature(scope) {
  for (const [name, called] of NEEDED) {
    if (typeof (/** @type {any} */ (scope)[name]) !== "undefined") continue;
    return new Error(
      `This browser has no ${called}, which Python needs: it is too old, or a setting forbids it. Allow it for this site, or use another browser.`,
    );
  }
  return null;
}
