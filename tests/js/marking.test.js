import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_VIEW } from "../../js/model/view.js";
import { Marking, nextUnit } from "../../js/scene/marking.js";
import { updateMarks } from "../../js/scene/things/marks.js";

/** @import {Selection, ViewSettings} from "../../js/model/view.js" */

/** @type {(unit: number) => Selection} */
const unit = (unit) => ({ kind: "unit", unit });

function makeMarking() {
  /** @type {Partial<ViewSettings>[]} */
  const asked = [];
  return { asked, marking: new Marking((partial) => asked.push(partial)) };
}

test("keys go round through all units, from the first or from the last", () => {
  assert.equal(nextUnit(null, 1, 11), 0);
  assert.equal(nextUnit(null, -1, 11), 10);
  assert.equal(nextUnit(unit(10), 1, 11), 0);
  assert.equal(nextUnit(unit(0), -1, 11), 10);
  assert.equal(nextUnit({ kind: "parameter", parameter: 4 }, 1, 11), 0);
});

test("several keys count before the state that they lead to is there", () => {
  const { marking, asked } = makeMarking();
  assert.deepEqual([marking.walk(1, 3), marking.walk(1, 3)], [0, 1]);
  assert.deepEqual(asked, [{ selection: unit(0) }, { selection: unit(1) }]);
  marking.take({ ...FIRST_VIEW, selection: null });
  assert.equal(marking.walk(-1, 3), 2);
});

test("what is marked already is not asked for again", () => {
  const { marking, asked } = makeMarking();
  marking.take({ ...FIRST_VIEW, selection: unit(2), hovered: unit(1) });
  marking.select(unit(2));
  marking.hover(unit(1));
  assert.deepEqual(asked, []);
  marking.hover(null);
  marking.hover(null);
  assert.deepEqual(asked, [{ hovered: null }]);
});

test("a marked parameter marks the units at its ends, a marked unit nothing else", () => {
  /** @type {Record<string, number[]>} */
  const set = {};
  const names = ["marked_units", "marked_parameters", "marked_ends", "touched_units", "touched_parameters"];
  const uniforms = Object.fromEntries(
    names.map((name) => [
      name,
      { value: { set: (/** @type {number[]} */ ...values) => (set[name] = values) } },
    ]),
  );
  const layout = { fromUnits: [0, 1], toUnits: [2, 2] };
  const view = {
    ...FIRST_VIEW,
    selection: unit(2),
    hovered: /** @type {Selection} */ ({ kind: "parameter", parameter: 1 }),
    touched: { units: [[0, 2]], parameters: [], samples: [] },
  };
  updateMarks(/** @type {any} */ (uniforms), /** @type {any} */ (view), /** @type {any} */ (layout));
  assert.deepEqual(set, {
    marked_units: [2, -1],
    marked_parameters: [-1, 1],
    marked_ends: [-1, -1, 1, 2],
    touched_units: [0, 2, 0, 2],
    touched_parameters: [-1, -1, -1, -1],
  });
});
