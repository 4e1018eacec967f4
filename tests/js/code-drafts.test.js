import assert from "node:assert/strict";
import { test } from "node:test";
import { changedFiles, movedFunctions, partOf, withPart } from "../../js/ui/code/drafts.js";

const TEXT = "import numpy\n\ndef step(w, g):\n    return w - g\n\nEND = 1\n";
const STEP = { file: "a.py", first: 3, last: 4 };

test("a function is cut out of its file", () => {
  assert.equal(partOf(TEXT, STEP), "def step(w, g):\n    return w - g");
  assert.equal(partOf(TEXT, { file: "a.py", first: 1, last: null }), TEXT);
});

test("a function that has become longer goes back into its place, and is found there again", () => {
  const longer = "def step(w, g):\n    g = g * 2\n    return w + g";
  const { text, part } = withPart(TEXT, STEP, longer);
  assert.equal(text, `import numpy\n\n${longer}\n\nEND = 1\n`);
  assert.deepEqual(part, { file: "a.py", first: 3, last: 5 });
  assert.equal(partOf(text, part), longer);
});

test("an emptied function can be written again", () => {
  const empty = withPart(TEXT, STEP, "");
  assert.equal(empty.text, "import numpy\n\n\n\nEND = 1\n");
  assert.equal(withPart(empty.text, empty.part, partOf(TEXT, STEP)).text, TEXT);
});

test("a whole file stays whole", () => {
  const whole = { file: "a.py", first: 1, last: null };
  assert.deepEqual(withPart(TEXT, whole, "x\ny\nz\n"), { text: "x\ny\nz\n", part: whole });
});

test("only what differs from the code in force is sent", () => {
  const in_force = { "a.py": "1", "b.py": "2" };
  assert.deepEqual(changedFiles({ "a.py": "1", "b.py": "3" }, in_force), { "b.py": "3" });
});

test("the functions below an edited one move with it, in its file only", () => {
  const entry = (/** @type {string} */ name, /** @type {string} */ file, /** @type {number} */ start) => ({
    ...{ file, name, title: name, description: "", original: null },
    ...{ start, end: start + 2 },
  });
  const functions = [
    entry("a", "x.py", 1),
    entry("b", "x.py", 5),
    entry("c", "x.py", 9),
    entry("d", "y.py", 9),
  ];
  const moved = movedFunctions(
    functions,
    { file: "x.py", first: 5, last: 7 },
    { file: "x.py", first: 5, last: 10 },
  );
  assert.deepEqual(
    moved.map(({ name, start, end }) => [name, start, end]),
    [
      ["a", 1, 3],
      ["b", 5, 10],
      ["c", 12, 14],
      ["d", 9, 11],
    ],
  );
});
