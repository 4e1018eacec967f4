/**
 * Loads Pyodide, NumPy and glassnet from the site itself and reports bytes while it does.
 */

/** @import {LoadStage} from "../protocol.js" */
/** @import {PyodideInterface} from "pyodide" */
/** @typedef {(stage: LoadStage, loaded: number, total: number) => void} Report */

const SITE = new URL("../../", import.meta.url);
const PYODIDE = new URL("vendor/pyodide/", SITE);
const STALLED_MS = 60_000;

/**
 * @param {Report} report
 * @returns {Promise<PyodideInterface>}  rejects, and never hangs, when a file is missing or wrong
 */
export async function loadPython(report) {
  report("runtime", 0, 1);
  const manifest = await (await fetchWhole(new URL("manifest.json", SITE))).json();
  const download = watchDownload(manifest.files, report);
  try {
    const python = await Promise.race([start(), download.failed]);
    self.removeEventListener("unhandledrejection", download.onRejection);
    return python;
  } finally {
    download.stop();
  }
}

async function start() {
  const { loadPyodide } = await import(new URL("pyodide.mjs", PYODIDE).href);
  return loadPyodide({
    indexURL: PYODIDE.href,
    lockFileURL: new URL("pyodide-lock.json", PYODIDE).href,
    packages: ["glassnet"],
    stdin: () => null,
    checkIntegrity: true,
  });
}

/**
 * Count the bytes of Pyodide's own fetches, and turn a failed one into a rejection: Pyodide itself
 * waits for ever when the wasm file is missing or has the wrong type.
 *
 * @param {Record<string, {bytes: number}>} files  of the site's manifest
 * @param {Report} report
 */
function watchDownload(files, report) {
  const total = Object.entries(files)
    .filter(([path]) => /^vendor\/pyodide\/.*\.(wasm|zip|json|whl)$/.test(path))
    .reduce((sum, [, { bytes }]) => sum + bytes, 0);
  let loaded = 0;
  const originalFetch = self.fetch;
  /** @type {(error: Error) => void} */
  let fail = () => {};
  /** @type {Promise<never>} */
  const failed = new Promise((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // it may settle after the race
  const stalled = () => fail(new Error(`Python did not start within ${STALLED_MS / 1000} seconds.`));
  let timer = setTimeout(stalled, STALLED_MS);

  /** @param {Response} response */
  async function count(response) {
    const reader = response.body?.getReader();
    for (;;) {
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return;
      loaded += chunk.value.byteLength;
      clearTimeout(timer);
      timer = setTimeout(stalled, STALLED_MS);
      report(loaded < total ? "packages" : "start", Math.min(loaded, total), total);
    }
  }

  self.fetch = async (...request) => {
    try {
      const response = await fetchWhole(...request);
      count(response.clone()).catch(fail);
      return response;
    } catch (error) {
      fail(/** @type {Error} */ (error));
      throw error;
    }
  };
  // Pyodide leaves some of its promises to themselves when a fetch fails.
  const onRejection = (/** @type {PromiseRejectionEvent} */ event) => {
    event.preventDefault();
    fail(event.reason);
  };
  self.addEventListener("unhandledrejection", onRejection);
  return {
    failed,
    onRejection,
    stop() {
      clearTimeout(timer);
      self.fetch = originalFetch;
    },
  };
}

const realFetch = self.fetch.bind(self);

/**
 * Fetch, or throw an error that names the file and what is wrong with it.
 *
 * @param {RequestInfo|URL} input
 * @param {RequestInit} [init]
 */
async function fetchWhole(input, init) {
  const url = input instanceof Request ? input.url : String(input);
  const name = url.startsWith(SITE.href) ? url.slice(SITE.href.length) : url;
  let response;
  try {
    response = await realFetch(input, init);
  } catch (error) {
    throw new Error(`${name} could not be fetched: ${/** @type {Error} */ (error).message}.`);
  }
  if (!response.ok) throw new Error(`${name} could not be fetched: the server answered ${response.status}.`);
  const type = response.headers.get("Content-Type") ?? "none";
  if (name.endsWith(".wasm") && !type.startsWith("application/wasm")) {
    throw new Error(`${name} must be served as application/wasm, but came as ${type}.`);
  }
  return response;
}
