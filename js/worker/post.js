/** Sends messages to the page; arrays are transferred, not copied. */

/** @import {FromWorker} from "../protocol.js" */

const send = self.postMessage.bind(self); // harden.js takes it away from everybody else

/** @param {FromWorker} message */
export function post(message) {
  /** @type {Transferable[]} */
  const transfer = [];
  collectBuffers(message, transfer);
  send(message, { transfer });
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
