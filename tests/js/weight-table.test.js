import assert from "node:assert/strict";
import { test } from "node:test";
import { rowShare } from "../../js/model/confusion.js";
import { readNumber } from "../../js/model/number-text.js";
import { FIRST_VIEW } from "../../js/model/view.js";
import { layerOf, shownLayer } from "../../js/model/weights-layer.js";
import { movedBy } from "../../js/ui/weights/input.js";
import {
  cellOf,
  formatParameter,
  isWithin,
  markOf,
  parameterAt,
  revealing,
  tableSize,
  tintOf,
  visibleParts,
} from "../../js/ui/weights/layout.js";
import { NOTHING_SHOWN, revealedIn, tableAfter } from "../../js/ui/weights/table-state.js";

// 2-3-1: six weights, three biases, three weights, one bias.
const TOPOLOGY = /** @type {import("../../js/protocol.js").TopologyEvent} */ (
  /** @type {unknown} */ ({
    layer_sizes: [2, 3, 1],
    weight_offsets: [0, 9],
    bias_offsets: [6, 12],
    unit_offsets: [0, 2, 5],
  })
);

test("every parameter has one cell, and every cell its parameter", () => {
  /** @type {number[]} */
  const found = [];
  for (const layer of [1, 2]) {
    const { n_rows, n_columns } = tableSize(layer, TOPOLOGY);
    for (let row = 0; row < n_rows; row++) {
      for (let column = 0; column < n_columns; column++) {
        const parameter = parameterAt({ row, column }, layer, TOPOLOGY);
        assert.deepEqual(cellOf(parameter, layer, TOPOLOGY), { row, column });
        assert.equal(cellOf(parameter, 3 - layer, TOPOLOGY), null);
        found.push(parameter);
      }
    }
  }
  assert.deepEqual(
    found.sort((a, b) => a - b),
    Array.from({ length: 13 }, (_, index) => index),
  );
});

test("a selected unit is a row of its own layer and a column of the next", () => {
  const selection = /** @type {const} */ ({ kind: "unit", unit: 3 });
  assert.deepEqual(markOf(selection, 1, TOPOLOGY), { row: 1, column: null });
  assert.deepEqual(markOf(selection, 2, TOPOLOGY), { row: null, column: 1 });
  assert.equal(layerOf(selection, TOPOLOGY), 1);
  assert.equal(layerOf({ kind: "unit", unit: 0 }, TOPOLOGY), 1);
  assert.equal(layerOf({ kind: "parameter", parameter: 12 }, TOPOLOGY), 2);
  assert.deepEqual(markOf(null, 1, TOPOLOGY), { row: null, column: null });
});

test("the table is that of the chosen layer, and of the first where the network has no such layer", () => {
  const shown = [null, 1, 2, 3, 5].map((weights_layer) => shownLayer({ weights_layer }, TOPOLOGY));
  assert.deepEqual(shown, [1, 1, 2, 1, 1]);
});

test("numbers have six significant digits", () => {
  const values = [0, 1, -0.25, 1234567, 0.000123456789, Number.NaN, Number.NEGATIVE_INFINITY];
  assert.deepEqual(values.map(formatParameter), [
    "0.00000",
    "1.00000",
    "−0.250000",
    "1.23457e+6",
    "1.23457e−4",
    "NaN",
    "−∞",
  ]);
});

test("what is typed is a number or is refused", () => {
  assert.deepEqual(["1", " −0.5 ", "-1e-3", "", "abc", "1,5", "1,000", "Infinity"].map(readNumber), [
    1,
    -0.5,
    -0.001,
    null,
    null,
    1.5,
    null,
    null,
  ]);
});

test("what a cell shows can be typed again", () => {
  for (const value of [-0.123456, 1.23457e-9, 0, -7654320]) {
    assert.equal(readNumber(formatParameter(value)), value);
  }
});

test("a cell is coloured the more the larger its number, within bounds", () => {
  assert.deepEqual([0, 1, -1, 1e9, Number.NaN].map(tintOf), [0, 20, 20, 40, 0]);
});

test("only the parts in view are found, and at least one", () => {
  assert.deepEqual(visibleParts(0, 100, 20, 64), [0, 4]);
  assert.deepEqual(visibleParts(30, 100, 20, 64), [1, 6]);
  assert.deepEqual(visibleParts(1270, 100, 20, 64), [63, 63]);
  assert.deepEqual(visibleParts(0, 0, 0, 3), [0, 2]);
});

test("arrow keys stop at the edges of the table", () => {
  const size = { n_rows: 3, n_columns: 4 };
  assert.deepEqual(movedBy("ArrowLeft", { row: 1, column: 0 }, size), { row: 1, column: 0 });
  assert.deepEqual(movedBy("ArrowDown", { row: 1, column: 0 }, size), { row: 2, column: 0 });
  assert.deepEqual(movedBy("End", { row: 1, column: 0 }, size), { row: 1, column: 3 });
  assert.equal(movedBy("a", { row: 1, column: 0 }, size), null);
});

test("a share in the confusion matrix is of the true class", () => {
  const counts = [8, 2, 0, 0];
  assert.equal(rowShare(counts, 0, 2), 0.8);
  assert.equal(rowShare(counts, 1, 2), 0.2);
  assert.equal(rowShare(counts, 3, 2), 0);
});

/** @param {Partial<import("../../js/model/view.js").ViewSettings>} view */
const seen = (view, topology = TOPOLOGY) =>
  /** @type {any} */ ({ topology, view: { ...FIRST_VIEW, ...view } });

test("the table shows the layer that is chosen, and begins at its first cell", () => {
  const first = tableAfter(NOTHING_SHOWN, seen({}), null);
  assert.deepEqual([first.layer, first.current], [1, { row: 0, column: 0 }]);
  const moved = { ...first, current: { row: 2, column: 1 } };
  assert.deepEqual(tableAfter(moved, seen({ hovered: null }), seen({})).current, { row: 2, column: 1 });
  const other = tableAfter(moved, seen({ weights_layer: 2 }), seen({}));
  assert.deepEqual([other.layer, other.current], [2, { row: 0, column: 0 }]);
  const network = { ...TOPOLOGY, layer_sizes: [2, 3, 2] };
  assert.deepEqual(tableAfter(moved, seen({}, network), seen({})).current, { row: 0, column: 0 });
});

test("a parameter that is chosen becomes the current cell, once", () => {
  const first = tableAfter(NOTHING_SHOWN, seen({}), null);
  const view = { selection: /** @type {const} */ ({ kind: "parameter", parameter: 3 }) };
  const chosen = tableAfter(first, seen(view), seen({}));
  assert.deepEqual(chosen.current, { row: 1, column: 1 });
  const moved = { ...chosen, current: { row: 0, column: 2 } };
  assert.deepEqual(tableAfter(moved, seen(view), seen(view)).current, { row: 0, column: 2 });
});

test("a selection is brought into view when it is new, and when other inputs have rebuilt the table", () => {
  const chosen = seen({ selection: /** @type {const} */ ({ kind: "parameter", parameter: 3 }) });
  const table = tableAfter(NOTHING_SHOWN, chosen, null);
  const { selection } = chosen.view;
  assert.equal(revealedIn(table, NOTHING_SHOWN, chosen, null), selection);
  assert.equal(revealedIn(table, table, chosen, seen({})), selection);
  assert.equal(revealedIn(table, table, chosen, chosen), null);
  assert.equal(revealedIn({ ...table, layer: 2 }, table, chosen, chosen), null); // the user has turned away
  const renamed = seen({ selection }, { ...TOPOLOGY, input_labels: ["x1", "x1²"] });
  assert.equal(revealedIn(tableAfter(table, renamed, chosen), table, renamed, chosen), selection);
  assert.equal(revealedIn(table, NOTHING_SHOWN, seen({}), null), null);
});

test("a window is moved no more than needed, and spans end before their second number", () => {
  assert.deepEqual(
    [revealing(5, 10, 0, 30), revealing(1, 10, 20, 30), revealing(3, 10, 20, 30)],
    [30, 10, 20],
  );
  assert.ok(
    isWithin(3, [
      [1, 2],
      [3, 5],
    ]) &&
      !isWithin(5, [
        [1, 2],
        [3, 5],
      ]),
  );
});
