import assert from "node:assert/strict";
import { test } from "node:test";
import { placeButtons, planButtons } from "../../js/scene/plan/button-plan.js";
import { frameBox } from "../../js/scene/plan/framing.js";
import { makeLayout } from "../../js/scene/plan/layout.js";
import { topologyOf } from "./topology.js";

const LIMITS = /** @type {any} */ ({ n_layers: { max: 4 }, layer_size: { min: 1, max: 8 } });
const buttons = (/** @type {number[]} */ sizes) =>
  planButtons(sizes, LIMITS).flatMap((group) =>
    group.buttons.map((button) => ({ ...button, place: group.place })),
  );

test("a layer can be added before every layer but the inputs, and hidden layers have buttons of their own", () => {
  const names = buttons([2, 4, 1]).map(({ name, place }) => `${place} ${name}`);
  assert.deepEqual(names, [
    "0.5 Add a layer before hidden layer 1",
    "1 Remove a unit from hidden layer 1",
    "1 Add a unit to hidden layer 1",
    "1 Remove hidden layer 1",
    "1.5 Add a layer before the output",
  ]);
});

test("each button asks for its action with its layer", () => {
  const asked = buttons([2, 4, 4, 1]).map(({ id, action, layer }) => `${id} ${action} ${layer}`);
  assert.ok(asked.includes("add-layer-3 onAddLayer 3"));
  assert.ok(asked.includes("remove-unit-2 onRemoveUnit 2"));
  assert.ok(asked.includes("add-unit-1 onAddUnit 1"));
  assert.ok(asked.includes("remove-layer-2 onRemoveLayer 2"));
});

test("what a limit forbids is disabled", () => {
  const disabled = (/** @type {number[]} */ sizes) =>
    buttons(sizes).flatMap(({ id, disabled }) => (disabled ? [id] : []));
  assert.deepEqual(disabled([2, 4, 1]), []);
  assert.deepEqual(disabled([2, 1, 1]), ["remove-unit-1"]);
  assert.deepEqual(disabled([2, 8, 1]), ["add-unit-1"]);
  assert.deepEqual(disabled([2, 4, 4, 1]), ["add-layer-1", "add-layer-2", "add-layer-3"]);
  const unlimited = planButtons([2, 99, 1], {}).flatMap((group) => group.buttons);
  assert.ok(unlimited.every((button) => !button.disabled));
});

/** @param {number[]} sizes @param {number} width */
function place(sizes, width) {
  const size = { width, height: 600 };
  const layout = makeLayout(topologyOf(sizes));
  const frame = frameBox(layout.box, size);
  return placeButtons(planButtons(sizes, LIMITS), layout, frame, size);
}

test("a group stands over its layer or in the middle between two, in one row where there is room", () => {
  const { xs, isStacked, hasRoom, top } = place([2, 4, 1], 1200);
  assert.deepEqual([isStacked, hasRoom], [false, true]);
  assert.ok(Math.abs(xs[0] + xs[2] - 2 * xs[1]) < 1);
  assert.ok(xs[0] < xs[1] && xs[1] < xs[2] && top >= 4);
});

test("buttons are stacked where layers are close, and not shown where they would touch", () => {
  const close = place([2, 4, 4, 4, 1], 400);
  assert.deepEqual([close.isStacked, close.hasRoom], [true, true]);
  assert.equal(place([2, 4, 4, 4, 4, 4, 4, 4, 4, 1], 300).hasRoom, false);
});
