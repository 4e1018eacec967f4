import assert from "node:assert/strict";
import { test } from "node:test";
import { isDue, NO_BYTES, progressOf, received, told, withTotal } from "../../js/worker/byte-count.js";
import { Download } from "../../js/worker/download.js";
import { missingFeature } from "../../js/worker/features.js";
import { asWasm, faultOfScript, getFile, nameOf, readBody } from "../../js/worker/site-file.js";

const SITE = new URL("https://example.org/glassnet/");

test("no number is told before it is known of how many bytes", () => {
  const count = received(NO_BYTES, 700);
  assert.deepEqual(progressOf(count, false), { stage: "packages", loaded: 0, total: 0 });
  assert.deepEqual(progressOf(withTotal(count, 1000), false), {
    stage: "packages",
    loaded: 700,
    total: 1000,
  });
});

test("more bytes than expected are all of them, and Python starts when every file has come", () => {
  const count = withTotal(received(received(NO_BYTES, 700), 400), 1000);
  assert.deepEqual(progressOf(count, false), { stage: "packages", loaded: 1000, total: 1000 });
  assert.deepEqual(progressOf(count, true), { stage: "start", loaded: 1000, total: 1000 });
  assert.deepEqual(progressOf(received(NO_BYTES, 700), true), { stage: "start", loaded: 0, total: 0 });
});

test("bytes are told a few times a second", () => {
  const count = told(withTotal(NO_BYTES, 1000), 5000);
  assert.equal(isDue(received(count, 100), 5049), false);
  assert.equal(isDue(received(count, 100), 5050), true);
});

test("a file has its name within the site, and another site's its address", () => {
  assert.equal(nameOf("https://example.org/glassnet/vendor/a.bin", SITE), "vendor/a.bin");
  assert.equal(nameOf("https://example.org/a.bin", SITE), "https://example.org/a.bin");
});

/** @param {Response} response @param {string} name */
const get = (response, name) => getFile(async () => response, SITE, name);

test("a file is asked for by its whole address", async () => {
  /** @type {any} */ let asked;
  const fetchFile = async (/** @type {any} */ url) => {
    asked = url;
    return new Response("3");
  };
  assert.equal(await (await getFile(fetchFile, SITE, "vendor/a.bin")).text(), "3");
  assert.equal(asked, "https://example.org/glassnet/vendor/a.bin");
});

test("what goes wrong is said with the file's name", async () => {
  await assert.rejects(get(new Response("", { status: 404 }), "a.bin"), {
    message: "a.bin could not be fetched: the server answered 404.",
  });
  const failing = async () => {
    throw new TypeError("no network");
  };
  await assert.rejects(getFile(failing, SITE, "a.bin"), {
    message: "a.bin could not be fetched: no network.",
  });
});

test("WebAssembly is compiled whatever the server calls it", () => {
  for (const type of ["text/plain", "application/octet-stream", ""]) {
    const response = new Response("bytes", { headers: { "Content-Type": type } });
    assert.equal(asWasm(response).headers.get("Content-Type"), "application/wasm");
  }
  const right = new Response("", { headers: { "Content-Type": "application/wasm" } });
  assert.equal(asWasm(right), right);
});

test("all bytes of a response are counted as they are read", async () => {
  let n_bytes = 0;
  const bytes = await readBody(new Response("twelve bytes"), "a.bin", (n) => {
    n_bytes += n;
  });
  assert.equal(n_bytes, 12);
  assert.equal(new TextDecoder().decode(bytes), "twelve bytes");
});

/** A response that breaks off or stays away after its first piece. @param {(c: any) => void} end */
const begun = (end) =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(3));
        setTimeout(end, 0, controller);
      },
    }),
  );

test("a response that breaks off is named, with how far it came", async () => {
  const cut = begun((controller) => controller.error(new TypeError("network error")));
  await assert.rejects(
    readBody(cut, "a.bin", () => {}),
    { message: "a.bin broke off after 3 bytes: network error." },
  );
});

test("why the browser has refused a script is found out", async () => {
  const headers = { "Content-Type": "text/javascript" };
  const refusal = new SyntaxError("Unexpected end of input");
  const faults = [
    [new Response("", { status: 404 }), "a.js could not be fetched: the server answered 404."],
    [
      new Response("<html>", { headers: { "Content-Type": "text/html" } }),
      "a.js must be served as text/javascript, but came as text/html.",
    ],
    [new Response("", { headers }), "a.js is empty."],
    [new Response("{", { headers }), "a.js is damaged: Unexpected end of input."],
  ];
  for (const [response, message] of /** @type {[Response, string][]} */ (faults)) {
    assert.equal((await faultOfScript(async () => response, SITE, "a.js", refusal)).message, message);
  }
});

/** A site of these files; what is not there stays away for ever. @param {Record<string, () => Response>} files */
function siteOf(files) {
  globalThis.fetch = async (input) => {
    const name = nameOf(String(input), SITE);
    return files[name]?.() ?? new Promise(() => {});
  };
  return new Download(SITE);
}

test("a file that stays away is named, as long after the last byte of any as it takes", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const pass = async (/** @type {number} */ ms) => {
    now += ms;
    t.mock.timers.tick(ms);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  /** @type {any} */ let slow;
  const body = new ReadableStream({
    start(controller) {
      slow = controller;
    },
  });
  const download = siteOf({ "slow.bin": () => new Response(body) });
  /** @type {string[]} */ const failures = [];
  download.failed.catch(({ message }) => failures.push(message));
  const arrived = download.bytes("slow.bin");
  download.bytes("stalled.bin").catch(() => {});
  for (let piece = 0; piece < 5; piece++) {
    await pass(29_000);
    slow.enqueue(new Uint8Array(10));
    await pass(0);
  }
  slow.close();
  assert.equal((await arrived).byteLength, 50);
  await pass(29_000);
  assert.deepEqual(failures, []);
  now += 60_000; // the computer slept
  await pass(1000);
  assert.deepEqual(failures, []);
  await pass(30_000);
  assert.deepEqual(failures, ["Nothing more has come of stalled.bin for 30 seconds."]);
});

test("a start goes on without the list of all files, and its fault is known", async () => {
  const json = (/** @type {string} */ text) => ({
    "manifest.json": () => new Response(text),
    "a.bin": () => new Response("abc"),
  });
  const faults = {
    "": /manifest.json is damaged: Unexpected end of JSON/,
    '{"files": {': /manifest.json is damaged/,
    "{}": /manifest.json is damaged/,
    "<html>": /manifest.json is damaged/,
  };
  for (const [text, fault] of Object.entries(faults)) {
    const download = siteOf(json(text));
    const bytes = download.bytes("a.bin");
    assert.match(String(await download.learnTotal()), fault);
    assert.equal((await bytes).byteLength, 3);
  }
  const download = siteOf(json('{"files": {"a.bin": {"bytes": 3}}}'));
  await download.bytes("a.bin");
  assert.equal(await download.learnTotal(), null);
});

test("a browser without what Python needs is told so in words", () => {
  const all = { WebAssembly: {}, DecompressionStream: class {} };
  assert.equal(missingFeature(all), null);
  assert.match(
    String(missingFeature({ ...all, WebAssembly: undefined })),
    /no WebAssembly, which Python needs/,
  );
  assert.match(String(missingFeature({ ...all, DecompressionStream: undefined })), /DecompressionStream/);
});
