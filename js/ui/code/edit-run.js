/** Puts the user's texts in force, and keeps what has become of the last of them. */

import { changedFiles } from "./drafts.js";
import { accepted, failed, inForce, NOTHING_TRIED, trying, withCode } from "./running.js";

/** @import {EditedFiles, ErrorValue, Request} from "../../protocol.js" */
/** @import {Running} from "./running.js" */
/** @import {WorkingCopy} from "./working-copy.js" */

const TYPING_MS = 400; // without a key, before what was typed is tried

/**
 * @typedef {object} EditRunOptions
 * @property {Request} request
 * @property {() => WorkingCopy} copy
 * @property {() => EditedFiles} code  the edited files of the state shown
 * @property {() => () => void} onTry  other code is to be put in force; what it returns is called once that is
 * @property {() => Promise<void>} onRuns  other code is in force
 * @property {(running: Running) => void} onChange
 */

export class EditRun {
  /** @type {Running} */ #running = NOTHING_TRIED;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  #isComposing = false;
  #waits = false; // for the end of that
  #options;

  /** @param {EditRunOptions} options */
  constructor(options) {
    this.#options = options;
  }

  get running() {
    return this.#running;
  }

  /** Something has been typed: what was to be tried before that is not any more. @param {boolean} runsAsTyped */
  typed(runsAsTyped) {
    this.stop();
    if (runsAsTyped) this.#runSoon();
    else this.say("Not running yet: press Run this code, or Ctrl and Enter.");
  }

  #runSoon() {
    if (this.#isComposing) this.#waits = true;
    else this.#timer = setTimeout(() => this.run(), TYPING_MS);
  }

  /** A method of input puts a word together: what is half of one is not to run. @param {boolean} isOn */
  compose(isOn) {
    this.#isComposing = isOn;
    const waits = isOn ? this.#timer !== undefined : this.#waits;
    this.stop();
    if (waits) this.#runSoon();
  }

  /** Do not try what has been typed last. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waits = false;
  }

  async run() {
    this.stop();
    if (this.#running.isTrying) {
      this.#running = { ...this.#running, isNewer: true };
      return;
    }
    const { drafts, files } = this.#options.copy();
    const originals = Object.fromEntries([...files.values()].map(({ name, original }) => [name, original]));
    const before = { ...originals, ...this.#options.code() };
    const changed = changedFiles(drafts, before);
    if (Object.keys(changed).length === 0) {
      this.tellInForce();
      return;
    }
    this.#set(trying(this.#running));
    await this.#try(changed, changedFiles({ ...before, ...changed }, originals));
    const { isNewer } = this.#running;
    this.#running = { ...this.#running, isTrying: false, isNewer: false };
    if (isNewer && this.#isComposing) this.#waits = true;
    else if (isNewer) this.run();
  }

  /** @param {EditedFiles} changed @param {EditedFiles} edited  of all files, if it runs */
  async #try(changed, edited) {
    const { request, code, onTry, onRuns } = this.#options;
    const onDone = onTry();
    try {
      const answer = await request("edit_code", { files: changed });
      this.#set(accepted(this.#running, answer, edited, code()));
      await onRuns();
      onDone();
    } catch (thrown) {
      const { error } = /** @type {{error?: ErrorValue}} */ (thrown);
      this.#set(failed(this.#running, error ?? { code: "python", message: String(thrown) }, false));
    }
  }

  /** What was in force has failed. @param {ErrorValue} error */
  fail(error) {
    this.#set(failed(this.#running, error, true));
  }

  /** @param {string} said */
  say(said) {
    this.#set({ ...this.#running, said });
  }

  tellInForce() {
    this.#set(inForce(this.#running, this.#options.code()));
  }

  /** Nothing may tell where the mistake is, as long as it is to be found. @param {boolean} isHunting */
  hunt(isHunting) {
    this.#running = { ...this.#running, isHunting };
  }

  /**
   * The state shown has other code.
   * @param {EditedFiles} code
   * @returns {boolean}  whether it is news, by undo or by a command
   */
  follow(code) {
    const { running, isNews } = withCode(this.#running, code);
    this.#running = running;
    return isNews;
  }

  /** @param {Running} running */
  #set(running) {
    this.#running = running;
    this.#options.onChange(running);
  }
}
