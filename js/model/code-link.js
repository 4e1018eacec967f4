/**
 * Edited files as a word of a link and back: JSON, deflated, in the alphabet of addresses. What a link
 * says is anybody's: it is judged here by its form only, shown to the user, and judged again by Python.
 */

/** @import {EditedFiles} from "../protocol.js" */

/** Characters: mail and chat programs cut off or refuse addresses that are much longer. */
const LONGEST_WORD = 16_000;
/** The first byte of what has a checksum, so that a word with one wrong letter is no other code. Older links have none. */
const WITH_CHECKSUM = 0x78;
/** Bytes of what a word may unfold to: some letters can stand for a great deal. */
const LONGEST_TEXT = 1_000_000;

/**
 * @param {EditedFiles} files
 * @returns {Promise<string|null>}  "" where nothing is edited; null: too long for a link
 */
export async function packCode(files) {
  if (Object.keys(files).length === 0) return "";
  const text = new Blob([JSON.stringify(files)]);
  const packed = text.stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const word = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return word.length > LONGEST_WORD ? null : word;
}

/**
 * @param {string} word
 * @returns {Promise<EditedFiles>}
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
    Object.values(files).every((text) => typeof text === "string");
  if (!isFiles) throw new Error("its code is damaged");
  return /** @type {EditedFiles} */ (files);
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
