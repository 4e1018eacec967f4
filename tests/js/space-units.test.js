import assert from "node:assert/strict";
import { test } from "node:test";
import { withSpaceUnit } from "../../js/model/space-units.js";

const TOPOLOGY = /** @type {import("../../js/protocol.js").TopologyEvent} */ (
  /** @type {unknown} */ ({ layer_sizes: [2, 3, 1], unit_offsets: [0, 2, 5], n_units: 6 })
);

test("a unit that is chosen for an axis leaves the other, and the view that was there, alone", () => {
  const view = { space_units: /** @type {[number, number]} */ ([2, 3]) };
  assert.deepEqual(withSpaceUnit(view, TOPOLOGY, 0, 4), [4, 3]);
  assert.deepEqual(withSpaceUnit(view, TOPOLOGY, 1, 4), [2, 4]);
  assert.deepEqual(view.space_units, [2, 3]);
  assert.deepEqual(withSpaceUnit({ space_units: null }, TOPOLOGY, 1, 4), [2, 4]);
  const narrow = { ...TOPOLOGY, layer_sizes: [1, 1, 1], unit_offsets: [0, 1, 2], n_units: 3 };
  assert.equal(withSpaceUnit({ space_units: null }, narrow, 0, 1), null);
});
