/**
 * Starts Python from the site's own files: Pyodide, NumPy and glassnet, from an image of the memory in which
 * they have been imported, or by importing them. The worker's name says which: "image", "plain", or "by line" where
 * the browser has yet to fetch either. All files are asked for when this module is evaluated, which is the worker's
 * first act.
 */

/** @import {LoadStage} from "../protocol.js" */
/** @import {PyodideInterface} from "pyodide" */
/** @typedef {(stage: LoadStage, loaded: number, total: number) => void} Report */

import { watchCompilation } from "./compilation.js";
import { Download } from "./download.js";
import { missingFeature } from "./features.js";
import { startFromImage } from "./image/start.js";
import { Line } from "./line.js";
import { failureOf, successOf } from "./outcome.js";
import { unpack, writeFiles } from "./pack.js";
import { asWasm, typeOf } from "./site-file.js";

const SITE = new URL("../../", import.meta.url);
const PYODIDE = "vendor/pyodide/";
const WASM = `${PYODIDE}pyodide.asm.wasm`;
const STANDARD_LIBRARY = "/lib/python313.zip";
// With the rest of it, the zip file of the standard library is another one. importlib.invalidate_caches would do,
// but that imports importlib.metadata and half of email with it: 0.15 s in which the page is not heard.
// What an edit needs of it is imported here: within the time that an edit is given it would be taken for slow code.
const USE_NEW_FILES = `
import sys
for finder in filter(None, sys.path_importer_cache.values()):
    finder.invalidate_caches()
import difflib
`;

/** Whether Python starts from the image; when that fails, another worker must do without. */
export let isRestored = self.name === "image";

const missing = missingFeature(self);
const line = new Line();
const download = new Download(SITE, (nBytes) => line.received(nBytes));
const wasm = download.stream(WASM);
const extensions = fetchPack(download, "extensions.bin");
const chosen = self.name === "by line" ? choose() : Promise.resolve();
const imported = chosen.then(() => fetchPack(download, isRestored ? "memory.bin" : "library.bin"));
const own = fetchPack(download, "glassnet.bin");
const scripts = Promise.all([
  importScript("pyodide.mjs", ({ loadPyodide }) => loadPyodide),
  importScript("pyodide.asm.js", () => /** @type {any} */ (self)._createPyodideModule),
]);
const whole = Promise.all([wasm.whole, extensions, imported, own, scripts]);
whole.catch(() => {}); // nobody listens before loadPython is called
const manifestFault = chosen.then(() => download.learnTotal());

/**
 * @param {Report} report
 * @returns {Promise<PyodideInterface>}  rejects, and never hangs, when a file is missing or wrong
 */
export async function loadPython(report) {
  if (missing) throw missing;
  download.watch(report);
  const unwatch = watchCompilation(async (error) => {
    await wasm.whole; // which tells more when it broke off
    const type = typeOf(await wasm.response);
    download.fail(new Error(`${WASM}, which came as ${type}, is damaged: ${error.message}.`));
  });
  try {
    const python = await Promise.race([start(), download.failed, failureOf(whole)]);
    download.stop();
    return python;
  } catch (error) {
    download.giveUp(); // what Pyodide still asks for must not reach the server, and fail again
    throw error;
  } finally {
    unwatch();
  }
}

/** What is wrong with the list of all files, which no start needs; null: nothing. */
export async function faultOfManifest() {
  const fault = await manifestFault;
  return fault && `${fault} Until it is right on the server, the page is not kept for use without a network.`;
}

/**
 * Add what no start needs of the standard library and NumPy, for the code that users write.
 *
 * @param {PyodideInterface} python
 */
export async function completePython(python) {
  const later = new Download(SITE);
  const packs = Promise.all([fetchPack(later, "rest.bin"), fetchPack(later, "glassnet-rest.bin")]);
  for (const { files } of await Promise.race([packs, later.failed])) writeFiles(python.FS, files);
  if (isRestored) writeFiles(python.FS, (await own).files);
  python.runPython(USE_NEW_FILES);
}

/** Take the image where the line brings it sooner than Python would import, and nobody has asked to save bytes. */
async function choose() {
  const { saveData = false } = /** @type {any} */ (navigator).connection ?? {};
  isRestored = (await line.isFast) && !saveData;
}

async function start() {
  await chosen;
  if (isRestored) return startFromImage({ scripts, extensions, own, image: imported, whole }, startPyodide);
  return startPlainly();
}

async function startPlainly() {
  const packs = successOf(Promise.all([imported, extensions, own]));
  const zip = packs.then(([{ files }]) => files.get(STANDARD_LIBRARY));
  return startPyodide(zip, {
    fsInit: async (/** @type {PyodideInterface["FS"]} */ fs) => {
      for (const { files } of await packs) writeFiles(fs, files);
    },
  });
}

/**
 * @param {Promise<Uint8Array<ArrayBuffer>|undefined>} standardLibrary  a zip file
 * @param {object} options  more of loadPyodide's
 * @returns {Promise<PyodideInterface>}
 */
async function startPyodide(standardLibrary, options) {
  const [{ loadPyodide }] = await scripts;
  // Pyodide is not told of a failure: it would complain and then wait for ever.
  const answers = new Map([
    ["pyodide.asm.wasm", () => successOf(wasm.response).then(asWasm)],
    ["python_stdlib.zip", () => successOf(standardLibrary).then((bytes) => new Response(bytes))],
  ]);
  download.answer((name) => answers.get(name.slice(PYODIDE.length))?.());
  const indexURL = new URL(PYODIDE, SITE).href;
  return loadPyodide({
    indexURL,
    packageBaseUrl: indexURL,
    lockFileContents: successOf(extensions).then(({ header }) => header.lock),
    stdin: () => null,
    ...options,
  });
}

/** @param {Download} from @param {string} name */
async function fetchPack(from, name) {
  const packed = await from.bytes(PYODIDE + name);
  try {
    return await unpack(packed);
  } catch (error) {
    const reason = packed.byteLength === 0 ? "it is empty" : /** @type {Error} */ (error).message;
    throw new Error(`${PYODIDE}${name} is damaged: ${reason}.`);
  }
}

/**
 * @param {string} name
 * @param {(module: any) => unknown} part  of what the script makes that shows that it is the right one
 */
async function importScript(name, part) {
  if (missing) throw missing; // it would fail in words of its own
  const module = await download.script(PYODIDE + name);
  if (part(module)) return module;
  throw new Error(`${PYODIDE}${name} is damaged: something is missing in it.`);
}
