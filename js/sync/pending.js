/** The commands that a worker has not answered yet. */

import { failsWith } from "./code-safety.js";
import { CommandError, toMessage } from "./command.js";

/** @import {CommandMessage, ErrorReply, ErrorValue, OkReply} from "../protocol.js" */
/** @typedef {{message: CommandMessage, resolve: (result: any) => void, reject: (error: Error) => void}} PendingCommand */

export class Pending {
  #nextId = 1;
  /** @type {Map<number, PendingCommand>} */ #commands = new Map();

  /**
   * @param {{run: string, name: string, params: unknown}} command
   * @param {PendingCommand["resolve"]} resolve
   * @param {PendingCommand["reject"]} reject
   * @returns {CommandMessage}  to be sent; throws a CommandError for what no message can carry
   */
  add({ run, name, params }, resolve, reject) {
    const id = this.#nextId++;
    /** @type {CommandMessage} */
    const message = { type: "command", id, run: String(run), name: String(name), ...toMessage(params) };
    this.#commands.set(id, { message, resolve, reject });
    return message;
  }

  /** @param {OkReply|ErrorReply} reply  that has come */
  settle(reply) {
    const command = this.#take(reply.id);
    if (reply.ok) command?.resolve(reply.result);
    else command?.reject(new CommandError(reply.error));
  }

  /** In the order in which they were asked for. */
  messages = () => [...this.#commands.values()].map(({ message }) => message);

  /** @param {string} name @param {string} run */
  has = (name, run) => this.messages().some((command) => command.name === name && command.run === run);

  /** Those that fail with the code of a run. @param {ErrorValue} error @param {string} run */
  rejectFailed = (error, run) => this.reject(error, (command) => failsWith(command, run));

  /** @param {ErrorValue} error @param {(command: CommandMessage) => boolean} [isMeant] */
  reject(error, isMeant = () => true) {
    for (const message of this.messages().filter(isMeant))
      this.#take(message.id)?.reject(new CommandError(error));
  }

  /** @param {number} id */
  #take(id) {
    const command = this.#commands.get(id);
    this.#commands.delete(id);
    return command;
  }
}
