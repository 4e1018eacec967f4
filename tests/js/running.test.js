import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, failed, inForce, NOTHING_TRIED, trying, withCode } from "../../js/ui/code/running.js";

const ANSWER = { step: 1200, restarted: null, note: null, edited: ["a.py"] };
const MINE = { "a.py": "1" };
const ERROR = { code: "code", message: "SyntaxError: no.", file: "a.py", line: 3 };

test("an edit that runs is told with the step since which it does", () => {
  const { said, failure } = accepted(failed(NOTHING_TRIED, ERROR, false), ANSWER, MINE, {});
  assert.deepEqual([said, failure], ["Your code runs since step 1,200.", null]);
  const back = { ...ANSWER, edited: [], note: "Look." };
  assert.match(
    accepted(NOTHING_TRIED, back, {}, MINE).said,
    /^The code as it came runs again since .* Look\.$/,
  );
  assert.equal(
    accepted(NOTHING_TRIED, { ...ANSWER, restarted: "Started over." }, {}, {}).said,
    "Started over.",
  );
});

test("an edit that does not run is told with its place", () => {
  assert.equal(
    failed(trying(NOTHING_TRIED), ERROR, false).said,
    "Your edit is not running: SyntaxError: no (a.py, line 3). The version before it goes on.",
  );
});

test("other code in force is no news while an edit is tried, nor when it is that edit drawn later", () => {
  assert.equal(withCode(NOTHING_TRIED, MINE).isNews, true);
  assert.equal(withCode(trying(NOTHING_TRIED), MINE).isNews, false);
  const ahead = accepted(NOTHING_TRIED, ANSWER, MINE, {});
  const { running, isNews } = withCode(ahead, MINE);
  assert.equal(isNews, false);
  assert.equal(withCode(running, MINE).isNews, true);
  assert.equal(withCode(accepted(NOTHING_TRIED, ANSWER, MINE, MINE), {}).isNews, true);
});

test("what is in force is named, but for a mistake that is to be found", () => {
  assert.equal(inForce(NOTHING_TRIED, {}).said, "Running as it came.");
  assert.equal(inForce(NOTHING_TRIED, MINE).said, "Running with your changes in a.py.");
  const hunting = inForce({ ...failed(NOTHING_TRIED, ERROR, true), isHunting: true }, MINE);
  assert.deepEqual(
    [hunting.said, hunting.failure, hunting.hasFailedLate],
    ["Running with a mistake in it.", null, false],
  );
});
