import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeHistogram,
  describeQuietUnits,
  formatEnd,
  histogramOf,
} from "../../js/charts/distribution-text.js";

const TOPOLOGY = /** @type {import("../../js/protocol.js").TopologyEvent} */ (
  /** @type {unknown} */ ({
    layer_sizes: [2, 4, 3, 1],
    unit_offsets: [0, 2, 6, 9],
    input_labels: ["x₁", "x₂"],
    output_labels: ["ŷ"],
  })
);

test("each kind and layer has its own counts and range", () => {
  const counts = Float32Array.from({ length: 3 * 2 * 2 }, (_, index) => index);
  const ranges = Float32Array.from({ length: 3 * 2 * 2 }, (_, index) => -index);
  const found = histogramOf({ n_bins: 2, counts, ranges, dead_units: [], saturated_units: [] }, 2, 1);
  assert.deepEqual([...found.counts], [10, 11]);
  assert.deepEqual(found.range, [-10, -11]);
});

test("dead and saturated units are named within their layer", () => {
  const quiet = { dead_units: [4, 6], saturated_units: [2, 3, 5] };
  assert.deepEqual(describeQuietUnits(quiet, 1, TOPOLOGY), [
    "Hidden 1: unit 3 is dead: it gives the same for every training sample.",
    "Hidden 1: units 1, 2 and 4 are saturated: each is at an end of its range for nearly all training samples.",
  ]);
  assert.equal(describeQuietUnits(quiet, 2, TOPOLOGY).length, 1);
  assert.deepEqual(describeQuietUnits(quiet, 3, TOPOLOGY), []);
});

test("the ends of an axis are short", () => {
  assert.deepEqual([0, -1.234, 123.4, 1e6, -0.000123].map(formatEnd), [
    "0",
    "−1.2",
    "123",
    "1.0e+6",
    "−1.2e−4",
  ]);
});

test("a histogram is told, and that it has no numbers", () => {
  const histogram = { counts: Float32Array.of(1, 5, 2, 0), range: /** @type {[number, number]} */ ([-2, 2]) };
  assert.equal(
    describeHistogram("activations", histogram),
    "activations from −2 to 2, most of them from −1 to 0",
  );
  const empty = { counts: new Float32Array(4), range: /** @type {[number, number]} */ ([0, 0]) };
  assert.equal(describeHistogram("activations", empty), "activations: not finite");
});
