import assert from "node:assert/strict";
import { test } from "node:test";
import { changeBetween } from "../../js/ui/code/text-change.js";

test("a change leaves what is the same at either end, and makes the other text", () => {
  for (const [before, after] of [
    ["a -= b", "a += b"],
    ["aaa", "aa"],
    ["", "x"],
    ["same", "same"],
    ["abc", ""],
  ]) {
    const { from, to, insert } = changeBetween(before, after);
    assert.equal(before.slice(0, from) + insert + before.slice(to), after);
  }
  assert.deepEqual(changeBetween("a -= b", "a += b"), { from: 2, to: 3, insert: "+" });
});
