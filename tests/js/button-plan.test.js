import assert from "node:assert/strict";
import { test } from "node:test";
import { placeButtons, planButtons } from "../../js/scene/plan/button-plan.js";

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

/** @param {number[]} sizes @param {number} width  of all layers */
function place(sizes, width) {
  const layers = sizes.map((_, layer) => {
    const x = 50 + (layer * width) / (sizes.length - 1);
    return { title: { x, y: 100 + 10 * layer }, foot: { x, y: 400 + 10 * layer } };
  });
  return { layers, ...placeButtons(planButtons(sizes, LIMITS), layers) };
}

test("a group stands over its layer, or below between two, in one row where there is room", () => {
  const { places, isStacked, hasRoom, layers } = place([2, 4, 1], 900);
  assert.deepEqual([isStacked, hasRoom], [false, true]);
  const [before, of, after] = places;
  assert.equal(of.left, layers[1].title.x);
  assert.ok(of.top >= 4 && of.top < layers[1].title.y - 26);
  assert.equal(before.left, (layers[0].foot.x + layers[1].foot.x) / 2);
  assert.ok(before.top > layers[1].foot.y && after.top > layers[2].foot.y);
});

test("buttons are stacked where layers are close, and not shown where they would touch", () => {
  const close = place([2, 4, 4, 4, 1], 250);
  assert.deepEqual([close.isStacked, close.hasRoom], [true, true]);
  assert.equal(place([2, 4, 4, 4, 4, 4, 4, 4, 4, 1], 300).hasRoom, false);
});

test("there are no places for layers that there are not", () => {
  assert.throws(() => placeButtons(planButtons([2, 4, 1], LIMITS), []), RangeError);
});
