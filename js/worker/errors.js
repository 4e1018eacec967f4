/** Turns anything thrown into a plain error value that can cross to the page. */

/** @import {ErrorValue} from "../protocol.js" */

/** A file that was edited runs under its bare name (live/sources.py); all others have a folder. */
const EDITED_FRAME = /File "(\w+\.py)", line (\d+)/g;
const STOPPED = "It did not finish in time and was stopped.";

/** @typedef {Error & {type: string}} PythonError */

/**
 * @param {unknown} thrown
 * @param {string} code
 * @returns {ErrorValue}
 */
export function toErrorValue(thrown, code) {
  if (!(thrown instanceof Error)) return { code, message: String(thrown) };
  if (!isPythonError(thrown)) return { code, message: thrown.message };
  // A PythonError's message is the whole traceback; its last line says what happened.
  const last = String(thrown.message.trimEnd().split("\n").at(-1));
  const message = last.startsWith("KeyboardInterrupt") ? STOPPED : last;
  return { code: "python", message, traceback: thrown.message };
}

/**
 * The same where code may have been edited: that is blamed where it was on the way, and where Python itself has
 * failed or was interrupted with it in force.
 * @param {unknown} thrown
 * @param {boolean} isEdited
 * @returns {ErrorValue}
 */
export function toFailure(thrown, isEdited) {
  const error = toErrorValue(thrown, isEdited ? "code" : "python");
  if (!isPythonError(thrown)) return isEdited ? { ...error, ran: true } : error;
  const [, file, line] = [...thrown.message.matchAll(EDITED_FRAME)].at(-1) ?? [];
  if (file) return { ...error, code: "code", file, line: Number(line), ran: true };
  return isEdited && error.message === STOPPED ? { ...error, code: "code", ran: true } : error;
}

/** @param {unknown} thrown @returns {thrown is PythonError} */
function isPythonError(thrown) {
  return thrown instanceof Error && "type" in thrown && thrown.name === "PythonError";
}
