/**
 * Asks Python for what controls do, in order where one thing depends on another, and says what came of it.
 */

import { asSeen, withError, withNotice } from "../model/state.js";

/** @import {CommandName, Commands, ErrorValue, Request} from "../protocol.js" */
/** @import {AppState, Notice, SeenStore} from "../model/state.js" */

/** @typedef {(state: AppState) => string|Pick<Notice, "message"|"offer">} Told  shown once a command has been carried out */

/**
 * @typedef {object} AskingOptions
 * @property {Request} request
 * @property {SeenStore} store
 * @property {(field: string, message: string) => boolean} showError  at the field's control; false: it has none
 */

export class Asking {
  #options;
  /**
   * Settles when all commands so far have been answered; a fault of ours must not keep later ones waiting.
   * @type {Promise<unknown>}
   */
  #settled = Promise.resolve();

  /** @param {AskingOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {unknown} thrown */
  tell = (thrown) => {
    const error = /** @type {{error?: ErrorValue}} */ (thrown).error;
    const { showError, store } = this.#options;
    if (!error) {
      reportError(thrown); // a fault of ours
      return;
    }
    if (error.field && showError(error.field, error.message)) return;
    store.update((state) => withError(state, error));
  };

  /**
   * @template {CommandName} K
   * @param {K} name
   * @param {Commands[K]["params"]} params
   * @param {Told} [told]
   */
  run(name, params, told) {
    const answered = this.ask(name, params, told);
    this.afterAll(() => answered);
    return answered;
  }

  /**
   * Do what depends on the state that all commands so far lead to, which the state shown may not be yet.
   * @param {() => Promise<unknown>|undefined} act
   */
  afterAll(act) {
    this.#settled = this.#settled.then(act).catch(reportError);
  }

  /**
   * Run it, whatever else is under way.
   * @template {CommandName} K
   * @param {K} name @param {Commands[K]["params"]} params @param {Told} [told]
   * @returns {Promise<boolean>}  it has been carried out
   */
  async ask(name, params, told) {
    const { request, store } = this.#options;
    const { notice } = store.get();
    try {
      await request(name, params);
      store.update((state) => {
        const now = asSeen(state);
        if (now.notice?.kind === "error" && now.notice !== notice) return state; // nobody has read it yet
        const said = told?.(now);
        const next = typeof said === "string" ? { message: said } : said;
        return withNotice(state, next ? { kind: "info", ...next } : null);
      });
      return true;
    } catch (thrown) {
      this.tell(thrown);
      return false;
    }
  }
}
