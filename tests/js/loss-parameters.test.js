/** The parameters that the loss may be over. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { movedToUnit, parameterChoices, unitChoices } from "../../js/model/loss-parameters.js";
import { topologyOf } from "./topology.js";

/** @import {TopologyEvent} from "../../js/protocol.js" */

const LABELS = { input_labels: ["x₁", "x₂"], output_labels: ["ŷ"] };
const TOPOLOGY = /** @type {TopologyEvent} */ (
  /** @type {unknown} */ ({ ...topologyOf([2, 3, 1]), ...LABELS })
);

test("a parameter is found by its unit and by where it comes from", () => {
  const units = unitChoices(TOPOLOGY).map(({ name, label }) => [name, label]);
  assert.deepEqual(units[0], ["2", "Hidden 1, unit 1"]);
  assert.deepEqual(units.at(-1), ["5", "Output ŷ"]);
  const choices = parameterChoices(3, TOPOLOGY).map(({ name, label }) => [name, label]);
  assert.deepEqual(choices, [
    ["2", "From input x₁"],
    ["3", "From input x₂"],
    ["7", "Its bias"],
  ]);
});

test("for another unit it is the one in the same place, as far as there is one", () => {
  assert.equal(movedToUnit(3, 4, TOPOLOGY), 5);
  assert.equal(movedToUnit(7, 5, TOPOLOGY), 12);
  assert.equal(movedToUnit(11, 2, TOPOLOGY), 1);
});
