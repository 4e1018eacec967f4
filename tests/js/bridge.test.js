/** Python's host as JavaScript sees it, with a Python that the test plays. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { PythonBridge } from "../../js/worker/bridge.js";

const { now: realNow } = performance;
let clock = 0;
beforeEach(() => {
  clock = 0;
  performance.now = () => clock;
});
afterEach(() => {
  performance.now = realNow;
});

/** @param {{importing?: number, making?: number}} times  ms */
function makePython({ importing = 0, making = 0 }) {
  const module = {
    make_host() {
      clock += making;
      return { is_edited: () => false };
    },
    destroy() {},
  };
  return /** @type {any} */ ({
    _module: {},
    pyimport() {
      clock += importing;
      return module;
    },
  });
}
/** @type {any} */ const BOOT = { runs: [{ run: "a", journal: null }], run_id: 0 };

test("edited code is given longer where making the host takes longer, but not where its import does", () => {
  const patience = (/** @type {Parameters<typeof makePython>[0]} */ times) =>
    new PythonBridge(makePython(times), BOOT).patience;
  assert.equal(patience({}), 6000);
  assert.equal(patience({ making: 100 }), 6000);
  assert.equal(patience({ making: 5000 }), 10_000);
  assert.equal(patience({ importing: 5000 }), 6000);
});
