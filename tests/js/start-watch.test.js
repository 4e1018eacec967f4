import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeStart, UNHEARD_MS } from "../../js/sync/start-watch.js";

const SECOND = 1000;

test("a worker that says nothing at all has its script looked at, and then some time more", () => {
  assert.equal(judgeStart("unheard", UNHEARD_MS, false), "wait");
  assert.equal(judgeStart("unheard", UNHEARD_MS + 1, false), "look at its script");
  assert.equal(judgeStart("looked at", 30 * SECOND, true), "wait");
  assert.equal(judgeStart("looked at", 41 * SECOND, true), "dead");
});

test("while files come, it is the worker that says when they do not, unless it is dead", () => {
  assert.equal(judgeStart("loading", 31 * SECOND, true), "wait");
  assert.equal(judgeStart("loading", 41 * SECOND, true), "dead");
});

test("a start from the image that hangs is made without it, and one without has time", () => {
  assert.equal(judgeStart("starting", 19 * SECOND, true), "wait");
  assert.equal(judgeStart("starting", 21 * SECOND, true), "start plainly");
  assert.equal(judgeStart("starting", 100 * SECOND, false), "wait");
  assert.equal(judgeStart("starting", 121 * SECOND, false), "dead");
});
