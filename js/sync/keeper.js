/**
 * Decides when the runs of a page are written to what the browser keeps: soon after each change, not for each. Knows
 * no browser; what writes, and the clock, are given.
 */

/** @import {Runs} from "../model/kept.js" */
/** @import {Trouble} from "../model/keeping-words.js" */
/** @import {Save} from "./run-store.js" */

import { difference, isWorthKeeping, toRecord } from "../model/kept.js";
import { GoneError } from "./run-store.js";

export const PAUSE_MS = 250; // from one save to the next, at least
const AGAIN_MS = 1500; // after a save, to see whether the address has followed

/**
 * @typedef {object} KeeperOptions
 * @property {(save: Save) => Promise<void>} write
 * @property {() => string} address  query and hash of the runs; asked for once there are some
 * @property {(trouble: Trouble) => void} onTrouble  once
 */

export class Keeper {
  #options;
  /** Of the tab; null: not known yet. @type {string|null} */ #id = null;
  /** @type {Runs|null} */ #runs = null;
  /** What is kept. @type {Runs|null} */ #saved = null;
  #savedAddress = "";
  #savedAt = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  #isOff = false;

  /** @param {KeeperOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** Write under this name. @param {string} id @param {Runs|null} saved  what is kept under it; null: what is there is replaced */
  begin(id, saved) {
    this.#id = id;
    this.#saved = saved;
    this.#savedAt = Number.NEGATIVE_INFINITY;
    this.#plan();
  }

  /** The runs have changed. @param {Runs} runs */
  note(runs) {
    this.#runs = runs;
    this.#plan();
  }

  /** Write what is new at once. */
  save = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [id, runs, before] = [this.#id, this.#runs, this.#saved];
    if (this.#isOff || id === null || runs === null || !isWorthKeeping(runs)) return;
    const address = this.#options.address();
    if (runs === before && address === this.#savedAddress) return;
    const now = performance.now();
    this.#saved = runs;
    this.#savedAddress = address;
    this.#savedAt = now;
    const record = toRecord(runs, { id, at: Date.now(), address });
    const save = { record, ...difference(before ?? {}, runs), isFirst: before === null };
    this.#options.write(save).catch((error) => this.#stop(error));
    this.#timer = setTimeout(this.save, AGAIN_MS);
  };

  /** Nothing is kept from now on. */
  stop() {
    this.#isOff = true;
    clearTimeout(this.#timer);
  }

  /** Not by a timer where that is not needed: a hidden page's are late. */
  #plan() {
    if (this.#isOff || this.#id === null) return;
    const wait = this.#savedAt + PAUSE_MS - performance.now();
    if (wait <= 0) return this.save();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.save, wait);
  }

  /** @param {unknown} error */
  #stop(error) {
    if (this.#isOff) return;
    this.stop();
    const isFull = /** @type {Error} */ (error).name === "QuotaExceededError";
    this.#options.onTrouble(error instanceof GoneError ? "gone" : isFull ? "full" : "denied");
  }
}
