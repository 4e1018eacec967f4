/** What runs, and what has become of the user's last edit. Pure. */

/** @import {Accepted, EditedFiles, ErrorValue} from "../../protocol.js" */

/**
 * @typedef {object} Running
 * @property {boolean} isTrying  Python is being asked
 * @property {boolean} isNewer  what the user has now is to be tried after that
 * @property {EditedFiles|null} ahead  what this panel has put in force and no state shown has had yet
 * @property {ErrorValue|null} failure  of the version that does not run
 * @property {boolean} hasFailedLate  so that what is in force is not what the user wrote last
 * @property {boolean} isHunting  for a mistake: nothing may tell where it is
 * @property {string} said
 */

/** @type {Running} */
export const NOTHING_TRIED = {
  isTrying: false,
  isNewer: false,
  ahead: null,
  failure: null,
  hasFailedLate: false,
  isHunting: false,
  said: "",
};

/** @param {Running} running @returns {Running} */
export const trying = (running) => ({ ...running, isTrying: true, isNewer: false, said: "Trying it…" });

/**
 * @param {Running} running
 * @param {Accepted} answer
 * @param {EditedFiles} now  the edited files in force
 * @param {EditedFiles} shown  those of the state shown
 * @returns {Running}
 */
export function accepted(running, { step, restarted, note, edited }, now, shown) {
  const what = edited.length > 0 ? "Your code runs" : "The code as it came runs again";
  const since = restarted ?? `${what} since step ${step.toLocaleString("en")}.`;
  return {
    ...running,
    ahead: isSame(now, shown) ? null : now,
    failure: null,
    hasFailedLate: false,
    said: note === null ? since : `${since} ${note}`,
  };
}

/**
 * @param {Running} running
 * @param {ErrorValue} failure
 * @param {boolean} hasFailedLate  after it had been accepted
 * @returns {Running}
 */
export function failed(running, failure, hasFailedLate) {
  const { file, line } = failure;
  const place = file ? ` (${file}${line ? `, line ${line}` : ""})` : "";
  const message = failure.message.replace(/\.$/, "");
  const said = `Your edit is not running: ${message}${place}. The version before it goes on.`;
  return { ...running, failure, hasFailedLate, said };
}

/** @param {Running} running @param {EditedFiles} code  the edited files in force @returns {Running} */
export function inForce(running, code) {
  const edited = Object.keys(code);
  const said =
    edited.length > 0 ? `Running with your changes in ${edited.join(", ")}.` : "Running as it came.";
  return {
    ...running,
    failure: null,
    hasFailedLate: false,
    said: running.isHunting ? "Running with a mistake in it." : said,
  };
}

/**
 * The state shown has other code.
 * @param {Running} running
 * @param {EditedFiles} code
 * @returns {{running: Running, isNews: boolean}}  news: by undo or by a command, not by this panel
 */
export function withCode(running, code) {
  const isOwn = running.ahead !== null && isSame(running.ahead, code); // drawn later than it was answered
  return { running: { ...running, ahead: null }, isNews: !running.isTrying && !isOwn };
}

/** @param {EditedFiles} one @param {EditedFiles} other */
function isSame(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
