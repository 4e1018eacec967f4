import assert from "node:assert/strict";
import { test } from "node:test";
import {
  atStation,
  describeStation,
  firstStation,
  isComputed,
  isStationWord,
  lastStation,
  nextPhase,
  nextStation,
  ofText,
  openStep,
  previousPhase,
  previousStation,
  stationOf,
  stationOfWord,
  stationWord,
  withSample,
} from "../../js/model/opened-step.js";
import { recordOf } from "./step-record.js";
import { topologyOf } from "./topology.js";

const RECORD = recordOf([2, 3, 1]);
/** @type {any} */
const TOPOLOGY = topologyOf([2, 3, 1]);
/** @param {string} word @param {number|null} [sample] */
const openAt = (word, sample = null) => openStep(RECORD, { station: word, sample });
/** @param {import("../../js/model/opened-step.js").OpenedStep} opened */
const wordOf = (opened) => stationWord(stationOf(opened));

test("a step is opened at its first station, of the batch", () => {
  const opened = openStep(RECORD);
  assert.equal(wordOf(opened), "forward.batch");
  assert.equal(opened.sample, null);
});

test("an address opens it at any station, and one that the network lacks gives way to the first", () => {
  for (const station of RECORD.stations)
    assert.equal(wordOf(openAt(stationWord(station))), stationWord(station));
  assert.equal(wordOf(openAt("backward.7.d_z")), "forward.batch");
  assert.equal(stationOfWord(RECORD, "backward.7.d_z"), -1);
});

test("a station's word is recognised, whatever the network", () => {
  assert.ok(RECORD.stations.map(stationWord).every(isStationWord));
  for (const text of ["", "backward", "backward.0.d_z", "sideways.2.z", "forward.1.2.z"])
    assert.ok(!isStationWord(text), text);
});

test("one goes from station to station, and stops at both ends", () => {
  let opened = openStep(RECORD);
  const words = [wordOf(opened)];
  for (let next = nextStation(opened); next !== opened; next = nextStation(opened)) {
    assert.equal(wordOf(previousStation(next)), words.at(-1));
    opened = next;
    words.push(wordOf(opened));
  }
  assert.deepEqual(words, RECORD.stations.map(stationWord));
  assert.equal(wordOf(lastStation(openStep(RECORD))), "update.new_value");
  assert.equal(wordOf(firstStation(opened)), "forward.batch");
  assert.equal(previousStation(openStep(RECORD)).at, 0);
});

test("one goes from phase to phase, back first to the beginning of the own one", () => {
  const forward = openAt("forward.1.a");
  assert.equal(wordOf(nextPhase(forward)), "loss.loss");
  assert.equal(wordOf(nextPhase(nextPhase(forward))), "backward.2.d_a");
  assert.equal(wordOf(nextPhase(openAt("backward.1.d_z"))), "update.penalty");
  assert.equal(wordOf(nextPhase(openAt("update.clipping"))), "update.new_value");
  assert.equal(wordOf(previousPhase(openAt("backward.1.d_z"))), "backward.2.d_a");
  assert.equal(wordOf(previousPhase(openAt("backward.2.d_a"))), "loss.loss");
  assert.equal(wordOf(previousPhase(forward)), "forward.batch");
});

test("what has been computed at a station or before is known there, and nothing else", () => {
  const at = openAt("backward.2.d_weights");
  assert.ok(isComputed(at, "a", 0), "the inputs");
  assert.ok(isComputed(at, "z", 2));
  assert.ok(isComputed(at, "d_z", 2));
  assert.ok(isComputed(at, "d_weights", 2));
  assert.ok(!isComputed(at, "d_biases", 2));
  assert.ok(!isComputed(at, "d_z", 1));
  assert.ok(!isComputed(at, "change"));
  assert.ok(!isComputed(at, "d_z", 9), "there is no such layer");
});

test("what the code does not have is never computed", () => {
  assert.ok(!isComputed(lastStation(openStep(RECORD)), "penalty"));
  assert.ok(isComputed(lastStation(openStep(RECORD)), "change"));
});

test("of the samples only those that are kept are looked at", () => {
  const opened = openStep(RECORD, { sample: 17 });
  assert.equal(opened.sample, 17);
  assert.equal(withSample(opened, 17), opened);
  assert.equal(withSample(opened, 4).sample, null);
  assert.equal(atStation(opened, 3).sample, 17);
});

test("every station says in words where it is, and of what its numbers are", () => {
  assert.equal(describeStation(openAt("backward.1.d_z"), TOPOLOGY), "backward, hidden 1, d_z, mean of 3");
  assert.equal(describeStation(openAt("forward.2.a", 17), TOPOLOGY), "forward, output, a, sample 18");
  assert.equal(
    describeStation(openAt("backward.1.d_weights"), TOPOLOGY),
    "backward, hidden 1, d_weights, sum over 3",
  );
  assert.equal(describeStation(openAt("update.new_value", 17), TOPOLOGY), "update, new value, the step");
  assert.equal(describeStation(openAt("update.penalty"), TOPOLOGY), "update, penalty, not there");
  assert.equal(ofText(openAt("loss.mean", 17)), "mean of 3");
});
