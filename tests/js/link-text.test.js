/** Links as they arrive: through mail, chat, forms, documents and phones. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { meant, withoutKeys } from "../../js/model/link-text.js";
import { linkKeys, readLink, toConfig } from "../../js/model/permalink.js";
import { CATALOG } from "./catalog.js";

const read = (/** @type {string} */ hash, search = "") => readLink(hash, CATALOG, search);
const MEANT = read("#dataset=xor&hidden=8,6&learning_rate=0.03&view=dark,tiles");

/** @param {string[]} hashes */
function assertAllMeant(hashes) {
  for (const hash of hashes) assert.deepEqual(read(hash), MEANT, hash);
}

test("ampersands that HTML, mail or a second encoding has changed still stand between pairs", () => {
  assertAllMeant([
    "#dataset=xor&amp;hidden=8,6&amp;learning_rate=0.03&amp;view=dark,tiles",
    "#dataset=xor&amp;amp;hidden=8,6&#38;learning_rate=0.03&#x26;view=dark,tiles",
    "#dataset=xor;hidden=8,6;learning_rate=0.03;view=dark,tiles",
    "#dataset=xor&&hidden=8,6&;learning_rate=0.03&view=dark,tiles&",
    "#dataset%3Dxor%26hidden%3D8%2C6%26learning_rate%3D0.03%26view%3Ddark%2Ctiles",
    "#dataset%3Dxor&hidden=8%252C6&learning_rate=0.03&view=dark%2Ctiles",
    "#dataset=xor&hidden=8,6#learning_rate=0.03#view=dark,tiles",
  ]);
});

test("what programs put before a link's first word is no part of it", () => {
  const rest = "dataset=xor&hidden=8,6&learning_rate=0.03&view=dark,tiles";
  assertAllMeant(
    ["##", "#/", "#!", "#!/", "#?", "#&", "# ", "#%23", "#%E2%80%8B", '#"'].map((start) => start + rest),
  );
});

test("what the sentence around a link leaves at its end is no part of it", () => {
  const start = "#dataset=xor&hidden=8,6&learning_rate=0.03&view=dark,tiles";
  const ends = [
    ")",
    ".",
    ",",
    "\n",
    "\u200b",
    "%0A",
    "%E2%80%8B",
    ").",
    '"',
    "”.",
    ">",
    "]",
    "!",
    "?",
    "/",
    "%20",
    "。",
    "&",
  ];
  assertAllMeant(ends.map((end) => start + end));
});

test("a value at the end is as good as one before it", () => {
  const ends = [")", ".", ",", "\u200b", "%20", "'", ").\n"];
  for (const end of ends) {
    assert.deepEqual(
      toConfig(read(`#seed=7&noise=0.5${end}`).settings, CATALOG),
      { seed: 7, data: { noise: 0.5 } },
      end,
    );
    assert.equal(read(`#seed=7&code=q1ZKSy-_${end}`).code, "q1ZKSy-_", end);
  }
});

test("what has been cut off is not completed", () => {
  for (const end of ["...", "…", ".."]) {
    const { settings } = read(`#seed=7&learning_rate=0.03${end}`);
    assert.equal(settings.get("learning_rate"), `0.03${end}`);
    assert.notEqual(read(`#code=q1ZKSy${end}`).code, "q1ZKSy");
  }
  assert.deepEqual(read("#dataset=xor&hidden").problems, ["“hidden” has no value"]);
  assert.deepEqual(read("#dataset=xor&hid").unknown, ["hid"]);
});

test("capitals, dashes and spaces of keys and names are as nothing", () => {
  assertAllMeant([
    "#Dataset=XOR&Hidden=8,6&LEARNING_RATE=0.03&View=Dark,TILES",
    "#dataset=Xor&hidden=8, 6&learning-rate=0.03&view=dark, tiles",
    "#dataset=xor&hidden=8,%206&learningRate=0.03&view=dark,+tiles",
    "#dataset = xor & hidden = 8 , 6 & learning rate = 0.03 & view = dark , tiles",
    "#dataset=%22xor%22&hidden=8,+6&learning_rate=0.03&view=dark,\u00a0tiles",
    "#dataset=xor&hidden=8，6&learning_rate=0.03&view=dark、tiles",
  ]);
  assert.deepEqual(read("#Pose=Hidden-Space:1&Connections=Gradients&sample=Mean").view, {
    ...read("#pose=hidden-space:1&connections=gradients&sample=mean").view,
  });
  assert.deepEqual(read("#hide=Dataset, Learning-Rate").hidden, ["dataset", "learning_rate"]);
  assert.deepEqual(read("#view=code:SGD.step").view, { code: true, code_part: "SGD.step" });
  const names = toConfig(
    read("#features=X1, x2 ,Sin_X1&activation=TanH,ReLU&stop_loss=None").settings,
    CATALOG,
  );
  assert.deepEqual(names.network.features, ["x1", "x2", "sin_x1"]);
  assert.deepEqual(names.network.activations, ["tanh", "relu"]);
  assert.equal(names.training.stop_loss, null);
});

test("no two keys, and no two names of a choice, differ in capitals or dashes alone", () => {
  const keys = linkKeys(CATALOG);
  for (const key of keys) assert.equal(meant(key.toUpperCase(), keys), key);
  for (const { choices } of CATALOG.fields) {
    const names = choices ? CATALOG[choices].map(({ name }) => name) : [];
    for (const name of names) assert.equal(meant(name.toUpperCase(), names), name);
  }
});

test("names of a link that brings code are left as they are: the code may have others", () => {
  assert.equal(read("#dataset=XOR&code=q1ZKSy").settings.get("dataset"), "XOR");
});

test("settings in the query are taken, and what others put there is not spoken of", () => {
  assert.deepEqual(read("", "?dataset=xor&hidden=8,6&learning_rate=0.03&view=dark,tiles"), MEANT);
  assert.deepEqual(
    read("#view=dark,tiles", "?utm_source=chat&Dataset=xor&hidden=8,6&learning_rate=0.03"),
    MEANT,
  );
  assert.deepEqual(
    read("#controls", "?dataset=xor&amp;hidden=8,6&amp;learning_rate=0.03&view=dark,tiles."),
    MEANT,
  );
  assert.deepEqual(read("", "?utm_source=chat&code"), read(""));
});

test("a query keeps what belongs to others", () => {
  const keys = linkKeys(CATALOG);
  assert.equal(withoutKeys("?dataset=xor&hidden=8,6", keys), "");
  assert.equal(withoutKeys("?utm_source=chat&Seed=1&v=%20a+b", keys), "?utm_source=chat&v=%20a+b");
  assert.equal(withoutKeys("?code&lang=de", keys), "?code&lang=de");
  assert.equal(withoutKeys("", keys), "");
});

test("a key that says two things says none, and is named", () => {
  const { settings, problems } = read("#seed=1&hidden=4&seed=2&hidden=4&Seed=3");
  assert.deepEqual([...settings], [["hidden", "4"]]);
  assert.deepEqual(problems, ["“seed” is there more than once, as “1” and “2” and “3”"]);
  assert.deepEqual(read("#view=dark&view=tiles").view, {});
  assert.equal(read("#view=dark&view=tiles").problems.length, 1);
  assert.equal(read("#code=abc&code=abd").code, "");
  assert.equal(read("#seed=2", "?seed=1").problems.length, 1);
});

test("a list with an empty place is named, and not taken", () => {
  for (const pair of ["hidden=8,,8", "hidden=,8", "features=x1,,x2", "activation=tanh,,relu", "hidden=,"]) {
    const { settings, problems } = read(`#${pair}&seed=1`);
    assert.deepEqual([...settings], [["seed", "1"]]);
    assert.deepEqual(problems, [`“${pair}” has nothing beside a comma`]);
  }
});
