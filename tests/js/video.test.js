import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_PAST, withJournal } from "../../js/model/past.js";
import { filmRun } from "../../js/ui/export/filming.js";
import { captionOf, fitting, pictureRoom } from "../../js/ui/export/video-frame.js";
import {
  lengthInWords,
  MAX_FRAMES,
  planVideo,
  VideoRefusal,
  wholeRun,
} from "../../js/ui/export/video-plan.js";

const RANGE = { first: 0, end: 10_000 };

test("a slow video has a frame for every step, the first and the last among them", () => {
  const { steps, framesPerSecond, seconds } = planVideo({ from: 3, to: 12, rate: 5 }, RANGE);
  assert.deepEqual(steps, [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.deepEqual([framesPerSecond, seconds], [5, 2]);
});

test("a fast one has thirty frames a second, evenly over the steps, and ends with the last", () => {
  const plan = planVideo({ from: 0, to: 10, rate: 100 }, RANGE);
  assert.deepEqual(plan, { framesPerSecond: 30, steps: [0, 3, 7, 10], seconds: 4 / 30 });
  assert.deepEqual(planVideo({ from: 0, to: 100, rate: 100_000 }, RANGE).steps, [0, 100]);
  assert.equal(lengthInWords(plan), "4 frames, 0.1 s");
  assert.equal(lengthInWords(planVideo({ from: 7, to: 7, rate: 1 }, RANGE)), "1 frame, 1 s");
});

test("at first it is the whole run in about ten seconds", () => {
  for (const end of [1, 7, 50, 99, 812, 1240, 10_000, 3_000_000]) {
    const moments = wholeRun({ first: 0, end });
    assert.deepEqual([moments.from, moments.to], [0, end]);
    const { seconds } = planVideo(moments, { first: 0, end });
    assert.ok(seconds <= 31 && (seconds >= 10 || end < 10), `${end}: ${seconds} s`);
  }
});

test("what cannot be filmed is refused by its field, with the rule and the value", () => {
  const refused = [
    [{ from: -1 }, "from", /^From step must be a whole number from 0 to 10000, but is −?-?1/],
    [{ from: 2.5 }, "from", /but is 2.5/],
    [{ to: 10_001 }, "to", /^To step must be a whole number from 0 to 10000, but is 10001/],
    [{ from: 8, to: 7 }, "to", /^To step must be a whole number from 8 to 10000, but is 7/],
    [{ rate: 0 }, "rate", /^Steps per second must be a whole number from 1 to 100000, but is 0/],
    [{ to: 10_000, rate: 1 }, "rate", /at most 3\u202f600 frames, but this has 10\u202f001/],
  ];
  for (const [changes, field, message] of refused)
    assert.throws(
      () => planVideo({ from: 0, to: 10, rate: 5, .../** @type {any} */ (changes) }, RANGE),
      (error) =>
        error instanceof VideoRefusal &&
        error.field === field &&
        /** @type {RegExp} */ (message).test(error.message),
    );
  assert.equal(planVideo({ from: 0, to: MAX_FRAMES - 1, rate: 1 }, RANGE).steps.length, MAX_FRAMES);
  assert.throws(() => planVideo({ from: 0, to: 0, rate: 1 }, { first: 0, end: 0 }), /no step yet/);
});

test("the caption has the numbers of the state, and none where there is none", () => {
  /** @type {any} */
  const state = {
    catalog: { datasets: [{ name: "saddle", label: "Saddle" }] },
    config: { data: { dataset: "saddle" } },
    topology: { layer_sizes: [2, 4, 1] },
    dataset: { name: "saddle", task: "regression" },
    network: { step: 1234, epoch: 7, train_loss: 0.25, test_loss: null },
  };
  assert.deepEqual(
    captionOf(state).map(({ label, text }) => `${label}: ${text}`),
    ["2-4-1: Saddle", "Step: 1\u202f234", "Epoch: 7", "Train loss: 0.2500", "Test loss: –"],
  );
  const network = { ...state.network, train_accuracy: 0.5, test_accuracy: 1 };
  const texts = captionOf({ ...state, network, dataset: { name: "saddle", task: "binary" } }).map(
    ({ text }) => text,
  );
  assert.deepEqual(texts.slice(-2), ["50.0\u202f%", "100.0\u202f%"]);
});

test("the picture has its shape, and room above the caption", () => {
  const room = pictureRoom({ width: 640, height: 360 });
  assert.ok(room.height < 320 && room.width === 640);
  assert.equal(fitting({ width: 1280, height: 100 }, room), 0.5);
  assert.equal(fitting({ width: 100, height: 2 * room.height }, room), 0.5);
});

/** A page with a run of 9 steps, a change at step 4, and what it is asked. */
function page({ status = "stopped", redo = false } = {}) {
  const entries = [0, 1].map((id) => ({
    id,
    parent: id ? 0 : null,
    step: id ? 4 : 0,
    begins: id === 0,
    code: null,
  }));
  /** @type {any} */
  const news = { entries, dropped: [], now: [1, 9], back: [], reached: [[0, 4], [1, 9]], marks: [] }; // biome-ignore format: one line
  const past = withJournal(NO_PAST, { ...news, forward: redo ? [[1, 9]] : [] });
  const state = { status, past, leaf: 1, view: { pose: "space" }, network: { run_id: 1, entry: 1, step: 9 } };
  /** @type {string[]} */
  const asked = [];
  const request = async (/** @type {string} */ name, /** @type {any} */ params) => {
    asked.push([name, ...Object.values(params)].join(" "));
    if (name !== "go_to") return state.network;
    const { run_id } = state.network;
    setTimeout(() => Object.assign(state, { network: { run_id: run_id + 1, ...params } }));
    return { run_id: run_id + 1, ...params };
  };
  return { asked, sources: /** @type {any} */ ({ request, getState: () => state, isDrawn: () => true }) };
}

test("filming goes to each moment when the page shows it, and back to where the run was", async () => {
  const { asked, sources } = page({ status: "training" });
  /** @type {number[]} */
  const seen = [];
  const onMoment = async (/** @type {any} */ { network }) => {
    seen.push(network.step);
  };
  await filmRun(sources, [3, 5], onMoment, new AbortController().signal);
  assert.deepEqual(seen, [3, 5]);
  assert.deepEqual(asked, ["stop_training", "go_to 0 3", "go_to 1 5", "go_to 1 9", "start_training"]);
});

test("it goes back as well when it is stopped or fails, and redo leads where it led", async () => {
  const abort = new AbortController();
  const { asked, sources } = page({ redo: true });
  const onMoment = async () => abort.abort();
  await assert.rejects(filmRun(sources, [3, 5], onMoment, abort.signal), { name: "AbortError" });
  assert.deepEqual(asked, ["stop_training", "go_to 0 3", "go_to 1 9", "go_to 1 9"]);
});
