/** The hunt for a mistake that is in the code: how far it has come, and what is said of it. Pure. */

/** @import {Commands, Defect, EditedFiles} from "../../protocol.js" */

/**
 * @typedef {object} Hunt
 * @property {Defect} defect
 * @property {string} file
 * @property {string|undefined} before  its text without the mistake; undefined: as it came
 * @property {"file"|"line"} next  what the next hint tells
 */

/**
 * @param {Defect} defect
 * @param {EditedFiles} broken  the file with the mistake in it
 * @param {EditedFiles} code  in force before
 * @returns {Hunt}
 */
export function beginHunt(defect, broken, code) {
  const [file = ""] = Object.keys(broken);
  return { defect, file, before: code[file], next: "file" };
}

/**
 * @param {Hunt} hunt
 * @param {EditedFiles} code  in force
 * @returns {boolean}  whether the mistake is out again
 */
export const isOver = ({ file, before }, code) => code[file] === before;

/** @param {Defect} defect @param {boolean} isSecret  the user is not to know which it is */
export function symptomText({ title, symptom }, isSecret) {
  const what = isSecret ? "Something is broken now." : `“${title}” is in the code now.`;
  return `${what} What you will see: ${symptom}`;
}

/** @param {Hunt|null} hunt  what the button says that gives a hint */
export const hintLabel = (hunt) => (hunt?.next === "line" ? "Hint: which line?" : "Hint: which file?");

/** @param {Commands["check_fix"]["result"]} result */
export function fixText({ repaired, differs }) {
  if (repaired) return "Repaired: this code does what the original does.";
  return `Not yet: ${differs} ${/s$/.test(differs) ? "are" : "is"} not what the original makes.`;
}
