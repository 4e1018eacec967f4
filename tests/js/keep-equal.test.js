import assert from "node:assert/strict";
import { test } from "node:test";
import { keepEqual } from "../../js/model/keep-equal.js";

test("what is equal is kept, part by part", () => {
  const before = { a: [1, 2, { b: null }], c: "x", d: { e: 1 } };
  assert.equal(keepEqual(before, structuredClone(before)), before);
  const next = keepEqual(before, { a: [1, 2, { b: null }], c: "y", d: { e: 1 } });
  assert.deepEqual(next, { ...before, c: "y" });
  assert.equal(next.a, before.a);
  assert.equal(next.d, before.d);
});

test("what has another kind, another length or another key is another value", () => {
  const pairs = [
    [[], {}],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, null],
    [null, { a: 1 }],
    [1, "1"],
    [{ a: 1, b: 2 }, { a: 1 }],
  ];
  for (const [before, next] of pairs) assert.deepEqual(keepEqual(before, next), next);
});
