import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, deflateSync } from "node:zlib";
import { packWeights, parametersOf, unpackWeights } from "../../js/model/weights-link.js";

const VALUES = [0.1, -0, 1 / 3, 5e-324, -1.7976931348623157e308, 2 ** -1022, 0.30000000000000004];
const STATE = {
  weights: [[VALUES.slice(0, 2), VALUES.slice(2, 4)], [VALUES.slice(4, 6)]],
  biases: [[1, 2], [VALUES[6] ?? null]],
};
const DAMAGED = { message: "its “weights” are damaged" };

/** @param {string} parameters */
function numbersOf(parameters) {
  const bytes = Buffer.from(parameters, "base64");
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(8 * index));
}

/** @param {number} count */
function noise(count) {
  let seed = 1;
  const values = Array.from({ length: count }, () => {
    seed = (seed * 16807) % 2147483647;
    return Math.sin(seed);
  });
  return { weights: [[values]], biases: [[]] };
}

test("weights and biases come back from a word of letters in the order of parameters, to the last bit", async () => {
  const parameters = String(parametersOf(STATE));
  const word = String(await packWeights(parameters));
  assert.match(word, /^[\w-]+$/);
  assert.equal(await unpackWeights(word), parameters);
  const [a, b, c, d, e, f, g] = VALUES;
  const numbers = numbersOf(parameters);
  assert.equal(numbers.length, 9);
  for (const [index, value] of [a, b, c, d, 1, 2, e, f, g].entries())
    assert.ok(Object.is(numbers[index], value), String(index));
});

test("weights that are not finite have no link", () => {
  assert.equal(parametersOf({ weights: [[[null]]], biases: [[0]] }), null);
});

test("as many weights as a small network has fit, and as many as a large one are too many", async () => {
  assert.equal(typeof (await packWeights(String(parametersOf(noise(1185))))), "string"); // 2-32-32-1
  assert.equal(await packWeights(String(parametersOf(noise(4417)))), null); // 2-64-64-1
});

test("what is no base64, as a file may have it, has no link", async () => {
  assert.equal(await packWeights("ä!"), null);
});

test("a word with one wrong letter is no other weights, and one that is cut or of no whole numbers is refused", async () => {
  const parameters = String(parametersOf(STATE));
  const word = String(await packWeights(parameters));
  for (let at = 0; at < word.length - 1; at++) {
    const wrong = word[at] === "A" ? "B" : "A";
    const other = await unpackWeights(word.slice(0, at) + wrong + word.slice(at + 1)).catch(() => null);
    assert.ok(other === null || other === parameters, String(at)); // some bits mean nothing
    await assert.rejects(unpackWeights(word.slice(0, at)), DAMAGED, String(at));
  }
  const others = [deflateSync("seven b"), deflateSync(""), deflateSync(Buffer.alloc(2_000_000))];
  for (const bytes of others) await assert.rejects(unpackWeights(bytes.toString("base64url")), DAMAGED);
  for (const bad of ["!", "ä", word.toUpperCase(), word + word]) {
    await assert.rejects(unpackWeights(bad), DAMAGED);
  }
});

test("a flood in a short word is refused", async () => {
  const word = deflateRawSync(Buffer.alloc(50_000_000)).toString("base64url");
  await assert.rejects(unpackWeights(word), DAMAGED);
});
