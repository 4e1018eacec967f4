/** The door of this folder: starts Python from the image of its memory. */

import { failureOf } from "../outcome.js";
import { keepFunctionsIdentical } from "./function-identity.js";
import { beforePython, compileExtensions, linkExtensions } from "./linking.js";
import { check, restore, TRIAL } from "./memory.js";

/** @import {PyodideInterface} from "pyodide" */
/** @import {Pack} from "../pack.js" */

const RESTORE_MS = 10_000; // once all files are there
const LATE = new Error("The memory image was not restored in time.");

/**
 * @param {object} files  which are on their way
 * @param {Promise<unknown>} files.scripts  Pyodide's
 * @param {Promise<Pack>} files.extensions
 * @param {Promise<Pack>} files.own
 * @param {Promise<Pack>} files.image
 * @param {Promise<unknown>} files.whole  all of them, and whatever else a start needs
 * @param {(standardLibrary: Promise<Uint8Array<ArrayBuffer>>, options: object) => Promise<PyodideInterface>} startPyodide
 * @returns {Promise<PyodideInterface>}  rejects when the image does not fit, or takes too long
 */
export async function startFromImage({ scripts, extensions, own, image, whole }, startPyodide) {
  keepFunctionsIdentical();
  const compiled = extensions.then(({ files }) => compileExtensions(files));
  await scripts;
  const prepared = beforePython(async (module) => {
    const heapBase = await linkExtensions(module, await compiled);
    const taken = await image;
    const { made_from } = taken.header;
    for (const [name, pack] of Object.entries({ "extensions.bin": extensions, "glassnet.bin": own })) {
      check(name, (await pack).check, made_from[name]);
    }
    module.API.restoreSnapshot = () => restore(module, heapBase, taken);
  });
  const start = startPyodide(Promise.resolve(new Uint8Array()), { _loadSnapshot: new Uint8Array(8) });
  const late = whole.then(() => new Promise((_resolve, reject) => setTimeout(reject, RESTORE_MS, LATE)));
  const python = await Promise.race([start, failureOf(prepared), failureOf(late)]);
  check("the trial", python.runPython(TRIAL), (await image).header.trial);
  return python;
}
