/** What Python offers, as Python says it: the catalog of this very source. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const python = [".venv/bin/python", ".venv/Scripts/python.exe"]
  .map((path) => root + path)
  .find((path) => existsSync(path));
const program = "import json; from glassnet.page.catalog import catalog; print(json.dumps(catalog()))";

/** @type {import("../../js/protocol.js").Catalog} */
export const CATALOG = JSON.parse(
  execFileSync(python ?? "python3", ["-c", program], {
    env: { ...process.env, PYTHONPATH: `${root}py`, PYTHONIOENCODING: "utf-8" },
    encoding: "utf-8",
    maxBuffer: 1 << 24,
  }),
);
