import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choose,
  chooseFromFiles,
  compared,
  lineShown,
  NO_COPY,
  originalText,
  showAgain,
  shownText,
  takeOver,
  typed,
  withCaret,
  withDrafts,
} from "../../js/ui/code/working-copy.js";

const SGD =
  "class SGD:\n    def step(self):\n        pass\n\nclass Adam:\n    def step(self):\n        pass\n";
const MSE = "def mse(a, y):\n    return a - y\n";

/** @param {string} name @param {string} title @param {string} file @param {number} start */
const entry = (name, title, file, start) => ({
  ...{ name, title, file, start, end: start + 1, description: "" },
  original: "as it came",
});
const MSE_ENTRY = entry("mse", "Loss", "losses.py", 1);
const file = (/** @type {string} */ name, /** @type {string} */ text) => ({
  ...{ name, text, description: name },
  original: name === "losses.py" ? MSE : SGD,
});
/** What get_code answers. */
const code = (
  texts = { "losses.py": MSE, "optimizers.py": SGD },
  update = entry("SGD.step", "Update", "optimizers.py", 2),
) => ({
  files: Object.entries(texts).map(([name, text]) => file(name, text)),
  functions: [MSE_ENTRY, update],
});
const COPY = takeOver(NO_COPY, code(), false);

test("a function that is chosen is shown by itself, a file as a whole", () => {
  const part = choose(COPY, "SGD.step");
  assert.deepEqual([part.mode, part.shown?.part.first, part.shown?.part.last], ["functions", 2, 3]);
  assert.equal(shownText(part), "    def step(self):\n        pass");
  assert.equal(originalText(part), "as it came");
  const whole = choose(part, "losses.py");
  assert.deepEqual([whole.mode, shownText(whole), originalText(whole)], ["files", MSE, MSE]);
  assert.equal(choose(whole, null).shown, null);
});

test("what is not there shows nothing, and is shown once it has come", () => {
  const asked = choose(NO_COPY, "Adam.step", 6);
  assert.equal(asked.shown, null);
  const still = takeOver(asked, code(), false);
  assert.deepEqual([still.name, still.shown, still.mode], ["Adam.step", null, "functions"]);
  const there = takeOver(still, code(undefined, entry("Adam.step", "Update", "optimizers.py", 6)), false);
  assert.equal(there.shown?.part.first, 6);
  assert.equal(lineShown(there, "optimizers.py", there.line), 1);
});

test("files may be asked for before they have come, and the first is shown then", () => {
  const asked = chooseFromFiles(NO_COPY);
  assert.deepEqual([asked.mode, asked.shown], ["files", null]);
  assert.equal(takeOver(asked, code(), false).name, "losses.py");
});

test("from a function one comes to its file, and without one to the file that was shown last", () => {
  assert.equal(chooseFromFiles(choose(COPY, "SGD.step")).name, "optimizers.py");
  const folded = choose(choose(COPY, "optimizers.py"), null);
  assert.equal(chooseFromFiles(folded).name, "optimizers.py");
});

test("what is typed goes into the draft, and the text shown does not begin anew", () => {
  const before = choose(COPY, "SGD.step");
  const after = typed(before, "    def step(self):\n        a = 1\n        pass");
  assert.equal(after.showing, before.showing);
  assert.equal(after.drafts["optimizers.py"], SGD.replace("pass", "a = 1\n        pass"));
  assert.equal(after.shown?.part.last, 4);
  assert.equal(shownText(choose(after, "SGD.step")), shownText(after));
});

test("a function of a file that was changed as a whole is shown with its file, until that is in force", () => {
  const edited = typed(choose(COPY, "optimizers.py"), `# a line\n${SGD}`);
  assert.equal(choose(edited, "SGD.step").name, "optimizers.py");
  const texts = { "losses.py": MSE, "optimizers.py": `# a line\n${SGD}` };
  const inForce = takeOver(edited, code(texts, entry("SGD.step", "Update", "optimizers.py", 3)), false);
  assert.equal(choose(inForce, "SGD.step").shown?.part.first, 3);
});

test("drafts follow the code in force, but for those that the user has changed and those that have failed", () => {
  const theirs = code({ "losses.py": "# other\n", "optimizers.py": "# other\n" });
  const mine = typed(choose(COPY, "losses.py"), "# mine\n");
  const followed = takeOver(mine, theirs, false);
  assert.deepEqual(followed.drafts, { "losses.py": "# mine\n", "optimizers.py": "# other\n" });
  assert.equal(followed.showing, mine.showing);
  assert.deepEqual(takeOver(COPY, theirs, true).drafts, COPY.drafts);
  const shown = choose(COPY, "losses.py");
  const again = takeOver(shown, theirs, false);
  assert.ok(again.showing > shown.showing);
  assert.equal(shownText(again), "# other\n");
});

test("another function that comes into the place of the shown one is shown", () => {
  const next = code(undefined, entry("Adam.step", "Update", "optimizers.py", 6));
  const followed = takeOver(choose(COPY, "SGD.step"), next, false);
  assert.deepEqual([followed.name, followed.shown?.part.first], ["Adam.step", 6]);
});

test("a function that is there no longer gives way to its file", () => {
  const gone = { ...choose(COPY, "SGD.step"), functions: [MSE_ENTRY] };
  assert.equal(showAgain(gone).name, "optimizers.py");
  assert.equal(shownText(showAgain(withDrafts(gone, { "optimizers.py": "# new" }))), "# new");
});

test("the caret's line is that of the file, and another text begins without one", () => {
  const there = withCaret(choose(COPY, "SGD.step"), 2);
  assert.equal(there.line, 3);
  assert.equal(choose(there, "mse").line, null);
  assert.equal(lineShown(there, "optimizers.py", 3), 2);
  assert.equal(lineShown(there, "optimizers.py", 4), null);
  assert.equal(lineShown(there, "losses.py", 3), null);
});

test("to compare with the original begins the text anew, once", () => {
  const shown = choose(COPY, "losses.py");
  assert.equal(compared(shown, false), shown);
  assert.equal(compared(shown, true).showing, shown.showing + 1);
});
