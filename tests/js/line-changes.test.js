import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, withChanges } from "../../js/model/line-changes.js";

const LINES = Array.from({ length: 100 }, (_, index) => `line ${index}`);
const TEXT = LINES.join("\n");

/** @param {(lines: string[]) => void} edit */
function edited(edit) {
  const lines = [...LINES];
  edit(lines);
  return lines.join("\n");
}

test("a change of a line is that line and those around it", () => {
  const text = edited((lines) => lines.splice(50, 1, "another"));
  assert.deepEqual(changesBetween(TEXT, text), [
    [48, "line 48\nline 49\nline 50\nline 51\nline 52", "line 48\nline 49\nanother\nline 51\nline 52"],
  ]);
});

test("what is changed at both ends leaves the middle alone", () => {
  const text = edited((lines) => {
    lines[1] = "first";
    lines.splice(95, 0, "", "more", "");
  });
  const changes = changesBetween(TEXT, text);
  assert.equal(changes.length, 2);
  assert.ok(JSON.stringify(changes).length < 200);
  assert.equal(withChanges(TEXT, changes), text);
});

test("the other text comes back, whatever was changed", () => {
  let seed = 7;
  const random = (/** @type {number} */ n) => {
    seed = (seed * 16807) % 2147483647;
    return seed % n;
  };
  for (let round = 0; round < 200; round++) {
    const lines = Array.from({ length: random(30) }, () => `${random(4)}`);
    const others = lines.flatMap(
      (line) => [[], [line], [line], [line], [line, `${random(4)}`]][random(5)] ?? [],
    );
    const [one, other] = [lines.join("\n"), others.join("\n")];
    const changes = changesBetween(one, other);
    assert.equal(withChanges(one, changes), other);
    assert.equal(changes.length === 0, one === other);
  }
});

test("a change is found again where the lines around it have moved, and else is not made", () => {
  const text = edited((lines) => lines.splice(50, 1, "another"));
  const changes = changesBetween(TEXT, text);
  const newer = edited((lines) => lines.splice(10, 0, "new", "new"));
  assert.equal(withChanges(newer, changes), newer.replace("line 50", "another"));
  assert.equal(withChanges(TEXT.replace("line 50", "line fifty"), changes), null);
});

test("texts without a line in common are one change, also where they are long", () => {
  const other = Array.from({ length: 50_000 }, (_, index) => `other ${index}`).join("\n");
  const changes = changesBetween(TEXT, other);
  assert.equal(changes.length, 1);
  assert.equal(withChanges(TEXT, changes), other);
});
