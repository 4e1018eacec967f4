import assert from "node:assert/strict";
import { test } from "node:test";
import { atStation, openStep, stationOfWord } from "../../js/model/opened-step.js";
import { nextMistake, toldWrong } from "../../js/model/step-wrong.js";
import { wrongLine } from "../../js/ui/code/step-lines.js";
import { wrongText } from "../../js/ui/step/wrong-text.js";
import { recordOf } from "./step-record.js";
import { topologyOf } from "./topology.js";

const SIZES = [2, 3, 3, 1];
const TOPOLOGY = topologyOf(SIZES);
const RECORD = recordOf(SIZES);
const place = (/** @type {string} */ word) => stationOfWord(RECORD, word);

/** @param {string} word @param {string} first @param {string} message */
const wrong = (word, first, message) => ({
  station: place(word),
  first: place(first),
  message,
  compared_with: "the original code",
  found: 2,
  expected: 1,
});

/** Another activation on purpose, and a mistake in the biases of the last layer. @param {string} word @returns {any} */
function at(word) {
  const all_wrong = [
    wrong("forward.1.a", "forward.1.a", "a is not tanh(z)."),
    wrong("forward.2.a", "forward.1.a", "a is not tanh(z)."),
    wrong("backward.3.d_biases", "backward.3.d_biases", "It is no sum."),
  ];
  const opened = openStep({ ...RECORD, wrong: all_wrong[0], all_wrong });
  return atStation(opened, place(word));
}

test("the first that is wrong is named, and what else is wrong in itself", () => {
  assert.equal(
    wrongText(at("forward.batch"), /** @type {any} */ (TOPOLOGY)),
    "The first that is wrong, Hidden 1, a: a is not tanh(z). By what enters it, so is Output, d_biases.",
  );
});

test("at a station that is wrong its own numbers are told, and its line is marked", () => {
  const here = at("backward.3.d_biases");
  assert.match(wrongText(here, /** @type {any} */ (TOPOLOGY)), /^It is no sum\. Found 2/);
  assert.equal(wrongLine(here)?.message, "It is no sum.");
  assert.equal(wrongLine(at("loss.mean"))?.message, "a is not tanh(z).");
});

test("one goes from mistake to mistake, each where it is seen first, and round", () => {
  const goes = (/** @type {string} */ word) => nextMistake(at(word))?.station;
  assert.equal(goes("loss.mean"), place("forward.1.a"));
  assert.equal(goes("forward.1.a"), place("backward.3.d_biases"));
  assert.equal(goes("forward.2.a"), place("backward.3.d_biases"), "the same mistake in another layer");
  assert.equal(goes("backward.3.d_biases"), place("forward.1.a"));
});

test("while a mistake is to be found and no hint was given, nothing is told", () => {
  assert.deepEqual(toldWrong(at("forward.1.a"), { hunt: true }), []);
  assert.equal(toldWrong(at("forward.1.a"), { hunt: false }).length, 3);
});
