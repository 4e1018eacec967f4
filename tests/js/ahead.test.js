import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { AHEAD, importAhead } from "../../js/worker/ahead.js";

/** @param {string[]} log */
const pythonThatLogs = (log) => ({
  pyimport(/** @type {string} */ name) {
    log.push(name);
    return { destroy() {} };
  },
});

test("what is imported ahead is there", () => {
  for (const name of AHEAD) assert.ok(existsSync(`py/${name.replaceAll(".", "/")}.py`), name);
});

test("imports go one at a time, with messages heard between them, and wait while something else is done", async () => {
  /** @type {string[]} */ const log = [];
  let isBusy = false;
  await importAhead(
    pythonThatLogs(log),
    () => !isBusy,
    async (ms) => {
      log.push(`wait ${ms}`);
      isBusy = log.length === 3; // a command has come before the second
    },
  );
  const [first, second, ...others] = AHEAD;
  const rest = others.flatMap((name) => ["wait 0", name]);
  assert.deepEqual(log, ["wait 0", first, "wait 0", "wait 1000", second, ...rest]);
});
