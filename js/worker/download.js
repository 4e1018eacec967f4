/**
 * Fetches files of the site, counts their bytes, and makes one failure of all that can go wrong:
 * Pyodide itself waits for ever when its wasm file is missing or has the wrong type.
 */

import { isDue, NO_BYTES, progressOf, received, told, withTotal } from "./byte-count.js";
import { getFile, nameOf, readBody } from "./site-file.js";

/** @typedef {(stage: "packages"|"start", loaded: number, total: number) => void} ReportBytes */

const STALLED_MS = 60_000;

export class Download {
  /** Rejects when anything that was asked for has failed, or nothing has happened for long. @type {Promise<never>} */
  failed;
  #site;
  #fetch = self.fetch.bind(self);
  #count = NO_BYTES;
  /** Names of the files whose bytes are counted. @type {string[]} */
  #counted = [];
  /** Whom to tell; null: nobody. @type {ReportBytes|null} */
  #report = null;
  /** @type {(error: unknown) => void} */
  #fail = () => {};
  #timer = 0;

  /** @param {URL} site  where the manifest is, and all names are relative to */
  constructor(site) {
    this.#site = site;
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {}); // it may settle when nobody listens any more
    this.#learnTotal().catch(this.#fail);
  }

  /**
   * Fetch a file; its bytes are counted while whoever has the response reads it.
   * @param {string} name
   */
  async response(name) {
    this.#counted.push(name);
    try {
      const response = await this.#get(name);
      readBody(response.clone(), this.#onBytes).catch(this.#fail);
      return response;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /**
   * Answer fetches by `known`, by name, until `stop`; what it does not know is really fetched.
   * @param {(name: string) => Promise<Response>|undefined} known
   */
  answer(known) {
    self.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      return known(nameOf(url, this.#site)) ?? this.#get(input, init);
    };
  }

  /** @param {ReportBytes} report */
  watch(report) {
    this.#report = report;
    self.addEventListener("unhandledrejection", this.#onRejection);
    this.#waitForStall();
    this.#onBytes(0);
  }

  /** From here on nothing is reported; what fails now fails in silence. */
  giveUp() {
    this.#report = null;
    clearTimeout(this.#timer);
  }

  /** From here on nothing is reported or failed, and nothing stands between a fetch and the browser. */
  stop() {
    this.giveUp();
    self.fetch = this.#fetch;
    self.removeEventListener("unhandledrejection", this.#onRejection);
  }

  /** @param {RequestInfo|URL} input @param {RequestInit} [init] */
  #get(input, init) {
    return getFile(this.#fetch, this.#site, input, init);
  }

  async #learnTotal() {
    const { files } = await (await this.#get("manifest.json")).json();
    const total = this.#counted.reduce((sum, name) => sum + files[name].bytes, 0);
    this.#count = withTotal(this.#count, total);
  }

  #onBytes = (/** @type {number} */ nBytes) => {
    this.#count = received(this.#count, nBytes);
    const now = performance.now();
    if (this.#report === null || !isDue(this.#count, now)) return;
    this.#count = told(this.#count, now);
    this.#waitForStall();
    const progress = progressOf(this.#count);
    if (progress !== null) this.#report(progress.stage, progress.loaded, progress.total);
  };

  #waitForStall() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#fail(new Error(`Python did not start within ${STALLED_MS / 1000} seconds.`));
    }, STALLED_MS);
  }

  /** Pyodide leaves some of its promises to themselves when a fetch fails. @param {PromiseRejectionEvent} event */
  #onRejection = (event) => {
    event.preventDefault();
    this.#fail(event.reason);
  };
}
