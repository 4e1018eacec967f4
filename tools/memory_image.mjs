// Starts Python as the page does, imports what a start imports, and writes the memory that it then
// has: js/worker/image tells how it is used. The same inputs give the same bytes.
// Run by tools/packs.py: node memory_image.mjs PYODIDE PACKS OUT, all of them folders.

import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { beforePython, compileExtensions, linkExtensions } from "../js/worker/image/linking.js";
import { BLOCK_BYTES, checksum, MEMORY_BYTES, TRIAL } from "../js/worker/image/memory.js";
import { unpack, writeFiles } from "../js/worker/pack.js";

const PACKS = ["extensions.bin", "library.bin", "glassnet.bin"];
const FORGET = `
import gc, random
import numpy
random.seed(0)
numpy.random.seed(0)
for name in [name for name in globals() if not name.startswith("__")]:
    if name != "gc":
        del globals()[name]
gc.collect()
del globals()["gc"], globals()["name"]
`;

// What has been freed is overwritten, as what was in it would only make the file larger.
const CLEAR = `
def clear():
    import numpy

    def address(block):
        return numpy.frombuffer(block, numpy.uint8).__array_interface__["data"][0]

    top = address(bytearray(4_000_000))  # where only memory is left that nothing was in
    kept = []
    n_bytes = 1 << 20
    while n_bytes > 512:
        block = bytearray(n_bytes)
        if address(block) < top:
            kept.append(block)
        else:
            n_bytes = n_bytes * 3 // 4

clear()
del clear
`;

// Nothing of the time, the place or the machine gets into it.
process.env.TZ = "UTC";
let clock = 0; // ms
Date.now = () => clock;
performance.now = () => clock;
crypto.randomFillSync = (array) => {
  new Uint8Array(array.buffer ?? array, array.byteOffset, array.byteLength).fill(clock + 1);
  return array;
};
globalThis.crypto.getRandomValues = crypto.randomFillSync;

const [pyodide, folder, out] = process.argv.slice(2).map((path) => resolve(path));
const packs = await Promise.all(PACKS.map((name) => unpack(new Uint8Array(readFileSync(join(folder, name))).buffer)));
const extensions = await compileExtensions(packs[0].files);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
await import(pathToFileURL(join(pyodide, "pyodide.asm.js")).href);
const standardLibrary = join(out, "standard-library.zip");
writeFileSync(standardLibrary, packs[1].files.get("/lib/python313.zip"));

// Twice, as a start that takes the image over has another clock and another environment.
const other = await startPython({ time: 100, variables: { A_LONG_NAME: "a long value".repeat(20) } });
const { python, module, heapBase, before } = await startPython({ time: 0, variables: {} });
const scenario = readFileSync(new URL("start_scenario.py", import.meta.url), "utf8");
python.runPython(scenario);
const trial = python.runPython(TRIAL);
python.runPython(FORGET);
python.runPython(CLEAR);

const references = module.API.serializeHiwireState();
const after = module.HEAPU8;
if (after.length !== MEMORY_BYTES) throw new Error(`The memory has grown to ${after.length} bytes.`);
const spans = changedSpans();
const header = {
  made_from: { "extensions.bin": packs[0].check, "glassnet.bin": packs[2].check },
  build_id: module.API.config.BUILD_ID,
  table_length: module.wasmTable.length,
  heap_base: heapBase,
  checksum: checksum(new Uint32Array(before.buffer), spans, heapBase),
  libraries: Object.fromEntries(Object.entries(module.LDSO.loadedLibsByHandle).map(([handle, { name }]) => [handle, name])),
  references,
  trial,
};
const blocks = [];
for (let at = 0; at < spans.length; at += 2) blocks.push(after.subarray(spans[at], spans[at] + spans[at + 1]));
writeFileSync(join(out, "blocks"), Buffer.concat(blocks));
writeFileSync(join(out, "spans"), spans);
writeFileSync(join(out, "header.json"), JSON.stringify(header));
process.exit(0);

/** Start Python; `before` is what the memory was before Python itself began. */
async function startPython({ time, variables }) {
  clock = time;
  let module;
  let heapBase = 0;
  let before;
  const prepared = beforePython(async (started) => {
    module = started;
    heapBase = await linkExtensions(module, extensions);
    module.onRuntimeInitialized = () => {
      before = module.HEAPU8.slice();
    };
  });
  const python = await loadPyodide({
    indexURL: pyodide,
    stdLibURL: standardLibrary,
    lockFileContents: packs[0].header.lock,
    packageBaseUrl: pyodide,
    env: { PYTHONHASHSEED: "0", LANG: "C.UTF-8", ...variables },
    _sysExecutable: "./this.program",
    _makeSnapshot: true,
    fsInit: async (fs) => {
      for (const { files } of packs) writeFiles(fs, new Map([...files].map(withoutCode)));
    },
  });
  await prepared;
  return { python, module, heapBase, before };
}

/** An extension module's file must exist, but Python would copy it into its memory and keep it there. */
function withoutCode([path, bytes]) {
  return [path, path.endsWith(".so") ? new Uint8Array(1) : bytes];
}

/** Where memory may not be what a start finds: constants that differ, and what is not zero of the heap. */
function changedSpans() {
  const [expected, also] = [before, other.before].map((memory) => memory.slice().fill(0, heapBase));
  const spans = [];
  for (let at = 0; at < after.length; at += BLOCK_BYTES) {
    const [block, ...rest] = [after, expected, also].map((memory) => memory.subarray(at, at + BLOCK_BYTES));
    if (rest.every((memory) => Buffer.compare(block, memory) === 0)) continue;
    if (spans.length > 0 && spans.at(-2) + spans.at(-1) === at) spans[spans.length - 1] += BLOCK_BYTES;
    else spans.push(at, BLOCK_BYTES);
  }
  return new Uint32Array(spans);
}
