/**
 * Starts Python from the site's own files: Pyodide, the packed libraries and glassnet. All of them
 * are asked for when this module is evaluated, which is the worker's first act.
 */

/** @import {LoadStage} from "../protocol.js" */
/** @import {PyodideInterface} from "pyodide" */
/** @typedef {(stage: LoadStage, loaded: number, total: number) => void} Report */

import { createDownload } from "./download.js";
import { unpack, writeFiles } from "./pack.js";

const SITE = new URL("../../", import.meta.url);
const PYODIDE = "vendor/pyodide/";
const STANDARD_LIBRARY = "/lib/python313.zip";

const download = createDownload(SITE);
const wasm = download.response(`${PYODIDE}pyodide.asm.wasm`);
const library = fetchPack("library.bin");
const own = fetchPack("glassnet.bin");
const scripts = Promise.all([importScript("pyodide.mjs"), importScript("pyodide.asm.js")]);
const whole = Promise.all([wasm, library, own, scripts]);
whole.catch(() => {}); // nobody listens before loadPython is called

/**
 * @param {Report} report
 * @returns {Promise<PyodideInterface>}  rejects, and never hangs, when a file is missing or wrong
 */
export async function loadPython(report) {
  report("runtime", 0, 1);
  download.watch(report);
  try {
    const python = await Promise.race([start(), download.failed, failureOf(whole)]);
    download.stop();
    return python;
  } catch (error) {
    download.giveUp(); // what Pyodide still asks for must not reach the server, and fail again
    throw error;
  }
}

/**
 * Add what no start needs of the standard library and NumPy, for the code that users write.
 *
 * @param {PyodideInterface} python
 */
export async function completePython(python) {
  writeFiles(python.FS, (await fetchPack("rest.bin")).files);
  const importlib = python.pyimport("importlib");
  importlib.invalidate_caches(); // the zip file of the standard library is another one now
  importlib.destroy();
}

async function start() {
  const [{ loadPyodide }] = await scripts;
  // Pyodide is not told of a failure: it would complain and then wait for ever.
  const packs = successOf(Promise.all([library, own]));
  const answers = new Map([
    ["pyodide.asm.wasm", () => successOf(wasm)],
    ["python_stdlib.zip", () => packs.then(([{ files }]) => new Response(files.get(STANDARD_LIBRARY)))],
  ]);
  download.answer((name) => answers.get(name.slice(PYODIDE.length))?.());
  const indexURL = new URL(PYODIDE, SITE).href;
  return loadPyodide({
    indexURL,
    packageBaseUrl: indexURL,
    lockFileContents: packs.then(([{ header }]) => header.lock),
    fsInit: async (/** @type {PyodideInterface["FS"]} */ fs) => {
      for (const { files } of await packs) writeFiles(fs, files);
    },
    stdin: () => null,
  });
}

/** @param {Promise<unknown>} promise @returns {Promise<never>}  settles only when `promise` fails */
function failureOf(promise) {
  return promise.then(() => new Promise(() => {}));
}

/** @template T @param {Promise<T>} promise @returns {Promise<T>}  settles only when `promise` succeeds */
function successOf(promise) {
  return promise.catch(() => new Promise(() => {}));
}

/** @param {string} name */
async function fetchPack(name) {
  const packed = await (await download.response(PYODIDE + name)).arrayBuffer();
  try {
    return await unpack(packed);
  } catch (error) {
    throw new Error(`${PYODIDE}${name} is damaged: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} name */
function importScript(name) {
  return import(new URL(PYODIDE + name, SITE).href);
}
