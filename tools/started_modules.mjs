// Prints, as JSON, the files of all Python modules that a start of the page imports: of the standard
// library, NumPy and glassnet. Run by tools/packs.py: node started_modules.mjs PYODIDE WHEEL PACKAGE

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const SITE_PACKAGES = "/lib/python3.13/site-packages";
const SCENARIO = readFileSync(new URL("start_scenario.py", import.meta.url), "utf8");
const MODULES = `
import sys
print(json.dumps(sorted({str(m.__file__) for m in list(sys.modules.values()) if getattr(m, "__file__", None)})))
`;

const [pyodide, wheel, source] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
const lines = [];
const python = await loadPyodide({ indexURL: pyodide, stdout: (line) => lines.push(line) });
// Not what pyodide's own installer would import: the page has no installer.
python.FS.writeFile("/tmp/wheel.zip", readFileSync(wheel));
for (const name of readdirSync(source, { recursive: true }).filter((name) => name.endsWith(".py"))) {
  python.FS.mkdirTree(dirname(`${SITE_PACKAGES}/glassnet/${name}`));
  python.FS.writeFile(`${SITE_PACKAGES}/glassnet/${name}`, readFileSync(join(source, name)));
}
python.runPython(`import zipfile; zipfile.ZipFile("/tmp/wheel.zip").extractall("${SITE_PACKAGES}")`);
python.runPython(SCENARIO + MODULES);
console.log(lines.at(-1));
