/** Who is to blame for a silent worker, and what has failed with the code of a run. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { failsWith, judgeSilence } from "../../js/sync/code-safety.js";

/** @import {Watched} from "../../js/sync/code-safety.js" */

/** @type {Watched} */
const PLAIN = { code: {}, codeAt: 0, edit: null, resumes: true };
const EDITED = { ...PLAIN, code: { "losses.py": "x" } };
const TRYING = { ...PLAIN, edit: 3 };

test("a silent worker with edited code may have died by itself, one that tries an edit is stopped", () => {
  /** @param {Record<string, Watched>} runs @param {number} silence */
  const verdict = (runs, silence) => judgeSilence(runs, silence, 1500);
  assert.deepEqual(
    [0, 1900, 1901, 5001].map((silence) => verdict({ a: EDITED }, silence)),
    ["alive", "alive", "hung", "hung"],
  );
  assert.deepEqual([verdict({ a: TRYING }, 1900), verdict({ a: TRYING }, 1901)], ["alive", "code"]);
  assert.equal(verdict({ a: EDITED, b: TRYING }, 2000), "code");
  assert.deepEqual([verdict({ a: PLAIN }, 4999), verdict({ a: PLAIN }, 5001)], ["alive", "lost"]);
});

test("commands fail with the code of their run, but for those that say what the page shows", () => {
  const of = (/** @type {string} */ name, run = "a") => failsWith({ name, run }, "a");
  assert.deepEqual(
    ["step", "predict", "edit_code", "reset"].map((name) => of(name)),
    [true, true, true, true],
  );
  assert.deepEqual([of("set_views"), of("stop_training"), of("step", "b")], [false, false, false]);
});

test("on a slow machine silence has to last longer, whatever code runs", () => {
  /** @type {any} */ const [editing, edited, plain] = [
    { code: {}, edit: 3 },
    { code: { "losses.py": "" }, edit: null },
    { code: {}, edit: null },
  ];
  const verdicts = (/** @type {number} */ silence) =>
    [editing, edited, plain].map((run) => judgeSilence({ a: run }, silence, 9000));
  assert.deepEqual(verdicts(6000), ["alive", "alive", "alive"]);
  assert.deepEqual(verdicts(9500), ["code", "hung", "lost"]);
});
