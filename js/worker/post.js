/** Sends messages to the page; arrays are transferred, not copied. */

/** @import {FromWorker} from "../protocol.js" */

/** @param {FromWorker} message */
export function post(message) {
  /** @type {Transferable[]} */
  const transfer = [];
  collectBuffers(message, transfer);
  if (message.type === "snapshot") collectBuffers(message.snapshot, transfer);
  self.postMessage(message, { transfer });
}

/**
 * @param {object} values
 * @param {Transferable[]} transfer  gets the buffer of every typed array among `values`
 */
function collectBuffers(values, transfer) {
  for (const value of Object.values(values)) {
    if (ArrayBuffer.isView(value)) transfer.push(/** @type {ArrayBuffer} */ (value.buffer));
  }
}
