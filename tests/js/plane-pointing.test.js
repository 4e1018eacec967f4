/** Which sample of the scene's output map a press means: the one that is seen there, at the height of its target. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fitEye, lineOfSight, projection } from "../../js/scene/plan/fit.js";
import { homeLook } from "../../js/scene/plan/look.js";
import { cornersOf } from "../../js/scene/plan/placement.js";
import { PlanePointing } from "../../js/scene/plane-pointing.js";
import { marginsOf, networkOf, POSE_NAMES, placed } from "./scenery.js";

const SIZE = { width: 1440, height: 900 };
const REACH = 6; // CSS px, as of a mouse
// Far from each other; the last two are test samples.
const PLACES = /** @type {[number, number, number][]} */ ([
  [-4, -3, 0],
  [4, 4, 1],
  [-4, 4, 1],
  [4, -3, 0],
  [0, 1, 0],
  [2, 1, 1],
]);
const N_TRAIN = 4;

/** @param {number[]} sizes @param {import("../../js/model/poses.js").PoseName} name */
function setUp(sizes, name) {
  const n_outputs = Number(sizes.at(-1));
  const topology = networkOf(sizes);
  const placement = placed(sizes, name, SIZE, n_outputs > 1 ? { map: "beside" } : {});
  const look = homeLook(name);
  const eye = fitEye(
    placement.plates.flatMap((plate) => cornersOf(plate)),
    look,
    SIZE,
    marginsOf(SIZE),
  );
  const project = projection(eye, look, SIZE);
  const reliefShare = name === "diagram" ? 0 : 1;
  const viewpoint = { placement, project, sight: lineOfSight(eye, look, SIZE), reliefShare };
  const pointing = new PlanePointing(
    /** @type {any} */ (viewpoint),
    /** @type {any} */ ({ hasTiles: true, responseScales: new Float32Array(topology.n_units).fill(1) }),
  );
  const part = (/** @type {typeof PLACES} */ places) => ({
    inputs: Float32Array.from([0, 1].flatMap((axis) => places.map((place) => Number(place[axis])))),
    targets: Float32Array.from(
      Array.from({ length: n_outputs }, (_, row) =>
        places.map((place) => Number(n_outputs === 1 ? place[2] : place[2] === row)),
      ).flat(),
    ),
  });
  const [train, apart] = [part(PLACES.slice(0, N_TRAIN)), part(PLACES.slice(N_TRAIN))];
  const dataset = {
    ...{ domain: [-6, 6], target_range: [0, 1], n_inputs: 2, n_outputs, task: "binary" },
    ...{ train_inputs: train.inputs, train_targets: train.targets },
    ...{ test_inputs: apart.inputs, test_targets: apart.targets },
  };
  const size = 5;
  const state = {
    ...{ topology, dataset, grid: new Float32Array(size * size * n_outputs).fill(0.5) },
    unit_grids: new Float32Array(size * size * topology.n_units),
  };
  pointing.update(/** @type {any} */ (state));
  const { map, spots } = placement;
  const target = n_outputs > 1 ? /** @type {const} */ ("map") : topology.n_units - 1;
  const [x = 0, y = 0, z = 0, half = 0] = map ?? spots.subarray(-4);
  /** @param {number} sample */
  const pixelOf = (sample) => {
    const [x1, x2, level] = PLACES[sample] ?? [0, 0, 0];
    const height = n_outputs > 1 ? 1 : level; // of several classes each stands at 1, its own class's
    return project([
      x + (x1 / 6) * half,
      y + (x2 / 6) * half,
      z + half * (0.01 + 0.6 * reliefShare * height),
    ]);
  };
  return { pointing, target, pixelOf };
}

test("a press near a training sample means that sample, in every pose, at the height at which it stands", () => {
  for (const sizes of [
    [2, 4, 1],
    [2, 4, 3],
  ]) {
    for (const name of POSE_NAMES) {
      const { pointing, target, pixelOf } = setUp(sizes, name);
      for (let sample = 0; sample < N_TRAIN; sample++) {
        const { x, y } = pixelOf(sample);
        assert.equal(pointing.sampleAt({ x: x + 3, y: y - 3 }, target, REACH), sample, `${name} ${sizes}`);
      }
    }
  }
});

test("a press beside all of them means none, nor does one on a test sample or on another tile", () => {
  const { pointing, target, pixelOf } = setUp([2, 4, 1], "space");
  const { x, y } = pixelOf(0);
  assert.equal(pointing.sampleAt({ x: x + 5, y: y + 5 }, target, REACH), null);
  assert.equal(pointing.sampleAt({ x, y }, 3, REACH), null);
  assert.equal(pointing.sampleAt(pixelOf(4), target, REACH), null);
});
