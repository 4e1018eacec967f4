/** Bytes as a word that an address may hold, and back: deflated, with a checksum, in the alphabet of addresses. */

/** Characters: mail and chat programs cut off or refuse addresses that are much longer. */
const LONGEST_WORD = 16_000;
/** The first byte of what has a checksum, so that a word with one wrong letter is no other one. Older links have none. */
const WITH_CHECKSUM = 0x78;
/** Bytes of what a word may unfold to: some letters can stand for a great deal. */
const LONGEST_CONTENT = 1_000_000;

/** @param {Blob} content @returns {Promise<string|null>}  null: too long for a link */
export async function wordOf(content) {
  const packed = content.stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const word = toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return word.length > LONGEST_WORD ? null : word;
}

/** @param {string} word @returns {Promise<Uint8Array<ArrayBuffer>>}  rejects where it is damaged, or none of ours */
export async function contentOf(word) {
  const bytes = fromBase64(word.replaceAll("-", "+").replaceAll("_", "/"));
  const format = bytes[0] === WITH_CHECKSUM ? "deflate" : "deflate-raw";
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  const reader = stream.getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */ const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    length += value.length;
    if (length > LONGEST_CONTENT) {
      await reader.cancel();
      throw new RangeError("too long");
    }
  }
}

/** @param {Uint8Array} bytes */
export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
