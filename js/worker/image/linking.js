/**
 * Links extension modules before Python begins. Pyodide can only copy memory in which none was loaded; linked first, in
 * the same order where the image is made and where it is taken over, they give all addresses the same.
 */

import { MEMORY_BYTES } from "./memory.js";

/**
 * Call `prepare` in the next start of Pyodide, before Python begins.
 *
 * @param {(module: any) => Promise<void>} prepare
 * @returns {Promise<void>}  settles as what `prepare` returns; the start waits for ever when that fails
 */
export function beforePython(prepare) {
  const scope = /** @type {any} */ (globalThis);
  const create = scope._createPyodideModule;
  return new Promise((resolve, reject) => {
    scope._createPyodideModule = (/** @type {any} */ settings) => {
      scope._createPyodideModule = create;
      settings.INITIAL_MEMORY = MEMORY_BYTES;
      settings.preRun.push((/** @type {any} */ module) => {
        module.addRunDependency("glassnet");
        prepare(module)
          .then(() => module.removeRunDependency("glassnet"))
          .then(resolve, reject);
      });
      return create(settings);
    };
  });
}

/**
 * Link extension modules, so that Python finds them loaded when it imports them.
 *
 * @param {any} module  Emscripten's, before Python begins
 * @param {[string, WebAssembly.Module][]} extensions  with their paths, in order
 * @returns {Promise<number>}  the address where what they brought ends and the heap will begin
 */
export async function linkExtensions(module, extensions) {
  for (const [index, [path, code]] of extensions.entries()) {
    const allowUndefined = index < extensions.length - 1; // what is missing is looked for once, not for each
    const options = { loadAsync: true, nodelete: true, global: false, allowUndefined };
    const library = module.newDSO(path, undefined, "loading");
    library.global = false;
    library.exports = await module.loadWebAssemblyModule(code, options, path, {});
  }
  return module.getMemory(0);
}

/**
 * @param {Map<string, Uint8Array<ArrayBuffer>>} files
 * @returns {Promise<[string, WebAssembly.Module][]>}  of the extension modules among them
 */
export function compileExtensions(files) {
  const paths = [...files.keys()].filter((path) => path.endsWith(".so")).sort();
  return Promise.all(
    paths.map(async (path) => [path, await WebAssembly.compile(/** @type {any} */ (files.get(path)))]),
  );
}
