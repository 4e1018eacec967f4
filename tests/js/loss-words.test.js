/** The surface of the loss in words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  axisEnds,
  axisNames,
  lossCaption,
  shortParameterName,
  withParameter,
} from "../../js/model/loss-surface.js";
import { readView, writeView } from "../../js/model/view.js";

/** @import {LossSurface, TopologyEvent} from "../../js/protocol.js" */

/** A network 2-3-1. @type {TopologyEvent} */
const TOPOLOGY = /** @type {any} */ ({
  ...{ layer_sizes: [2, 3, 1], unit_offsets: [0, 2, 5], weight_offsets: [0, 9], bias_offsets: [6, 12] },
  ...{ input_labels: ["x₁", "x₂"], output_labels: ["ŷ"], n_parameters: 13 },
});
/** @type {LossSurface} */
const OF_PATH = {
  ...{ step: 9, samples: "train", loss: 0.5, size: 11, losses: new Float32Array(121), half_widths: [2, 0.5] },
  ...{ parameters: null, values: null, moved: [4, 12], shares: [0.83, 0.1649] },
  path: Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 0.123, 0.25),
};

test("axes are called after parameters, or after directions and what they hold", () => {
  assert.deepEqual(axisNames({ parameters: [4, 12], shares: null }, TOPOLOGY), [
    "weight x₁ → unit 3",
    "bias of ŷ",
  ]);
  assert.deepEqual(axisNames(OF_PATH, TOPOLOGY), ["1st direction (83\u202f%)", "2nd direction (16\u202f%)"]);
  const deep = /** @type {any} */ ({
    ...{ layer_sizes: [1, 1, 1, 1], unit_offsets: [0, 1, 2, 3], weight_offsets: [0, 2, 4] },
    ...{ bias_offsets: [1, 3, 5], input_labels: ["x₁"], output_labels: ["ŷ"] },
  });
  assert.equal(shortParameterName(2, deep), "weight unit 1 of hidden 1 → unit 1 of hidden 2");
});

test("the ends of an axis are the parameter's own values, or distances along a direction", () => {
  assert.deepEqual(axisEnds({ values: [1.5, -3], half_widths: [1, 2] }), [
    [0.5, 2.5],
    [-5, -1],
  ]);
  assert.deepEqual(axisEnds(OF_PATH), [
    [-2, 2],
    [-0.5, 0.5],
  ]);
});

test("the caption says whose loss it is, how much of the path the plane holds and how far off it goes", () => {
  const caption = lossCaption(OF_PATH, { asked: "path", isLog: false });
  assert.match(caption, /train loss, without penalties/);
  assert.match(caption, /holds 99.4\u202f%/);
  assert.match(caption, /up to 0.25 off the plane/);
  assert.doesNotMatch(caption, /logarithmic|no path/);
  const early = { ...OF_PATH, parameters: /** @type {[number, number]} */ ([0, 1]), shares: null };
  assert.match(lossCaption(early, { asked: "path", isLog: true }), /no path yet.*logarithmic/);
  assert.match(lossCaption({ ...OF_PATH, samples: "test" }, { asked: "path", isLog: true }), /test loss/);
});

test("another parameter for one axis leaves two that differ", () => {
  assert.deepEqual(withParameter([3, 7], 0, 5), [5, 7]);
  assert.deepEqual(withParameter([3, 7], 0, 7), [7, 3]);
  assert.deepEqual(withParameter([3, 7], 1, 3), [7, 3]);
});

test("a link says over which plane the loss is", () => {
  const said = {
    loss_directions: /** @type {[number, number]} */ ([3, 7]),
    loss_samples: /** @type {const} */ ("test"),
    loss_extent: 2,
  };
  assert.equal(writeView(said), "loss_over:3,7,loss_test,loss_extent:2");
  assert.deepEqual(readView(writeView(said)), { view: said, unknown: [] });
  assert.deepEqual(readView("loss_over:3,3,loss_extent:0").unknown, ["loss_over:3,3", "loss_extent:0"]);
  assert.equal(writeView({ loss_directions: "path", loss_samples: "train", loss_extent: 1 }), "");
});
