/** Runs benchmarks/rates.py in the Pyodide of the site, loaded by the site's own loader. */

import { loadPython } from "../../app/js/unbundled/loader.js";

const FOLDER = "/home/pyodide/benchmarks";

const measure = start();

self.onmessage = async ({ data }) => self.postMessage((await measure)(data));

async function start() {
  const python = await loadPython(() => {});
  python.FS.mkdirTree(FOLDER);
  for (const name of ["__init__.py", "textbook.py", "rates.py"]) {
    const source = await fetch(new URL(`../${name}`, import.meta.url));
    python.FS.writeFile(`${FOLDER}/${name}`, await source.text());
  }
  return python.pyimport("benchmarks.rates").measure_json;
}
