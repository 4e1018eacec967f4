/** Which tab a page is, in a browser whose locks the test grants. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

/** @type {any} */ const browser = globalThis;
/** @type {{name: string, hold: () => Promise<void>}[]} */ let waiting = [];
/** @type {Set<string>} */ let held = new Set();

beforeEach(() => {
  [waiting, held] = [[], new Set()];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const session = new Map();
  Object.assign(browser, { window: { parent: null }, location: { search: "", hash: "" } });
  browser.window.parent = browser.window;
  browser.sessionStorage = {
    getItem: (/** @type {string} */ key) => session.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => session.set(key, value),
  };
  browser.addEventListener = () => {};
  browser.removeEventListener = () => {};
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), ms);
    return controller.signal;
  };
  Object.defineProperty(browser.navigator, "locks", { configurable: true, value: { request } });
});

/** @param {string} name @param {{signal?: AbortSignal}} options @param {() => Promise<void>} hold */
function request(name, { signal }, hold) {
  return new Promise((_resolve, reject) => {
    const one = { name, hold };
    waiting.push(one);
    signal?.addEventListener("abort", () => {
      waiting = waiting.filter((other) => other !== one);
      reject(signal.reason);
    });
  });
}

/** Grant what can be granted, as a browser does in its own time. */
async function grant() {
  const granted = waiting.filter(({ name }) => !held.has(name));
  waiting = waiting.filter((one) => !granted.includes(one));
  for (const { name, hold } of granted) {
    held.add(name);
    hold();
  }
  await settle();
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("a duplicated tab gets another name, however late the browser grants the first its own", async () => {
  const { Tab } = await import("../../js/sync/tab.js");
  const one = new Tab();
  const first = one.claim(false);
  await settle();
  mock.timers.tick(2000); // a busy browser
  await grant();
  const { id, isNew } = await first;
  assert.equal(isNew, true);
  one.settle();

  const two = new Tab(); // with the session of the first
  assert.equal(two.before, id);
  const second = two.claim(false);
  await grant();
  mock.timers.tick(2000); // its wait for the first's name ends
  await settle();
  await grant();
  const other = await second;
  assert.equal(other.isNew, true);
  assert.notEqual(other.id, id);
});
