import assert from "node:assert/strict";
import { test } from "node:test";
import { beginHunt, fixText, hintLabel, isOver, symptomText } from "../../js/ui/code/hunt.js";

const DEFECT = { name: "sign", title: "Wrong sign", symptom: "The loss rises." };

test("a hunt is over once the file is as it was before the mistake", () => {
  const fresh = beginHunt(DEFECT, { "a.py": "bad" }, {});
  assert.deepEqual([fresh.file, isOver(fresh, { "a.py": "bad" }), isOver(fresh, {})], ["a.py", false, true]);
  const edited = beginHunt(DEFECT, { "a.py": "bad" }, { "a.py": "mine" });
  assert.deepEqual([isOver(edited, {}), isOver(edited, { "a.py": "mine" })], [false, true]);
});

test("a secret mistake is not named, its symptom is", () => {
  assert.equal(symptomText(DEFECT, true), "Something is broken now. What you will see: The loss rises.");
  assert.match(symptomText(DEFECT, false), /^“Wrong sign” is in the code now\./);
});

test("the first hint is the file, the second the line", () => {
  const hunt = beginHunt(DEFECT, { "a.py": "bad" }, {});
  assert.deepEqual([null, hunt, { ...hunt, next: /** @type {const} */ ("line") }].map(hintLabel), [
    "Hint: which file?",
    "Hint: which file?",
    "Hint: which line?",
  ]);
});

test("a fix that is none says what still differs, in number as in grammar", () => {
  const text = (/** @type {string} */ differs) => fixText({ repaired: false, differs });
  assert.equal(text("the weights"), "Not yet: the weights are not what the original makes.");
  assert.equal(text("the output"), "Not yet: the output is not what the original makes.");
  assert.match(fixText({ repaired: true, differs: null }), /^Repaired/);
});
