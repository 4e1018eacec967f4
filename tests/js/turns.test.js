import assert from "node:assert/strict";
import { test } from "node:test";
import { createTurns } from "../../js/sync/turns.js";

/** @param {number[]} costs  ms of each view */
function setUp(costs) {
  let time = 0;
  /** @type {string[]} */ const drawn = [];
  const views = costs.map((cost, index) => ({
    /** @param {string} state */
    render(state) {
      time += cost;
      drawn.push(`${index}${state}`);
    },
  }));
  return { drawn, turns: createTurns(views, () => time) };
}

test("cheap views are all drawn in one frame", () => {
  const { drawn, turns } = setUp([1, 1, 1]);
  assert.equal(turns.draw("a"), true);
  assert.deepEqual(drawn, ["0a", "1a", "2a"]);
  assert.equal(turns.draw("a"), true);
  assert.equal(drawn.length, 3);
});

test("an expensive view is the last of its frame, and the others follow", () => {
  const { drawn, turns } = setUp([1, 50, 1]);
  assert.equal(turns.draw("a"), false);
  assert.deepEqual(drawn, ["0a", "1a"]);
  assert.equal(turns.draw("a"), true);
  assert.deepEqual(drawn, ["0a", "1a", "2a"]);
});

test("a state that comes meanwhile reaches every view, those that wait first", () => {
  const { drawn, turns } = setUp([1, 50, 1]);
  turns.draw("a");
  assert.equal(turns.draw("b"), true);
  assert.deepEqual(drawn, ["0a", "1a", "2b", "0b", "1b"]);
});

test("views that make much anew leave the browser more of each frame", () => {
  const { drawn, turns } = setUp([6, 1, 1]);
  assert.equal(turns.draw("a", true), false);
  assert.deepEqual(drawn, ["0a"]);
  assert.equal(turns.draw("a", true), true);
  assert.equal(turns.draw("b", false), true);
  assert.equal(drawn.length, 6);
});
