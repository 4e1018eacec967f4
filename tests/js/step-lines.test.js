import assert from "node:assert/strict";
import { test } from "node:test";
import { atStation, openStep, stationOfWord, stationWord } from "../../js/model/opened-step.js";
import { StepFollower } from "../../js/ui/code/step-follower.js";
import { partWith, stationAt, stationLine, wrongLine } from "../../js/ui/code/step-lines.js";
import { choose, NO_COPY, takeOver, typed } from "../../js/ui/code/working-copy.js";
import { recordOf } from "./step-record.js";

/** Lines of a file of ten, in which forward() computes z and a, and backward() the rest. */
const LINES = { z: 2, a: 3, d_a: 7, d_z: 8, d_weights: 9, d_biases: 10 };
const RECORD = {
  ...recordOf([2, 3, 1]),
  stations: recordOf([2, 3, 1]).stations.map((/** @type {any} */ one) => {
    const line = LINES[/** @type {keyof typeof LINES} */ (one.name)] ?? null;
    return { ...one, file: line === null ? null : "network.py", line };
  }),
};
const TEXT = Array.from({ length: 10 }, (_, at) => `line ${at + 1}`).join("\n");
const entry = (/** @type {string} */ name, /** @type {number} */ start, /** @type {number} */ end) => ({
  ...{ name, start, end, title: name, description: "", file: "network.py", original: null },
});
const COPY = takeOver(
  NO_COPY,
  {
    files: [
      { name: "network.py", text: TEXT, original: TEXT, description: "" },
      { name: "layers.py", text: "x", original: "x", description: "" },
    ],
    functions: [entry("forward", 1, 4), entry("backward", 6, 10)],
  },
  false,
);

const at = (/** @type {string} */ word) => atStation(openStep(RECORD), stationOfWord(RECORD, word));
const place = (/** @type {number} */ line) => ({ file: "network.py", line });
/** @param {ReturnType<typeof at>} opened @param {number} line */
const wordAt = (opened, line) => {
  const found = stationAt(opened, place(line));
  return found === null ? null : stationWord(RECORD.stations[found]);
};

test("a station has the line that computes it, and one that the code lacks has none", () => {
  assert.deepEqual(stationLine(at("forward.1.z")), place(2));
  assert.equal(stationLine(at("loss.mean")), null);
});

test("a line that several layers share brings the station of the layer that is looked at, or else the nearest", () => {
  assert.equal(wordAt(at("forward.1.a"), 2), "forward.1.z");
  assert.equal(wordAt(at("backward.2.d_z"), 9), "backward.2.d_weights");
  assert.equal(wordAt(at("loss.loss"), 2), "forward.2.z");
  assert.equal(wordAt(at("update.change"), 8), "backward.1.d_z");
  assert.equal(wordAt(at("forward.2.z"), 2), null, "it is looked at already");
  assert.equal(wordAt(at("forward.2.z"), 5), null, "it computes nothing");
});

test("a line is shown in its function, or in its file where files are shown, unless another text is in the editor", () => {
  assert.equal(partWith(COPY, place(8)), "backward");
  assert.equal(partWith(COPY, place(5)), "network.py");
  assert.equal(partWith(choose(COPY, "layers.py"), place(8)), "network.py");
  assert.equal(partWith(typed(choose(COPY, "forward"), "something else"), place(8)), null);
  assert.equal(partWith(NO_COPY, place(8)), null);
});

test("the line of the first wrong station is known with what is said of it", () => {
  const wrong = { station: stationOfWord(RECORD, "backward.1.d_z"), message: "It is not right." };
  const opened = openStep(/** @type {any} */ ({ ...RECORD, wrong }));
  assert.deepEqual(wrongLine(opened), { ...place(8), message: "It is not right." });
  assert.equal(wrongLine(at("forward.1.z")), null);
});

/** A follower, and what it has done. */
function begin(copy = COPY) {
  /** @type {any[]} */ const done = [];
  const held = { copy };
  const follower = new StepFollower({
    copy: () => held.copy,
    step: {
      onStation: (move) => done.push(stationWord(RECORD.stations[move(at("forward.batch")).at])),
      onOpenAt: (word) => done.push(`open ${word}`),
    },
    onShow: (name, { line }) => done.push(`${name}:${line}`),
    onMarks: () => done.push("marks"),
  });
  return { follower, done, held };
}

test("every station is shown at its line once, and the user may look elsewhere then", () => {
  const { follower, done } = begin();
  const opened = at("forward.1.z");
  follower.render(opened);
  follower.render(opened);
  follower.render({ ...opened, sample: 3 });
  assert.deepEqual(done, ["forward:2", "marks"]);
  assert.deepEqual(follower.station, place(2));
  follower.render(at("backward.2.d_z"));
  assert.deepEqual(done.slice(2), ["backward:8", "marks"]);
  follower.render(null);
  assert.deepEqual([done.at(-1), follower.station], ["marks", null]);
});

test("code that is still to come is shown when it is there", () => {
  const { follower, done, held } = begin(NO_COPY);
  follower.render(at("forward.1.z"));
  follower.bring(place(8));
  assert.deepEqual(done, ["marks"], "the caret is not the user's yet");
  held.copy = COPY;
  follower.follow();
  follower.follow();
  assert.deepEqual(done, ["marks", "forward:2"]);
});

test("the line at the caret brings its station, as long as the lines are those that run", () => {
  const { follower, done, held } = begin();
  follower.bring(place(8));
  assert.deepEqual(done, [], "no step is open");
  follower.render(at("loss.mean"));
  follower.follow();
  assert.deepEqual(done, ["marks"], "it is computed in no line that is known");
  follower.bring(place(7));
  assert.equal(done.at(-1), "backward.2.d_a", "but the user can go on from there");
  follower.render(at("forward.2.a"));
  follower.bring(place(8));
  assert.equal(done.at(-1), "backward.2.d_z");
  held.copy = typed(choose(COPY, "forward"), "something else");
  follower.bring(place(9));
  assert.equal(done.at(-1), "backward.2.d_z");
});

test("after an edit the step is opened again where it was", () => {
  const { follower, done } = begin();
  follower.leave()();
  assert.deepEqual(done, []);
  follower.render(at("backward.1.d_z"));
  const again = follower.leave();
  follower.render(null);
  again();
  assert.equal(done.at(-1), "open backward.1.d_z");
});
