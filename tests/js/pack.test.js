import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { unpack, writeFiles } from "../../js/worker/pack.js";

/** @param {object} header @param {string} contents @returns {ArrayBuffer}  as tools/pack.py writes it */
function pack(header, contents) {
  const head = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Uint8Array.from(gzipSync(Buffer.concat([length, head, Buffer.from(contents)]))).buffer;
}

const files = [
  ["/lib/a/x.py", 3],
  ["/lib/empty.py", 0],
  ["/lib/a/y.so", 2],
];

test("a pack's files and header are read", async () => {
  const { files: read, header } = await unpack(pack({ files, lock: { info: "π" } }, "abcde"));
  const texts = [...read].map(([path, content]) => [path, new TextDecoder().decode(content)]);
  assert.deepEqual(texts, [
    ["/lib/a/x.py", "abc"],
    ["/lib/empty.py", ""],
    ["/lib/a/y.so", "de"],
  ]);
  assert.deepEqual(header.lock, { info: "π" });
});

test("a pack that was cut short is refused", async () => {
  const packed = pack({ files }, "abcde");
  await assert.rejects(unpack(packed.slice(0, packed.byteLength - 9)));
});

test("folders are made before their files are written", () => {
  /** @type {string[]} */ const calls = [];
  const fs = {
    mkdirTree: (/** @type {string} */ path) => calls.push(`mkdir ${path}`),
    writeFile: (/** @type {string} */ path) => calls.push(`write ${path}`),
  };
  writeFiles(fs, new Map([["/lib/a/x.py", new Uint8Array(1)]]));
  assert.deepEqual(calls, ["mkdir /lib/a", "write /lib/a/x.py"]);
});
