/**
 * The user's working copy of the code: the files as Python has them, the drafts of them, and which function or
 * file is shown. Pure.
 */

import { entryOf } from "../../model/value-at.js";
import { movedFunctions, partOf, withPart } from "./drafts.js";

/** @import {CodeFile, CodeFunction, EditedFiles} from "../../protocol.js" */
/** @import {Part} from "./drafts.js" */

/** @typedef {{function: CodeFunction|null, part: Part}} Shown  a function, or null and a whole file */

/**
 * @typedef {object} WorkingCopy
 * @property {Map<string, CodeFile>} files  as Python has them, by name; none before they have come
 * @property {CodeFunction[]} functions  that matter, each where it is in the draft of its file
 * @property {Record<string, string>} drafts  by file
 * @property {string[]} scattered  files whose drafts were changed as a whole: functions may be anywhere in them
 * @property {"functions"|"files"} mode  what there is to choose from
 * @property {string|null} name  of the function or file that is asked for
 * @property {number|null} line  of the file, that the caret is on; null: the first shown
 * @property {Shown|null} shown  null: nothing is asked for, or it is not there
 * @property {string} lastFile  that was shown as a whole
 * @property {boolean} isCompared  with the original
 * @property {number} showing  rises whenever the editor has to begin with another text
 */

/** @type {WorkingCopy} */
export const NO_COPY = {
  files: new Map(),
  functions: [],
  drafts: {},
  scattered: [],
  mode: "functions",
  name: null,
  line: null,
  shown: null,
  lastFile: "",
  isCompared: false,
  showing: 0,
};

/**
 * Show a function or a file; a function that may be anywhere is shown with its file.
 * @param {WorkingCopy} copy
 * @param {string|null} name  null: nothing, and the functions are to choose from
 * @param {number|null} [line]  of the file
 * @returns {WorkingCopy}
 */
export function choose(copy, name, line = null) {
  const found = copy.functions.find((entry) => entry.name === name);
  const isLost = found !== undefined && copy.scattered.includes(found.file);
  const file = isLost ? found.file : (name ?? "");
  const next = { ...copy, line, showing: copy.showing + 1 };
  if (found && !isLost) {
    const part = { file: found.file, first: found.start, last: found.end };
    return { ...next, name, mode: "functions", shown: { function: found, part } };
  }
  if (copy.files.has(file)) {
    const shown = { function: null, part: { file, first: 1, last: null } };
    return { ...next, name: file, mode: "files", shown, lastFile: file };
  }
  return { ...next, name, mode: "functions", shown: null };
}

/**
 * Let the user choose from the files: the one that is shown in part is shown as a whole.
 * @param {WorkingCopy} copy
 * @returns {WorkingCopy}
 */
export function chooseFromFiles(copy) {
  const [first] = copy.files.keys();
  if (first === undefined) return { ...copy, mode: "files", name: null }; // they are still to come
  return choose(copy, copy.shown?.part.file ?? (copy.lastFile || first));
}

/**
 * Begin anew with what is shown; a function that is there no longer gives way to its file.
 * @param {WorkingCopy} copy
 * @returns {WorkingCopy}
 */
export function showAgain(copy) {
  const { name, shown } = copy;
  const isThere = shown?.function == null || copy.functions.some((entry) => entry.name === name);
  return choose(copy, isThere ? name : shown.part.file);
}

/**
 * The code as Python has it now. Drafts that the user has not changed follow it.
 * @param {WorkingCopy} copy
 * @param {{files: CodeFile[], functions: CodeFunction[]}} code  of the command get_code
 * @param {boolean} keepsDrafts  even those: what has failed is to be mended
 * @returns {WorkingCopy}
 */
export function takeOver(copy, { files, functions }, keepsDrafts) {
  const moved = files.filter(({ name, text }) => {
    const before = copy.files.get(name)?.text;
    const draft = copy.drafts[name] ?? before;
    const isMine = draft !== undefined && draft !== before;
    return !isMine && !keepsDrafts && draft !== text;
  });
  const drafts = { ...copy.drafts, ...textsOf(moved) };
  const inForce = textsOf(files);
  const isInForce = (/** @type {string} */ file) => drafts[file] === inForce[file];
  const known = (/** @type {CodeFunction} */ entry) =>
    copy.functions.find(({ name, file }) => name === entry.name && file === entry.file);
  const added = functions.filter((entry) => !known(entry)).map(({ file }) => file);
  const next = {
    ...copy,
    files: new Map(files.map((file) => [file.name, file])),
    functions: functions.map((entry) => (isInForce(entry.file) ? entry : (known(entry) ?? entry))),
    drafts,
    scattered: [...new Set([...copy.scattered, ...added])].filter((file) => !isInForce(file)),
  };
  return followed(next, new Set(moved.map(({ name }) => name)));
}

/**
 * What is shown once there is other code: what was asked for, and what has come into its place.
 * @param {WorkingCopy} copy
 * @param {Set<string>} moved  files with another draft
 * @returns {WorkingCopy}
 */
function followed(copy, moved) {
  const { shown, name, line, mode } = copy;
  if (!shown) {
    if (name !== null) return choose(copy, name, line);
    return mode === "files" ? chooseFromFiles(copy) : copy;
  }
  const heir = copy.functions.find(({ title }) => title === shown.function?.title);
  if (heir && heir.name !== name) return choose(copy, heir.name);
  return moved.has(shown.part.file) ? showAgain(copy) : copy;
}

/**
 * @param {WorkingCopy} copy
 * @param {string} text  that the user has made of what is shown
 * @returns {WorkingCopy}
 */
export function typed(copy, text) {
  const { shown, drafts, scattered } = copy;
  if (!shown) return copy;
  const { file, last } = shown.part;
  const now = withPart(entryOf(drafts, file), shown.part, text);
  const next = { ...copy, drafts: { ...drafts, [file]: now.text }, shown: { ...shown, part: now.part } };
  if (last === null) return { ...next, scattered: [...new Set([...scattered, file])] };
  return { ...next, functions: movedFunctions(copy.functions, shown.part, now.part) };
}

/** @param {WorkingCopy} copy @param {EditedFiles} changed  by somebody else @returns {WorkingCopy} */
export function withDrafts(copy, changed) {
  return { ...copy, drafts: { ...copy.drafts, ...changed } };
}

/** @param {WorkingCopy} copy @param {boolean} isCompared  with the original @returns {WorkingCopy} */
export function compared(copy, isCompared) {
  if (isCompared === copy.isCompared) return copy;
  return { ...copy, isCompared, line: null, showing: copy.showing + 1 };
}

/** @param {WorkingCopy} copy @param {number} line  of the text shown, from 1 @returns {WorkingCopy} */
export function withCaret(copy, line) {
  return copy.shown ? { ...copy, line: line + copy.shown.part.first - 1 } : copy;
}

/** @param {WorkingCopy} copy @returns {string}  the draft of what is shown */
export function shownText({ shown, drafts }) {
  return shown ? partOf(entryOf(drafts, shown.part.file), shown.part) : "";
}

/** @param {WorkingCopy} copy @returns {string|null}  what is shown, as it came; null: it is new */
export function originalText({ shown, files }) {
  if (shown?.function) return shown.function.original;
  return (shown && files.get(shown.part.file)?.original) ?? null;
}

/**
 * Where a line of a file is in the text shown.
 * @param {WorkingCopy} copy
 * @param {string|undefined} file
 * @param {number|null|undefined} line
 * @returns {number|null}  from 1; null: it is elsewhere
 */
export function lineShown(copy, file, line) {
  if (!copy.shown || copy.shown.part.file !== file || !line) return null;
  const { first } = copy.shown.part;
  const isHere = line >= first && line < first + shownText(copy).split("\n").length;
  return isHere ? line - first + 1 : null;
}

/** @param {CodeFile[]} files @returns {Record<string, string>} */
const textsOf = (files) => Object.fromEntries(files.map(({ name, text }) => [name, text]));
