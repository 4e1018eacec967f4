import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeEvents } from "../../js/model/initial.js";

/** @param {Float32Array|Float64Array} array */
const encode = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

test("the build's arrays are read from base64", () => {
  const [event] = /** @type {any[]} */ (
    decodeEvents([
      {
        type: "state",
        step: 3,
        grid: { dtype: "float32", length: 2, base64: encode(Float32Array.of(1.5, -2)) },
        history: { dtype: "float64", length: 1, base64: encode(Float64Array.of(0.1)) },
      },
    ])
  );
  assert.deepEqual(event, {
    type: "state",
    step: 3,
    grid: Float32Array.of(1.5, -2),
    history: Float64Array.of(0.1),
  });
});

test("numbers survive to the bit, those that are no numbers included", () => {
  const values = Float64Array.of(Math.PI, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324);
  const [event] = /** @type {any[]} */ (
    decodeEvents([{ history: { dtype: "float64", length: 5, base64: encode(values) } }])
  );
  assert.deepEqual(event.history, values);
});

test("an array has a buffer of its own, so that it can be uploaded or transferred", () => {
  const [event] = /** @type {any[]} */ (
    decodeEvents([{ grid: { dtype: "float32", length: 3, base64: encode(Float32Array.of(1, 2, 3)) } }])
  );
  assert.equal(event.grid.byteOffset, 0);
  assert.equal(event.grid.buffer.byteLength, 12);
});

test("everything else stays as it is, and so do the events that were given", () => {
  const given = [
    { type: "topology", layer_sizes: [2, 1], config: { seed: 0 }, edits: { undo: null } },
    {
      type: "state",
      sample: null,
      grid: { dtype: "float32", length: 1, base64: encode(Float32Array.of(1)) },
    },
  ];
  const before = structuredClone(given);
  const events = /** @type {any[]} */ (decodeEvents(given));
  assert.deepEqual(events[0], given[0]);
  assert.equal(events[1].sample, null);
  assert.deepEqual(given, before);
});
