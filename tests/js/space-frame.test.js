import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOf } from "../../js/ui/plane/space-frame.js";

const PLACE = { width: 120, height: 110, margin: { left: 10, top: 5, right: 10, bottom: 5 } };

test("all points lie inside the box, the larger ones right and up", () => {
  const points = Float32Array.of(-1, 0, 1, 5, 6, 7);
  const { x, y } = frameOf([points], PLACE);
  for (const index of [0, 1, 2]) {
    assert.ok(x(points[index] ?? 0) >= 10 && x(points[index] ?? 0) <= 110);
    assert.ok(y(points[3 + index] ?? 0) >= 5 && y(points[3 + index] ?? 0) <= 105);
  }
  assert.ok(x(-1) < x(1));
  assert.ok(y(7) < y(5));
});

test("values that are alike or not finite leave a usable frame", () => {
  const same = frameOf([Float32Array.of(2, 2, 3, 3)], PLACE);
  assert.ok(Math.abs(same.x(2) - 60) < 1);
  const none = frameOf([Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY)], PLACE);
  assert.deepEqual(none.range, [
    [0, 1],
    [0, 1],
  ]);
});
