/** The commands of a page that no worker has answered yet: another worker is asked what one has left open. */

/** @import {CommandMessage, ErrorReply, ErrorValue, OkReply} from "../protocol.js" */

import { CommandError, toJson } from "./command.js";

export class Pending {
  #nextId = 1;
  /** @type {Map<number, {message: CommandMessage, resolve: (result: any) => void, reject: (error: Error) => void}>} */
  #commands = new Map();

  /**
   * @param {{run: string, name: string, params: unknown}} command
   * @param {(result: any) => void} resolve
   * @param {(error: Error) => void} reject
   * @returns {CommandMessage}  to be sent; throws a CommandError for what no message can carry
   */
  add({ run, name, params }, resolve, reject) {
    const id = this.#nextId++;
    /** @type {CommandMessage} */
    const message = { type: "command", id, run: String(run), name: String(name), params: toJson(params) };
    this.#commands.set(id, { message, resolve, reject });
    return message;
  }

  /** @param {OkReply|ErrorReply} reply */
  settle(reply) {
    const command = this.#commands.get(reply.id);
    this.#commands.delete(reply.id);
    if (reply.ok) command?.resolve(reply.result);
    else command?.reject(new CommandError(reply.error));
  }

  /** @param {ErrorValue} error */
  rejectAll(error) {
    for (const { reject } of this.#commands.values()) reject(new CommandError(error));
    this.#commands.clear();
  }

  messages() {
    return [...this.#commands.values()].map(({ message }) => message);
  }
}
