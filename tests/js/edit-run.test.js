/** What is typed is tried, with a worker and a clock that the test plays. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { EditRun } from "../../js/ui/code/edit-run.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Edits of one file, on a worker that answers when the test says so. */
function begin() {
  /** @type {{files: Record<string, string>, answer: () => void}[]} */ const asked = [];
  /** @type {any} */ const request = (/** @type {string} */ _name, /** @type {any} */ { files }) =>
    new Promise((resolve) => {
      const answer = () => resolve({ step: 0, restarted: null, note: null, edited: Object.keys(files) });
      asked.push({ files, answer });
    });
  const file = { name: "losses.py", original: "a" };
  let text = file.original;
  const done = { count: 0 };
  const edits = new EditRun({
    request,
    copy: () => /** @type {any} */ ({ drafts: { [file.name]: text }, files: new Map([[file.name, file]]) }),
    code: () => ({}),
    onTry: () => () => {
      done.count += 1;
    },
    onRuns: async () => {},
    onChange: () => {},
  });
  /** @param {string} next @param {boolean} runsAsTyped */
  const type = (next, runsAsTyped) => {
    text = next;
    edits.typed(runsAsTyped);
  };
  return { edits, asked, type, done };
}

test("what is typed is tried once no more is typed", () => {
  const { asked, type } = begin();
  type("ab", true);
  mock.timers.tick(300);
  type("abc", true);
  mock.timers.tick(300);
  assert.deepEqual(asked, []);
  mock.timers.tick(200);
  assert.deepEqual(
    asked.map(({ files }) => files),
    [{ "losses.py": "abc" }],
  );
});

test("typing with Run as I type off calls off the run that was pending", () => {
  const { edits, asked, type } = begin();
  type("ab", true);
  mock.timers.tick(300);
  type("abc", false);
  mock.timers.tick(1000);
  assert.deepEqual(asked, []);
  assert.match(edits.running.said, /^Not running yet: press Run this code/);
});

test("a panel that is closed tries nothing any more", () => {
  const { edits, asked, type } = begin();
  type("ab", true);
  edits.stop();
  mock.timers.tick(1000);
  assert.deepEqual(asked, []);
});

test("what is typed while an edit is tried is tried after it", async () => {
  const { asked, type } = begin();
  type("ab", true);
  mock.timers.tick(500);
  type("abc", true);
  mock.timers.tick(500);
  assert.equal(asked.length, 1);
  asked[0]?.answer();
  await settle();
  assert.deepEqual(asked[1]?.files, { "losses.py": "abc" });
});

test("what an input method puts together is tried once it is whole", async () => {
  const { edits, asked, type } = begin();
  type("ab", true);
  edits.compose(true); // what was to be tried waits, too
  mock.timers.tick(1000);
  type("abか", true);
  mock.timers.tick(1000);
  assert.equal(asked.length, 0);
  type("ab加", true);
  edits.compose(false);
  mock.timers.tick(500);
  assert.deepEqual(
    asked.map(({ files }) => files),
    [{ "losses.py": "ab加" }],
  );
  type("ab加b", true);
  mock.timers.tick(500); // while the first is still tried
  edits.compose(true);
  asked[0]?.answer();
  await settle();
  assert.equal(asked.length, 1);
  edits.compose(false);
  mock.timers.tick(500);
  assert.deepEqual(asked[1]?.files, { "losses.py": "ab加b" });
});

test("a word that an input method has given up tries nothing", () => {
  const { edits, asked } = begin();
  edits.compose(true);
  edits.compose(false);
  mock.timers.tick(1000);
  assert.deepEqual(asked, []);
});

test("what was looked at before an edit is told once that runs, and not when it is refused", async () => {
  const { asked, type, done } = begin();
  type("ab", true);
  mock.timers.tick(400);
  assert.equal(done.count, 0);
  asked[0]?.answer();
  await settle();
  assert.equal(done.count, 1);
});
