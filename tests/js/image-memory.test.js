import assert from "node:assert/strict";
import { test } from "node:test";
import { checksum, MEMORY_BYTES, restore } from "../../js/worker/image/memory.js";

test("the checksum depends on every word outside of the spans and below the end, and on no other", () => {
  const words = Uint32Array.from({ length: 24 }, (_, index) => index * 2654435761);
  const spans = new Uint32Array([16, 8, 48, 16]);
  const sum = checksum(words, spans, 80);
  for (let at = 0; at < words.length; at++) {
    const changed = words.slice();
    changed[at] ^= 1;
    const isOutside = at < 20 && !(at >= 4 && at < 6) && !(at >= 12 && at < 16);
    assert.equal(checksum(changed, spans, 80) !== sum, isOutside, `word ${at}`);
  }
});

test("a span across the end ends the sum", () => {
  const words = new Uint32Array(8).fill(3);
  assert.equal(checksum(words, new Uint32Array([8, 24]), 16), checksum(words, new Uint32Array(0), 8));
});

test("an image replaces the heap and its spans, and gives the handles their libraries", () => {
  const memory = new ArrayBuffer(MEMORY_BYTES);
  /** @type {any} */ const module = {
    HEAPU8: new Uint8Array(memory).fill(9, 0, 5120),
    HEAPU32: new Uint32Array(memory),
    API: { config: { BUILD_ID: "one" } },
    wasmTable: { length: 5 },
    _sbrk: () => 5120,
    LDSO: { loadedLibsByName: { "a.so": { name: "a.so" } }, loadedLibsByHandle: {} },
  };
  const spans = new Uint32Array([1024, 1024, 3072, 1024]);
  const blocks = new Uint8Array(2048).fill(7);
  const header = {
    build_id: "one",
    table_length: 5,
    heap_base: 2048,
    checksum: checksum(module.HEAPU32, spans, 2048),
    libraries: { 17: "a.so" },
    references: { hiwireKeys: [] },
  };
  const files = new Map([
    ["blocks", blocks],
    ["spans", new Uint8Array(spans.buffer)],
  ]);
  assert.deepEqual(restore(module, 2048, { files, header, check: "" }), header.references);
  assert.deepEqual(
    [0, 1023, 1024, 2047, 2048, 3071, 3072, 4095, 4096, 5119].map((at) => module.HEAPU8[at]),
    [9, 9, 7, 7, 0, 0, 7, 7, 0, 0],
  );
  assert.equal(module.LDSO.loadedLibsByHandle[17].name, "a.so");
  const other = { files, header: { ...header, table_length: 6 }, check: "" };
  assert.throws(() => restore(module, 2048, other), /number of functions is 5 here and was 6/);
});
