/**
 * Fetches files of the site, counts their bytes, and makes one failure of all that can go wrong, a file that does not
 * come included: Pyodide itself waits for ever when its wasm file is missing or damaged.
 */

import { isDue, NO_BYTES, progressOf, received, told, withTotal } from "./byte-count.js";
import { shareOnLine } from "./line.js";
import { faultOfScript, getFile, nameOf, readBody } from "./site-file.js";

/** @typedef {(stage: "packages"|"start", loaded: number, total: number) => void} ReportBytes */

/** In which no byte of any file has come. */
const STALLED_MS = 30_000;
const LATE_MS = 2000;
const MANIFEST = "manifest.json";

export class Download {
  /** Rejects when anything that was asked for has failed, or nothing has come for long. @type {Promise<never>} */
  failed;
  #site;
  #onCame;
  #fetch = globalThis.fetch.bind(globalThis);
  #count = NO_BYTES;
  /** Names of the files whose bytes are counted. @type {string[]} */
  #counted = [];
  /** Names of all that is on its way. @type {Set<string>} */
  #pending = new Set();
  /** Whom to tell; null: nobody. @type {ReportBytes|null} */
  #report = null;
  /** @type {(error: unknown) => void} */
  fail = () => {};
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;

  /** @param {URL} site  that all names are relative to @param {(nBytes: number) => void} [onCame]  over the line */
  constructor(site, onCame = () => {}) {
    this.#site = site;
    this.#onCame = onCame;
    this.failed = new Promise((_resolve, reject) => {
      this.fail = reject;
    });
    this.failed.catch(() => {}); // it may settle when nobody listens any more
  }

  /** @param {string} name @returns {Promise<ArrayBuffer>} */
  bytes(name) {
    this.#counted.push(name);
    return this.#track(name, async () => readBody(await this.#get(name), name, this.#onArrival()));
  }

  /**
   * A file that somebody else reads as it comes.
   * @param {string} name
   * @returns {{response: Promise<Response>, whole: Promise<unknown>}}  whole: everything has come
   */
  stream(name) {
    this.#counted.push(name);
    const response = this.#get(name);
    const whole = this.#track(name, async () => {
      const body = (await response).clone();
      return readBody(body, name, this.#onArrival(shareOnLine(body)));
    });
    return { response, whole };
  }

  /**
   * @param {string} name  of a module
   * @returns {Promise<any>}
   */
  script(name) {
    return this.#track(name, async () => {
      try {
        return await import(new URL(name, this.#site).href);
      } catch (error) {
        throw await faultOfScript(this.#fetch, this.#site, name, error);
      }
    });
  }

  /**
   * Learn from the manifest how many bytes are to come.
   * @returns {Promise<string|null>}  what is wrong with it: nobody needs it to start
   */
  async learnTotal() {
    try {
      const { files } = await (await this.#get(MANIFEST)).json();
      const total = this.#counted.reduce((sum, name) => sum + files[name].bytes, 0);
      this.#count = withTotal(this.#count, total);
      return null;
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      return message.startsWith(MANIFEST) ? message : `${MANIFEST} is damaged: ${message}.`;
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

  /** @template T @param {string} name @param {() => Promise<T>} load @returns {Promise<T>} */
  async #track(name, load) {
    this.#pending.add(name);
    this.#waitForStall();
    try {
      return await load();
    } catch (error) {
      this.fail(error);
      throw error;
    } finally {
      this.#pending.delete(name);
      this.#onBytes(0);
    }
  }

  /** @param {number} [share]  of what is read that came over the line */
  #onArrival(share = 1) {
    return (/** @type {number} */ nBytes) => {
      this.#onCame(nBytes * share);
      this.#onBytes(nBytes);
    };
  }

  #onBytes = (/** @type {number} */ nBytes) => {
    this.#waitForStall();
    const isWhole = this.#pending.size === 0;
    this.#count = received(this.#count, nBytes);
    const now = performance.now();
    if (this.#report === null || !(isWhole || isDue(this.#count, now))) return;
    this.#count = told(this.#count, now);
    const { stage, loaded, total } = progressOf(this.#count, isWhole);
    this.#report(stage, loaded, total);
  };

  #waitForStall() {
    clearTimeout(this.#timer);
    const until = performance.now() + STALLED_MS;
    if (this.#pending.size > 0) this.#timer = setTimeout(() => this.#onStall(until), STALLED_MS);
  }

  /** @param {number} until  ms */
  #onStall = (until) => {
    // A computer that slept, or a tab that was frozen, has not been waiting.
    if (performance.now() > until + LATE_MS) return this.#waitForStall();
    const names = [...this.#pending].join(", ");
    this.fail(new Error(`Nothing more has come of ${names} for ${STALLED_MS / 1000} seconds.`));
  };

  /** Pyodide leaves some of its promises to themselves when a fetch fails. @param {PromiseRejectionEvent} event */
  #onRejection = (event) => {
    event.preventDefault();
    this.fail(event.reason);
  };
}
