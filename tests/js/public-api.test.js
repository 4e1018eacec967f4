/** The page's public side as the page that embeds it has it: messages in, messages out. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import vm from "node:vm";

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf-8");
const SOURCE = read("js/public-api.js");

/** What the embedding page has been sent, with the origin that it must have to hear it. @type {any[]} */
let sent = [];
/** @type {any} */ let page;
/** @type {(message: any) => Promise<void>} */ let receive;

beforeEach(() => {
  sent = [];
  const parent = {
    postMessage: (/** @type {any} */ message, /** @type {string} */ to) => sent.push([message, to]),
  };
  page = {
    parent,
    addEventListener: (/** @type {string} */ _type, /** @type {any} */ listener) => (receive = listener),
  };
  const document = { documentElement: { dataset: {} } };
  vm.runInNewContext(SOURCE, { window: page, document, reportError() {} });
});

const say = (/** @type {any} */ data, source = page.parent, origin = "https://course.example") =>
  receive({ source, origin, data });
const plain = (/** @type {any} */ value) => JSON.parse(JSON.stringify(value));
const subscribe = (/** @type {any} */ params) => say({ id: 7, name: "subscribe", params });

test("the embedding page is told the events that it has asked for, and no others", async () => {
  await subscribe({ events: ["status", "state"] });
  const emit = page.connectApi(() => {});
  assert.deepEqual(plain(sent), [
    [{ id: 7, ok: true, result: { events: ["status", "state"] } }, "https://course.example"],
  ]);
  for (const type of ["status", "config", "state"]) emit({ type, run: "a" });
  assert.deepEqual(plain(sent.slice(1)), [
    [{ event: { type: "status", run: "a" } }, "https://course.example"],
    [{ event: { type: "state", run: "a" } }, "https://course.example"],
  ]);
  await subscribe({ events: ["config"] }); // in their place
  for (const type of ["status", "config"]) emit({ type, run: "a" });
  assert.deepEqual(
    sent.slice(4).map(([{ event }]) => event.type),
    ["config"],
  );
  await subscribe({ events: [] });
  emit({ type: "config", run: "a" });
  assert.equal(sent.length, 6);
});

test("asking for events waits for nothing and is no command of Python's", async () => {
  /** @type {string[]} */ const asked = [];
  await subscribe({ events: ["log"] });
  page.connectApi((/** @type {string} */ name) => asked.push(name));
  await say({ id: 8, name: "step" });
  assert.deepEqual(asked, ["step"]);
});

test("what is no list of events is refused with field, rule and value, and the events stay as they were", async () => {
  await subscribe({ events: ["log"] });
  const wrong = [
    [{ events: "state" }, "events", "state"],
    [{ events: ["state", "weather"] }, "events", ["state", "weather"]],
    [{ events: [["state"]] }, "events", [["state"]]],
    [{ events: { 0: "state" } }, "events", { 0: "state" }],
    [{}, "events", null],
    [undefined, "events", null],
    [null, "events", null],
    [7, "events", null],
    ["state", "0", "s"],
    [["state"], "0", "state"],
    [{ events: ["state"], extra: 1 }, "extra", 1],
  ];
  for (const [params, field, value] of wrong) {
    await subscribe(params);
    const [{ id, ok, error }] = plain(sent.at(-1));
    assert.deepEqual([id, ok, error.code, error.field, error.value], [7, false, "invalid", field, value]);
    assert.equal(error.message, `${error.field} ${error.rule}.`);
  }
  const emit = page.connectApi(() => {});
  const before = sent.length;
  for (const type of ["state", "log"]) emit({ type, run: "a" });
  assert.deepEqual(
    sent.slice(before).map(([{ event }]) => event.type),
    ["log"],
  );
});

test("nobody but the embedding page is heard", async () => {
  await say({ id: 1, name: "subscribe", params: { events: ["log"] } }, /** @type {any} */ ({}));
  await say(null);
  await say("subscribe");
  page.connectApi(() => {})({ type: "log", run: "a" });
  assert.deepEqual(sent, []);
});

test("a page without an origin of its own is told, too", async () => {
  await say({ id: 1, name: "subscribe", params: { events: ["log"] } }, page.parent, "null");
  assert.equal(sent[0][1], "*");
});

test("all events can be asked for, as the documents have them", async () => {
  const table = read("docs/commands.md").split("\n## Events\n")[1]?.split("\n## ")[0] ?? "";
  const events = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  await subscribe({ events });
  assert.deepEqual([sent[0][0].ok, events.length], [true, 13]);
});
