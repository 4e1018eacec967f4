import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { packCode, textsOf, unpackCode } from "../../js/model/code-link.js";

const FILES = {
  "optimizers.py": 'parameters += rate * gradient  # "größer", 負\n'.repeat(300),
  "losses.py": "pass\n",
};

/** @param {string} text */
const wordOf = (text) => deflateRawSync(text).toString("base64url");

test("edited files come back from a word of letters that an address may hold", async () => {
  const word = await packCode(FILES);
  assert.match(String(word), /^[\w-]+$/);
  assert.ok(String(word).length < 400);
  assert.deepEqual(await unpackCode(String(word)), FILES);
});

test("of files whose originals are known, a word has what is different", async () => {
  const noise = Array.from({ length: 400 }, (_, line) => `line ${(line * 2654435761) % 4294967296}`);
  const original = noise.join("\n");
  const files = { "optimizers.py": original.replace(String(noise[200]), "mine"), "losses.py": "pass\n" };
  const originals = { "optimizers.py": original };
  const [word, whole] = [String(await packCode(files, originals)), String(await packCode(files))];
  assert.ok(word.length < whole.length / 10);
  const known = new Map([...Object.entries(originals), ["losses.py", "x\n"]]);
  for (const each of [word, whole]) assert.deepEqual(textsOf(await unpackCode(each), known), files);
  const newer = new Map([...known, ["optimizers.py", `# new\n${original}`]]);
  assert.equal(textsOf(await unpackCode(word), newer)["optimizers.py"], `# new\n${files["optimizers.py"]}`);
  const other = new Map([...known, ["optimizers.py", "all is new\n"]]);
  const linked = await unpackCode(word);
  assert.throws(() => textsOf(linked, other), {
    message: "what its code changes in optimizers.py is not there in this version",
  });
  assert.throws(() => textsOf({ "a.py": "x" }, known), {
    message: "its code is for “a.py”, which is no file here",
  });
});

test("nothing edited needs no word", async () => {
  assert.equal(await packCode({}), "");
});

test("code that is too long for a link is refused", async () => {
  let seed = 1;
  const noise = Array.from({ length: 30_000 }, () => {
    seed = (seed * 16807) % 2147483647;
    return seed.toString(36);
  });
  assert.equal(await packCode({ "losses.py": noise.join("") }), null);
});

test("a word that is damaged, or holds no texts by name, is refused", async () => {
  const word = String(await packCode(FILES));
  const others = ["", "!", "abc", word.slice(0, -9), wordOf("[]"), wordOf("{}"), wordOf("null")];
  for (const bad of [
    ...others,
    wordOf('{"a.py": 1}'),
    wordOf('{"a.py": [1]}'),
    wordOf('{"a.py": [[1, 2, 3]]}'),
    wordOf('["a"]'),
    wordOf("{"),
    wordOf('"text"'),
  ]) {
    await assert.rejects(unpackCode(bad), { message: "its code is damaged" }, bad);
  }
});

test("a word with one wrong letter, or in other capitals, is no other code", async () => {
  const word = String(await packCode(FILES));
  const isDamaged = { message: "its code is damaged" };
  for (let at = 0; at < word.length - 1; at++) {
    const wrong = word[at] === "A" ? "B" : "A";
    await assert.rejects(unpackCode(word.slice(0, at) + wrong + word.slice(at + 1)), isDamaged, String(at));
    await assert.rejects(unpackCode(word.slice(0, at)), isDamaged, String(at));
  }
  for (const other of [word.toLowerCase(), word.toUpperCase(), word + word]) {
    await assert.rejects(unpackCode(other), isDamaged);
  }
});

test("words of links from before there was a checksum are read", async () => {
  assert.deepEqual(await unpackCode(wordOf(JSON.stringify(FILES))), FILES);
});

test("a short word that unfolds to a flood is refused", async () => {
  const word = wordOf(JSON.stringify({ "losses.py": " ".repeat(50_000_000) }));
  assert.ok(word.length < 100_000);
  await assert.rejects(unpackCode(word), { message: "its code is damaged" });
});
