/**
 * Edited files as a word of a link and back: what differs from the originals, in JSON (js/model/link-word.js).
 * What a link says is anybody's: it is judged here by its form only, shown to the user, and judged again
 * by Python.
 */

import { changesBetween, withChanges } from "./line-changes.js";
import { contentOf, wordOf } from "./link-word.js";

/** @import {EditedFiles} from "../protocol.js" */
/** @import {LineChange} from "./line-changes.js" */

/** @typedef {Record<string, string|LineChange[]>} LinkedCode  by file: its text, or what is changed in it */

/**
 * @param {EditedFiles} files
 * @param {EditedFiles} [originals]  of these files; where there is none, the whole text is packed
 * @returns {Promise<string|null>}  "" where nothing is edited; null: too long for a link
 */
export async function packCode(files, originals = {}) {
  if (Object.keys(files).length === 0) return "";
  const linked = Object.entries(files).map(([name, text]) => {
    const original = originals[name];
    return [name, original === undefined ? text : changesBetween(original, text)];
  });
  return wordOf(new Blob([JSON.stringify(Object.fromEntries(linked))]));
}

/**
 * @param {string} word
 * @returns {Promise<LinkedCode>}
 * @throws {Error}  whose message says what is wrong with it
 */
export async function unpackCode(word) {
  /** @type {unknown} */ let files;
  try {
    files = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await contentOf(word)));
  } catch {
    throw new Error("its code is damaged");
  }
  const isFiles =
    typeof files === "object" &&
    files !== null &&
    !Array.isArray(files) &&
    Object.keys(files).length > 0 &&
    Object.values(files).every((file) => typeof file === "string" || isChanges(file));
  if (!isFiles) throw new Error("its code is damaged");
  return /** @type {LinkedCode} */ (files);
}

/**
 * The texts that a link means.
 * @param {LinkedCode} linked
 * @param {Map<string, string>} originals  by name
 * @returns {EditedFiles}
 * @throws {Error}  whose message says what does not fit
 */
export function textsOf(linked, originals) {
  const files = Object.entries(linked).map(([name, file]) => {
    const original = originals.get(name);
    if (original === undefined) throw new Error(`its code is for “${name}”, which is no file here`);
    const text = typeof file === "string" ? file : withChanges(original, file);
    if (text === null) throw new Error(`what its code changes in ${name} is not there in this version`);
    return [name, text];
  });
  return Object.fromEntries(files);
}

/** @param {unknown} file */
function isChanges(file) {
  const isChange = (/** @type {unknown} */ change) =>
    Array.isArray(change) &&
    change.length === 3 &&
    Number.isInteger(change[0]) &&
    change.slice(1).every((lines) => typeof lines === "string");
  return Array.isArray(file) && file.every(isChange);
}
