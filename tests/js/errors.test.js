/** Who is to blame for what the worker's Python throws. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { toErrorValue, toFailure } from "../../js/worker/errors.js";

/** What Pyodide throws. @param {string[]} frames @param {string} last */
function pythonError(frames, last) {
  const text = ["Traceback (most recent call last):", ...frames, last, ""].join("\n");
  return Object.assign(new Error(text), { name: "PythonError", type: "ValueError" });
}
const OURS = '  File "/lib/python3.13/site-packages/glassnet/page/host.py", line 12, in take_state';
const AS_BUILT = '  File "/lib/python3.13/site-packages/glassnet/optimizers.py", line 40, in step';
const EDITED = ['  File "losses.py", line 3, in mse', '  File "optimizers.py", line 52, in step'];

test("code is blamed where an edited file was on the way, by its last line there", () => {
  const error = toFailure(pythonError([OURS, ...EDITED, OURS], "ValueError: no"), true);
  assert.deepEqual(
    [error.code, error.message, error.file, error.line, error.ran],
    ["code", "ValueError: no", "optimizers.py", 52, true],
  );
});

test("code is not blamed for what fails in files as they were built, nor without a trace of it", () => {
  for (const frames of [[OURS], [OURS, AS_BUILT], []]) {
    const error = toFailure(pythonError(frames, "KeyError: 'ours'"), true);
    assert.deepEqual([error.code, error.message, "ran" in error], ["python", "KeyError: 'ours'", false]);
  }
  assert.equal(toFailure(new Error("memory access out of bounds"), false).code, "python");
});

test("where Python itself fails with edited code in force, that has failed", () => {
  const error = toFailure(new Error("memory access out of bounds"), true);
  assert.deepEqual(error, { code: "code", message: "memory access out of bounds", ran: true });
});

test("what was interrupted says so", () => {
  const error = toFailure(pythonError([OURS, ...EDITED], "KeyboardInterrupt"), true);
  assert.equal(error.message, "It did not finish in time and was stopped.");
  const ours = pythonError([OURS], "KeyboardInterrupt");
  assert.deepEqual([toFailure(ours, true).code, toFailure(ours, false).code], ["code", "python"]);
  assert.equal(toErrorValue("text", "load_failed").message, "text");
});
