import assert from "node:assert/strict";
import { test } from "node:test";
import { createPacing } from "../../js/sync/pacing.js";

test("where drawing takes long, training is left time between two states, and a moment of the past is shown at once", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let asked = 0;
  const pacing = createPacing(
    () => {
      asked += 1;
    },
    (_now, onTaken) => onTaken(1000),
  );
  pacing.drawn(0, true); // nothing is known yet
  assert.equal(asked, 1);
  pacing.drawn(1, true);
  assert.equal(asked, 1);
  context.mock.timers.tick(2000);
  assert.equal(asked, 2);
  pacing.drawn(2, false);
  assert.equal(asked, 3);
});
