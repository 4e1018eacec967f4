/**
 * Edited files as a word of a link and back: what differs from the originals, in JSON, deflated, in the alphabet of
 * addresses. What a link says is anybody's: it is judged here by its form only, shown to the user, and judged again
 * by Python.
 */

import { changesBetween, withChanges } from "./line-changes.js";

/** @import {EditedFiles} from "../protocol.js" */
/** @import {LineChange} from "./line-changes.js" */

/** @typedef {Record<string, string|LineChange[]>} LinkedCode  by file: its text, or what is changed in it */

/** Characters: mail and chat programs cut off or refuse addresses that are much longer. */
const LONGEST_WORD = 16_000;
/** The first byte of what has a checksum, so that a word with one wrong letter is no other code. Older links have none. */
const WITH_CHECKSUM = 0x78;
/** Bytes of what a word may unfold to: some letters can stand for a great deal. */
const LONGEST_TEXT = 1_000_000;

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
  const text = new Blob([JSON.stringify(Object.fromEntries(linked))]);
  const packed = text.stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const word = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return word.length > LONGEST_WORD ? null : word;
}

/**
 * @param {string} word
 * @returns {Promise<LinkedCode>}
 * @throws {Error}  whose message says what is wrong with it
 */
export async function unpackCode(word) {
  /** @type {unknown} */ let files;
  try {
    const letters = atob(word.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    files = JSON.parse(await inflate(bytes));
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

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function inflate(bytes) {
  const format = bytes[0] === WITH_CHECKSUM ? "deflate" : "deflate-raw";
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, length] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LONGEST_TEXT) {
      await reader.cancel();
      throw new RangeError("too long");
    }
    text += decoder.decode(value, { stream: true });
  }
}
