/** Loads Pyodide, then NumPy, then trains the textbook network for one epoch. */

import { loadPyodide } from "../../pyodide/pyodide.mjs";

const python = await loadPyodide();
await python.loadPackage("numpy");
python.runPython("import numpy");
self.postMessage("Python");
const source = await (await fetch(new URL("../textbook.py", import.meta.url))).text();
python.runPython(source);
python.runPython(`
rng = numpy.random.default_rng(0)
X, Y = rng.normal(size=(2, 200)), rng.integers(0, 2, (1, 200)).astype(float)
TextbookNetwork([2, 8, 1], rng).train_epoch(X, Y, batch_size=32, learning_rate=0.1, rng=rng)
`);
self.postMessage("first epoch");
