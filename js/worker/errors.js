/** Turns anything thrown into a plain error value that can cross to the page. */

/** @import {ErrorValue} from "../protocol.js" */

/**
 * @param {unknown} thrown
 * @param {string} code
 * @returns {ErrorValue}
 */
export function toErrorValue(thrown, code) {
  if (!(thrown instanceof Error)) return { code, message: String(thrown) };
  const isPython = "type" in thrown && thrown.name === "PythonError";
  if (!isPython) return { code, message: thrown.message };
  // A PythonError's message is the whole traceback; its last line says what happened.
  const lines = thrown.message.trimEnd().split("\n");
  return { code: "python", message: String(lines.at(-1)), traceback: thrown.message };
}
