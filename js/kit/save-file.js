/** Has the browser save a file that was made here. */

import { make } from "./dom.js";

const KEPT_MS = 10_000; // in which a browser has begun to save it

/** @param {Blob} content @param {string} name */
export function saveFile(content, name) {
  const link = make("a", { download: name, href: URL.createObjectURL(content) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
