/** Runs modules of benchmarks/, such as rates.py, in the Pyodide of the site, loaded by the site's own loader. */

import { loadPython } from "../../app/js/unbundled/loader.js";

const FOLDER = "/home/pyodide/benchmarks";

const loaded = start();

self.onmessage = async ({ data: { request, module } }) => {
  try {
    const python = await loaded;
    self.postMessage(python.pyimport(`benchmarks.${module}`).measure_json(request));
  } catch (error) {
    self.reportError(error);
  }
};

async function start() {
  const python = await loadPython(() => {});
  python.FS.mkdirTree(FOLDER);
  for (const name of ["__init__.py", "textbook.py", "rates.py", "recording.py"]) {
    const source = await fetch(new URL(`../${name}`, import.meta.url));
    python.FS.writeFile(`${FOLDER}/${name}`, await source.text());
  }
  return python;
}
