import assert from "node:assert/strict";
import { test } from "node:test";
import { isDue, NO_BYTES, progressOf, received, told, withTotal } from "../../js/worker/byte-count.js";
import { getFile, nameOf, readBody } from "../../js/worker/site-file.js";

const SITE = new URL("https://example.org/glassnet/");

test("nothing is told before it is known of how many bytes", () => {
  const count = received(NO_BYTES, 700);
  assert.equal(progressOf(count), null);
  assert.deepEqual(progressOf(withTotal(count, 1000)), { stage: "packages", loaded: 700, total: 1000 });
});

test("more bytes than expected are all of them, and then Python starts", () => {
  const count = withTotal(received(received(NO_BYTES, 700), 400), 1000);
  assert.deepEqual(progressOf(count), { stage: "start", loaded: 1000, total: 1000 });
});

test("bytes are told a few times a second, and the last ones at once", () => {
  const count = told(withTotal(NO_BYTES, 1000), 5000);
  assert.equal(isDue(received(count, 100), 5049), false);
  assert.equal(isDue(received(count, 100), 5050), true);
  assert.equal(isDue(received(count, 1000), 5001), true);
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
  const html = new Response("", { headers: { "Content-Type": "text/html" } });
  await assert.rejects(get(html, "python.wasm"), {
    message: "python.wasm must be served as application/wasm, but came as text/html.",
  });
  const wasm = new Response("", { headers: { "Content-Type": "application/wasm" } });
  assert.equal(await get(wasm, "python.wasm"), wasm);
});

test("all bytes of a response are counted as they are read", async () => {
  let n_bytes = 0;
  await readBody(new Response("twelve bytes"), (n) => (n_bytes += n));
  assert.equal(n_bytes, 12);
});
