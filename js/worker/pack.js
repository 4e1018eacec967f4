/** Reads the archives that tools/pack.py writes, and says there what is in them. */

/**
 * @typedef {object} Pack
 * @property {Map<string, Uint8Array<ArrayBuffer>>} files
 * @property {any} header
 * @property {string} check  tells it from others: gzip's checksum and the length, in hexadecimal
 */

/**
 * @param {ArrayBuffer} packed
 * @returns {Promise<Pack>}  rejects when the bytes are damaged: gzip has a checksum
 */
export async function unpack(packed) {
  const { readable, writable } = new DecompressionStream("gzip"); // a Blob would send all to another process and back
  const writer = writable.getWriter();
  writer.write(packed).catch(() => {}); // the reader is told of what is wrong
  writer.close().catch(() => {});
  const buffer = await new Response(readable).arrayBuffer();
  const headerLength = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, headerLength)));
  let start = 4 + headerLength;
  const files = new Map();
  for (const [path, length] of header.files) {
    files.set(path, new Uint8Array(buffer, start, length));
    start += length;
  }
  const check = Array.from(new Uint8Array(packed, packed.byteLength - 8), toHex).join("");
  return { files, header, check };
}

/**
 * @param {any} fs  Emscripten's file system, which keeps the arrays as they are
 * @param {Map<string, Uint8Array>} files  by absolute path
 */
export function writeFiles(fs, files) {
  const folders = new Set([...files.keys()].map((path) => path.slice(0, path.lastIndexOf("/"))));
  for (const folder of folders) fs.mkdirTree(folder);
  for (const [path, content] of files) fs.writeFile(path, content, { canOwn: true });
}

/** @param {number} byte */
const toHex = (byte) => byte.toString(16).padStart(2, "0");
