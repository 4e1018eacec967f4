/** Makes several files into one zip, one after the other. */

import { zipSync } from "fflate";

import { filesOfAll } from "./items.js";
import { unlessStopped } from "./stopping.js";

/** @import {Item, ItemFile} from "./items.js" */
/** @import {How} from "./pictures.js" */

const PACKED = 6; // of 9: what is smaller takes longer

/**
 * Return the zip. Files that cannot be made are left out, and told of.
 * @param {Item[]} items
 * @param {How} how
 * @param {object} options
 * @param {AbortSignal} options.signal
 * @param {(file: ItemFile) => void} options.onBegin
 * @param {(file: ItemFile, trouble: string|null) => void} options.onEnd
 */
export async function packAll(items, how, { signal, onBegin, onEnd }) {
  /** @type {import("fflate").Zippable} */
  const files = {};
  for (const file of filesOfAll(items)) {
    onBegin(file);
    await nextTask(); // so that it is seen, and can be stopped
    signal.throwIfAborted();
    try {
      const content = await unlessStopped(file.make(how, { signal, onProgress() {} }), signal);
      const level = content.type === "image/png" ? 0 : PACKED; // which is packed already
      files[file.name] = [new Uint8Array(await content.arrayBuffer()), { level }];
      onEnd(file, null);
    } catch (error) {
      signal.throwIfAborted();
      onEnd(file, /** @type {Error} */ (error).message);
    }
  }
  signal.throwIfAborted();
  return new Blob([zipSync(files)], { type: "application/zip" });
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve));
