/** The commands that a worker has not answered yet. */

import { CommandError } from "./command.js";

/** @import {CommandMessage, ErrorValue} from "../protocol.js" */
/** @typedef {{message: CommandMessage, resolve: (result: any) => void, reject: (error: Error) => void}} PendingCommand */

export class Pending {
  /** @type {Map<number, PendingCommand>} */ #commands = new Map();

  /** @param {PendingCommand} command */
  add(command) {
    this.#commands.set(command.message.id, command);
  }

  /** Its answer has come. @param {number} id */
  take(id) {
    const command = this.#commands.get(id);
    this.#commands.delete(id);
    return command;
  }

  /** In the order in which they were asked for. */
  messages = () => [...this.#commands.values()].map(({ message }) => message);

  /** @param {ErrorValue} error @param {(command: CommandMessage) => boolean} [isMeant] */
  reject(error, isMeant = () => true) {
    for (const message of this.messages().filter(isMeant))
      this.take(message.id)?.reject(new CommandError(error));
  }
}
