/** Which axes a layer's space has, and what is said of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  placeOnWay,
  shownSpace,
  wantedSpace,
  withAxis,
  withLayer,
  withPlace,
} from "../../js/model/layer-space.js";
import { axisNames, spaceCaption } from "../../js/model/space-text.js";
import { FIRST_VIEW, readPose, readView, writePose, writeView } from "../../js/model/view.js";
import { networkOf } from "./scenery.js";

/** @param {number[]} sizes @param {string} [activation]  of all layers */
function topologyWith(sizes, activation = "tanh") {
  return /** @type {any} */ ({ ...networkOf(sizes), activations: sizes.slice(1).map(() => activation) });
}

/** @param {number[]} sizes @param {object} [changes] */
const shown = (sizes, changes = {}) => shownSpace({ ...FIRST_VIEW, ...changes }, { layer_sizes: sizes });

test("the last hidden layer is shown, along its units while there are three at most", () => {
  const whole = { fold: 1, before: null };
  assert.deepEqual(shown([2, 3, 1]), { layer: 1, axes: "units", units: [0, 1, 2], next: 0, ...whole });
  assert.deepEqual(shown([2, 8, 6, 3]), {
    ...whole,
    ...{ layer: 2, axes: "directions", units: [0, 1, 2], next: 0, before: 1 },
  });
  assert.deepEqual(shown([2, 2, 1]).units, [0, 1]);
  assert.deepEqual(shown([2, 1]), { layer: 0, axes: "units", units: [0, 1], next: 0, ...whole });
  assert.deepEqual(wantedSpace(FIRST_VIEW, { layer_sizes: [2, 8, 1] }), [1, null]);
  assert.deepEqual(wantedSpace({ ...FIRST_VIEW, fold_axes: "units" }, { layer_sizes: [2, 8, 1] }), [
    1,
    [0, 1, 2],
  ]);
});

test("what is chosen is shown where the network has it", () => {
  const choice = { fold_layer: 2, fold_axes: "units", fold_units: [5, 0, 3], fold_next: 1 };
  /** @param {number[]} sizes @param {object} changes */
  const space = (sizes, changes) => {
    const { fold: _, before: __, ...rest } = shown(sizes, changes);
    return rest;
  };
  assert.deepEqual(space([2, 4, 6, 3], choice), { layer: 2, axes: "units", units: [5, 0, 3], next: 1 });
  assert.deepEqual(space([2, 4, 5, 1], choice), { layer: 2, axes: "units", units: [0, 1, 2], next: 0 });
  assert.deepEqual(space([2, 4, 1], choice), { layer: 2, axes: "units", units: [0], next: null });
  assert.deepEqual(space([2, 1], choice), { layer: 0, axes: "units", units: [0, 1], next: 1 - 1 });
  assert.deepEqual(shown([2, 6, 1], { fold_units: [1, 1, 2] }).units, [0, 1, 2]);
});

test("a unit that comes to an axis changes places with the one that it has been along", () => {
  const view = { ...FIRST_VIEW, fold_units: [4, 0, 3] };
  const topology = { layer_sizes: [2, 8, 1] };
  assert.deepEqual(withAxis(view, topology, 0, 7), { fold_units: [7, 0, 3] });
  assert.deepEqual(withAxis(view, topology, 0, 3), { fold_units: [3, 0, 4] });
  assert.deepEqual(withLayer(2), { fold_layer: 2, fold_units: null, fold_next: 0 });
});

test("a link says the space of a layer, its axes, its pane and how far it is folded", () => {
  assert.deepEqual(readPose("hidden-space:2"), { pose: "space_of_layer", fold_layer: 2 });
  assert.equal(writePose({ pose: "space_of_layer", pane: 1, fold_layer: 2 }), "hidden-space:2");
  assert.equal(writePose({ pose: "space_of_layer", pane: 1, fold_layer: null }), "hidden-space");
  const text = "axes:units,units:2,5,1,pane_of:3,fold:0.25";
  const { view, unknown } = readView(text);
  assert.deepEqual(view, { fold_axes: "units", fold_units: [1, 4, 0], fold_next: 2, fold: 0.25 });
  assert.deepEqual(unknown, []);
  assert.equal(writeView(view), text);
  assert.equal(readView("axes:up,units:0,1,units:1,2,3,4,pane_of:0,fold:2,fold:x").unknown.length, 6);
});

test("axes are named by their units, or by the share that they hold", () => {
  const topology = topologyWith([2, 8, 1]);
  const space = /** @type {any} */ ({ layer: 1, units: [3, 0, 7], shares: null });
  assert.deepEqual(axisNames(space, topology), ["unit 4", "unit 1", "unit 8"]);
  assert.deepEqual(axisNames({ ...space, layer: 0, units: [0, 1] }, topology), ["x₁", "x₂"]);
  assert.deepEqual(axisNames({ ...space, layer: 2, units: [0] }, topology), ["ŷ"]);
  const shares = [0.616, 0.3, null];
  assert.deepEqual(axisNames({ ...space, units: null, shares }, topology), [
    "1st (62 %)",
    "2nd (30 %)",
    "3rd (–)",
  ]);
});

/** @param {number[]} sizes @param {object} [changes] @param {any} [layer_space] @param {string} [activation] */
const caption = (sizes, changes = {}, layer_space = null, activation = "tanh") =>
  spaceCaption({
    view: { ...FIRST_VIEW, ...changes },
    topology: topologyWith(sizes, activation),
    layer_space,
  }).replaceAll("\u00a0", " ");

test("the caption says what is seen, and calls what is between two states interpolated", () => {
  assert.match(caption([2, 3, 1]), /as hidden layer 1 folds it, each axis one unit's value/);
  assert.match(caption([2, 3, 1]), /where output ŷ is 0: w · h \+ b = 0\.$/);
  assert.match(caption([2, 3, 1], {}, null, "sigmoid"), /output ŷ is 0\.5/);
  assert.match(
    caption([2, 3, 2, 1], { fold_layer: 1 }, null, "relu"),
    /unit 1 of hidden layer 2 begins to answer/,
  );
  assert.match(caption([2, 3, 1], { fold: 0.4 }), /^Interpolated: 40 %/);
  assert.match(caption([2, 3, 1], { fold: 0.4 }), /from the flat plane to what hidden layer 1 makes of it/);
  assert.match(
    caption([2, 3, 3, 1], { fold: 0.4 }),
    /from what hidden layer 1 has to what hidden layer 2 makes of it/,
  );
  assert.match(caption([2, 3, 1], { fold: 0 }), /flat/);
  for (const fold of [0, 1]) assert.doesNotMatch(caption([2, 3, 1], { fold }), /nterpolated/);
  assert.doesNotMatch(caption([2, 3, 1], { fold_layer: 2 }), /pane/);
});

test("of main directions it says what they hold, and of a pane for which values it stands", () => {
  const shares = [0.6, 0.3, 0.07];
  const text = caption([2, 8, 1], {}, { layer: 1, units: null, shares });
  assert.match(text, /main directions of its 8 units; these hold 97 %/);
  assert.match(text, /as far as values differ from the samples' mean along these axes alone\.$/);
  assert.doesNotMatch(caption([2, 8, 1], {}, { layer: 0, units: null, shares }), /hold/);
  assert.match(caption([2, 8, 1], { fold_axes: "units" }), /along these axes alone/);
});

test("the slider leads from the flat plane through every layer, and each place on it is one way to say it", () => {
  const topology = topologyWith([2, 6, 5, 1]);
  for (let step = 0; step <= 60; step++) {
    const view = { ...FIRST_VIEW, ...withPlace(FIRST_VIEW, topology, step / 20) };
    const { at, end } = placeOnWay(view, topology);
    assert.ok(Math.abs(at - step / 20) < 1e-9);
    assert.equal(end, 3);
    const isBetween = step % 20 !== 0;
    assert.equal(/nterpolated/.test(spaceCaption({ view, topology, layer_space: null })), isBetween);
  }
  const inputs = { ...FIRST_VIEW, fold_layer: 0, fold: 0.25 };
  assert.deepEqual(placeOnWay(inputs, topology), { at: 0.25, end: 1 });
  assert.deepEqual(withPlace(inputs, topology, 0.5), { fold: 0.5 });
});

test("a layer is reached with its own axes: those that were chosen of another are not taken along", () => {
  const topology = topologyWith([2, 6, 5, 1]);
  const view = { ...FIRST_VIEW, fold_layer: 1, fold_units: [5, 0, 3], fold_next: 4 };
  assert.deepEqual(withPlace(view, topology, 0.5), { fold: 0.5 });
  assert.deepEqual(withPlace(view, topology, 1.5), {
    ...{ fold_layer: 2, fold_units: null, fold_next: 0, fold: 0.5 },
  });
});

test("on the way between two layers the worker is asked for both, elsewhere for one", () => {
  const topology = topologyWith([2, 8, 3, 1]);
  const asked = (/** @type {object} */ changes) => wantedSpace({ ...FIRST_VIEW, ...changes }, topology);
  assert.deepEqual(asked({ fold_layer: 2, fold: 0.5 }), [2, [0, 1, 2], [1, null]]);
  assert.deepEqual(asked({ fold_layer: 2 }), [2, [0, 1, 2]]);
  assert.deepEqual(asked({ fold_layer: 2, fold: 0 }), [1, null]);
  assert.deepEqual(asked({ fold_layer: 1, fold: 0.5 }), [1, null]);
});
