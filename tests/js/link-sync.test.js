/** A link is followed and the address is written, with a worker and a browser that the test plays. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { packCode } from "../../js/model/code-link.js";
import { NO_PAST } from "../../js/model/past.js";
import { readLink } from "../../js/model/permalink.js";
import { asSeenStore, withView } from "../../js/model/state.js";
import { createStore } from "../../js/model/store.js";
import { FIRST_VIEW } from "../../js/model/view.js";
import { packWeights } from "../../js/model/weights-link.js";
import { LinkSync } from "../../js/sync/link-sync.js";
import { CATALOG } from "./catalog.js";

const { defaults: DEFAULTS } = CATALOG;

/** Addresses that have been written. @type {string[]} */
let written = [];
/** @type {any} */ const browser = globalThis;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  written = [];
  browser.location = { hash: "", href: "page", pathname: "/page", search: "" };
  browser.history = {
    state: null,
    replaceState: (
      /** @type {unknown} */ _state,
      /** @type {string} */ _title,
      /** @type {string} */ url,
    ) => {
      written.push(url);
      browser.location.hash = url.startsWith("#") ? url : "";
    },
  };
});

const settle = () => new Promise((resolve) => setImmediate(resolve));
const refusal = (/** @type {string} */ field, code = "invalid") =>
  Object.assign(new Error(), { error: { code, message: `${field} is wrong.`, field } });

/** @param {string} hash @param {(config: any) => void|Promise<void>} [judge]  throws what Python refuses */
function begin(hash, judge = () => {}) {
  browser.location.hash = hash;
  const run = {
    config: DEFAULTS,
    code: {},
    past: NO_PAST,
    network: { status: "stopped", step: 0 },
    opened: null,
  };
  const page = { loading: { stage: "runtime" }, notice: null };
  const view = { ...FIRST_VIEW };
  const state = { page, catalog: CATALOG, view, runs: { a: run }, shown: "a" };
  const pages = createStore(/** @type {any} */ (state));
  const store = asSeenStore(pages);
  /** @type {any[]} */ const asked = [];
  /** @type {any} */ const request = async (/** @type {string} */ name, /** @type {any} */ params) => {
    if (name === "get_network_state") return { step: 9, weights: [[[0.1, 0.2]]], biases: [[0.3]] };
    asked.push(params.config ?? params);
    await judge(params.config ?? params);
    return {};
  };
  /** @type {object[]} */ const shown = [];
  /** @type {string[]} */ const opened = [];
  const askAboutCode = async (/** @type {object} */ files) => {
    shown.push(files);
  };
  const sync = new LinkSync({
    request,
    store,
    link: readLink(hash, CATALOG),
    first: FIRST_VIEW,
    async openStep(station) {
      opened.push(station);
      return station === "backward.2.d_z";
    },
    askAboutCode,
  });
  const change = (/** @type {any} */ changes) =>
    pages.update((now) => /** @type {any} */ ({ ...now, runs: { a: { ...now.runs.a, ...changes } } }));
  const start = () =>
    pages.update((now) => ({
      ...now,
      page: { ...now.page, loading: { stage: "ready", loaded: 1, total: 1 } },
    }));
  const look = (/** @type {any} */ changes) => pages.update((now) => withView(now, changes));
  store.subscribe(sync.sync);
  return { sync, store, asked, shown, opened, change, look, start };
}

test("what Python refuses is left out and said, and the rest is asked for again", async () => {
  const { sync, store, asked } = begin("#seed=7&noise=99&nonsense=1", ({ data }) => {
    if (data?.noise === 99) throw refusal("noise");
  });
  await sync.apply();
  assert.deepEqual(asked, [{ seed: 7, data: { noise: 99 } }, { seed: 7 }]);
  assert.equal(
    store.get().notice?.message,
    "The link could not be followed in everything: “nonsense” is no setting; noise is wrong. The rest is in force.",
  );
});

test("where nobody knows what was refused, nothing more is asked for", async () => {
  const { sync, asked } = begin("#seed=7&noise=1", () => {
    throw refusal("weather");
  });
  await sync.apply();
  assert.equal(asked.length, 1);
});

test("a loss that is refused for the output that was asked for gives that up", async () => {
  const { sync, asked } = begin("#output_activation=softmax", ({ network }) => {
    if (network?.output_activation) throw refusal("loss");
  });
  await sync.apply();
  assert.equal(asked.length, 1);
});

test("a link is asked for again once Python is there, and what was taken is not asked for twice", async () => {
  let isThere = false;
  const { sync, asked, start, look } = begin("#seed=7", () => {
    if (!isThere) throw refusal("", "worker_lost");
  });
  await sync.apply();
  assert.equal(asked.length, 1);
  isThere = true;
  start();
  await settle();
  assert.deepEqual(asked[1], { seed: 7 });
  look({ theme: "dark" });
  await settle();
  assert.equal(asked.length, 2);
});

test("a fault of ours is not taken for a refusal", async () => {
  const { sync } = begin("#seed=7", () => {
    throw new TypeError("a fault");
  });
  await assert.rejects(sync.apply(), TypeError);
});

test("the user is asked about code before Python is about settings", async () => {
  const word = await packCode({ "optimizers.py": "x = 1\n" });
  const { sync, asked, shown } = begin(`#seed=7&code=${word}`);
  await sync.apply();
  assert.deepEqual(shown, [{ "optimizers.py": "x = 1\n" }]);
  assert.equal(asked.length, 1);
  const damaged = begin("#code=nothing");
  await damaged.sync.apply();
  assert.deepEqual(damaged.shown, []);
  assert.match(damaged.store.get().notice?.message ?? "", /^The link could not be followed in everything: /);
});

/** A run with what was done to it. @param {any[]} entries @param {[number, number]} now */
const pastOf = (entries, now) => ({
  ...NO_PAST,
  entries: new Map(entries.map((entry) => [entry.id, entry])),
  now,
});
const BEGUN = { id: 1, parent: null, step: 0, begins: true, command: "configure", params: {}, code: null };
const PARAMETERS = Buffer.from(new Float64Array([0.1, 0.2, 0.3]).buffer).toString("base64");
const GIVEN = {
  ...BEGUN,
  id: 2,
  parent: 1,
  begins: false,
  command: "set_parameters",
  params: { parameters: PARAMETERS },
};

test("a link's weights are asked for after its settings, and once", async () => {
  const word = await packWeights(PARAMETERS);
  const { sync, asked, store } = begin(`#seed=7&weights=${word}`);
  await sync.apply();
  await sync.apply();
  assert.deepEqual(asked, [{ seed: 7 }, { parameters: PARAMETERS }]);
  assert.equal(store.get().notice, null);
});

test("weights that are damaged or do not fit are left out by their name, and the rest is in force", async () => {
  const word = String(await packWeights(PARAMETERS));
  const damaged = begin(`#seed=7&weights=${word.slice(1)}`);
  await damaged.sync.apply();
  assert.deepEqual(damaged.asked, [{ seed: 7 }]);
  assert.equal(
    damaged.store.get().notice?.message,
    "The link could not be followed in everything: its “weights” are damaged. The rest is in force.",
  );
  const other = begin(`#weights=${word}`, () => {
    throw refusal("parameters");
  });
  await other.sync.apply();
  assert.equal(
    other.store.get().notice?.message,
    "The link could not be followed in everything: its “weights” are left out: parameters is wrong. The rest is in force.",
  );
});

test("weights are asked for again once Python is there", async () => {
  let isThere = false;
  const { sync, asked, start } = begin(`#weights=${await packWeights(PARAMETERS)}`, () => {
    if (!isThere) throw refusal("", "worker_lost");
  });
  await sync.apply();
  isThere = true;
  start();
  while (asked.length < 2) await settle();
  await settle();
  await sync.apply();
  assert.equal(asked.length, 2);
});

test("the address keeps the weights that the run has begun with, until another begins", async () => {
  const { start, change, sync } = begin("");
  start();
  const word = await packWeights(PARAMETERS);
  change({ past: pastOf([BEGUN, GIVEN], [2, 50]) });
  assert.equal((await sync.address()).href, `page#weights=${word}`);
  change({ past: pastOf([BEGUN, { ...GIVEN, step: 50 }], [2, 50]) }); // not what it has begun with
  assert.equal((await sync.address()).href, "page");
  change({ past: pastOf([BEGUN, GIVEN], [2, 0]) });
  await sync.address();
  change({ past: pastOf([BEGUN, GIVEN, { ...BEGUN, id: 3, parent: 2 }], [3, 0]) });
  assert.equal((await sync.address()).href, "page");
  change({ past: pastOf([BEGUN, GIVEN], [1, 0]) }); // undone
  assert.equal((await sync.address()).href, "page");
});

test("a link with the weights of now is offered once they are others than those of its beginning", async () => {
  const { start, change, sync } = begin("#seed=7");
  start();
  await settle();
  change({ past: pastOf([BEGUN], [1, 0]) });
  assert.equal(await sync.weights(), null);
  change({ past: pastOf([BEGUN], [1, 9]), config: { ...DEFAULTS, seed: 7 } });
  const word = await packWeights(PARAMETERS);
  assert.deepEqual(await sync.weights(), { step: 9, href: `page#seed=7&weights=${word}` });
  change({ past: pastOf([BEGUN, { ...GIVEN, command: "set_parameter" }], [2, 0]) });
  assert.equal((await sync.weights())?.step, 9);
  change({ network: { status: "diverged", step: 9 } });
  assert.equal(await sync.weights(), null);
});

test("a choice that is made before the address is first followed is written", () => {
  const { start, look } = begin("");
  look({ confusion: true });
  start();
  mock.timers.tick(1000);
  assert.deepEqual(written, ["#view=confusion"]);
});

test("the address is written after a pause, and not where nothing has changed", async () => {
  const { start, look, change } = begin("");
  start();
  mock.timers.tick(1000);
  assert.deepEqual(written, []); // nobody has asked for anything
  look({ theme: "dark" });
  look({ confusion: true });
  mock.timers.tick(300);
  assert.deepEqual(written, []);
  mock.timers.tick(200);
  assert.deepEqual(written, ["#view=dark,confusion"]);
  look({ hovered: null });
  mock.timers.tick(1000);
  assert.equal(written.length, 1);
  change({ config: { ...DEFAULTS, seed: 3 } });
  mock.timers.tick(1000);
  assert.equal(written[1], "#seed=3&view=dark,confusion");
});

test("a link that is not followed yet is not overwritten", async () => {
  const { start, look, sync } = begin("#seed=7", () => {
    throw refusal("", "worker_lost");
  });
  start();
  look({ theme: "dark" });
  await settle();
  mock.timers.tick(1000);
  assert.deepEqual(written, []);
  assert.equal((await sync.address()).href, "page");
});

test("what changes while Python still puts a link in force is written when that is done", async () => {
  let answer = () => {};
  const { start, look } = begin("#seed=7", () => new Promise((resolve) => (answer = resolve)));
  start();
  await settle();
  look({ theme: "dark" });
  mock.timers.tick(1000);
  assert.deepEqual(written, []);
  answer();
  await settle();
  mock.timers.tick(1000);
  assert.deepEqual(written, ["#view=dark"]); // the seed was not put in force here
});

test("another link in the address is followed, and not overwritten before that", async () => {
  const { sync, start, look } = begin("#seed=7");
  start();
  await settle();
  look({ theme: "dark" });
  browser.location.hash = "#dataset=xor";
  mock.timers.tick(1000);
  assert.deepEqual(written, []);
  assert.equal(sync.leadsElsewhere(), true);
  browser.location.hash = ""; // as the page begins
  assert.equal(sync.leadsElsewhere(), true);
});

test("the address of the run stays its own while the browser goes to another", async () => {
  const { sync, start, look, change } = begin("#seed=7", () => change({ config: { ...DEFAULTS, seed: 7 } }));
  assert.equal(sync.knownAddress(), "#seed=7");
  start();
  await settle();
  look({ theme: "dark" });
  mock.timers.tick(1000);
  assert.equal(sync.knownAddress(), "#seed=7&view=dark");
  for (const hash of ["#seed=8", "#controls", ""]) {
    browser.location.hash = hash;
    assert.equal(sync.knownAddress(), "#seed=7&view=dark", hash);
  }
  browser.location.hash = "#seed=7"; // as the run is to be in a moment, before it is written
  look({ theme: "light" });
  mock.timers.tick(1000);
  assert.equal(sync.knownAddress(), "#seed=7");
  look({ theme: "dark" });
  mock.timers.tick(1000);
  assert.deepEqual(written, ["#seed=7&view=dark", "#seed=7&view=dark"]);
});

test("an anchor, and the way back from it, lead nowhere else", async () => {
  const { sync, start, look, change } = begin("#seed=7", () => change({ config: { ...DEFAULTS, seed: 7 } }));
  start();
  await settle();
  for (const hash of ["#controls", "#seed=7", "#help"]) {
    browser.location.hash = hash;
    assert.equal(sync.leadsElsewhere(), false, hash);
  }
  look({ theme: "dark" });
  mock.timers.tick(1000);
  assert.deepEqual(written, ["#seed=7&view=dark"]);
  assert.equal(sync.leadsElsewhere(), false);
});

test("what the query has asked for stands in the hash from then on", async () => {
  browser.location.search = "?seed=7&lang=de";
  const { start, change } = begin("", () => {});
  change({ config: { ...DEFAULTS, seed: 7 } });
  start();
  mock.timers.tick(1000);
  assert.deepEqual(written, ["/page?lang=de#seed=7"]);
});

test("code that is too long is left out of the address, and said", async () => {
  const { start, change, sync } = begin("");
  start();
  assert.equal((await sync.address()).lacksCode, false);
  const text = Array.from({ length: 20_000 }, (_, index) => String((index * 2654435761) % 4294967296)).join(
    "\n",
  );
  change({ code: { "optimizers.py": text } });
  assert.equal((await sync.address()).lacksCode, true);
});

test("a link is of what is in force, also where the address cannot be written", async () => {
  const { start, look, change, sync } = begin("");
  start();
  browser.location.href = "https://site/#seed=1";
  browser.history.replaceState = () => {
    throw new Error("too often");
  };
  for (const theme of ["dark", "light", "dark"]) look({ theme });
  assert.equal((await sync.address()).href, "https://site/#view=dark");
  change({ config: { ...DEFAULTS, seed: 3 } });
  assert.equal((await sync.address()).href, "https://site/#seed=3&view=dark");
  const files = { "optimizers.py": "x = 1\n" };
  change({ code: files }); // it is still being packed when the link is asked for
  assert.equal((await sync.address()).href, `https://site/#seed=3&view=dark&code=${await packCode(files)}`);
  change({ code: {}, config: DEFAULTS });
  look({ theme: "light" });
  assert.equal((await sync.address()).href, "https://site/");
});

test("a frame without an address of its own has none to write", () => {
  const { start, look } = begin("");
  browser.history.replaceState = () => {
    throw new Error("SecurityError");
  };
  start();
  look({ theme: "dark" });
  assert.doesNotThrow(() => mock.timers.tick(1000));
});

test("a link's sample is chosen once its samples are there, or said to be missing", async () => {
  const dataset = { n_inputs: 2, train_inputs: new Float32Array(800) };
  const { sync, store, change } = begin("#n_samples=400&sample=300", () => change({ dataset }));
  await sync.apply();
  assert.equal(store.get().view.sample, 299);
  const missing = begin("#sample=401");
  missing.change({ dataset });
  await missing.sync.apply();
  assert.equal(missing.store.get().view.sample, 0);
  assert.match(missing.store.get().notice?.message ?? "", /there is no training sample 401/);
});

test("controls that there are not are said once the link has been followed", async () => {
  const { sync, store } = begin("#hide=weather");
  sync.addUnknownControls(["weather"]);
  assert.match(store.get().notice?.message ?? "", /no control is called “weather”/);
});

test("a link opens the next step at its station, once its settings are in force", async () => {
  const { sync, store, asked, opened } = begin("#seed=7&station=backward.2.d_z");
  await sync.apply();
  assert.deepEqual([asked.length, opened], [1, ["backward.2.d_z"]]);
  assert.equal(store.get().notice, null);
});

test("a station that the network does not have is told", async () => {
  const { sync, store } = begin("#station=backward.9.d_z");
  await sync.apply();
  assert.match(store.get().notice?.message ?? "", /no station of the step is “backward.9.d_z”/);
});
