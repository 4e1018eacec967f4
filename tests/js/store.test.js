import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../js/model/store.js";

test("a store tells listeners of changes, and only of changes", () => {
  const store = createStore(1);
  /** @type {number[][]} */
  const heard = [];
  const stop = store.subscribe((value, previous) => heard.push([value, previous]));
  store.update((value) => value + 1);
  store.update((value) => value);
  stop();
  store.update(() => 9);
  assert.deepEqual(heard, [[2, 1]]);
  assert.equal(store.get(), 9);
});

test("all listeners hear the new value and the one before, which the store has given up by then", () => {
  const store = createStore("a");
  /** @type {string[]} */
  const heard = [];
  store.subscribe((value, previous) => heard.push(`first ${previous}${value}`));
  store.subscribe(() => heard.push(`second ${store.get()}`));
  store.update((value) => `${value}b`);
  assert.deepEqual(heard, ["first aab", "second ab"]);
});

test("an equal object is a change, the same object is none", () => {
  const store = createStore({ n: 1 });
  let count = 0;
  store.subscribe(() => count++);
  store.update((value) => value);
  assert.equal(count, 0);
  store.update((value) => ({ ...value }));
  assert.equal(count, 1);
});

test("to stop listening ends one listener, and twice does no harm", () => {
  const store = createStore(0);
  let [one, two] = [0, 0];
  const stop = store.subscribe(() => one++);
  store.subscribe(() => two++);
  stop();
  stop();
  store.update((value) => value + 1);
  assert.deepEqual([one, two], [0, 1]);
});

test("a change that throws leaves the value, and nobody is told", () => {
  const store = createStore(1);
  let count = 0;
  store.subscribe(() => count++);
  assert.throws(() =>
    store.update(() => {
      throw new RangeError("no");
    }),
  );
  assert.equal(store.get(), 1);
  assert.equal(count, 0);
});
