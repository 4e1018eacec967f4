/**
 * Begins with the run that this tab has had before, where there is one and the address asks for no other, and keeps the
 * page's runs in the browser from then on.
 */

/** @import {Catalog} from "../protocol.js" */
/** @import {KeptRecord, Runs} from "../model/kept.js" */
/** @import {Link} from "../model/permalink.js" */
/** @import {Notice} from "../model/state.js" */

import { beginningNotice, FORGOTTEN, NOT_FORGOTTEN, troubleNotice } from "../model/keeping-words.js";
import { isAddressOf, isReadable, keptCode, stepOf, toRuns } from "../model/kept.js";
import { Keeper } from "./keeper.js";
import { RunStore } from "./run-store.js";
import { Tab } from "./tab.js";

const WAIT_MS = 1000; // a browser that has not found the record by then begins without it
const HEALTHY_MS = 3000; // a page that has lived so long after its start has not died of it
const SUSPICIOUS_STARTS = 2; // that have died in a row, after which the last edit of code is left out
const MAX_STARTS = 3; // after which the run is not tried again by itself

/**
 * @typedef {object} Beginning
 * @property {"new"|"back"|"other"|"failing"} kind  "other": the address asks for other settings than those of `record`;
 *   "failing": to start from it has failed
 * @property {KeptRecord|null} record
 */

export class Keeping {
  #store = new RunStore();
  #tab = new Tab();
  #keeper;
  /** @type {Promise<KeptRecord|null>} */ #read;
  /** @type {Beginning} */ #beginning = { kind: "new", record: null };
  #hasBegun = false;
  /** What the page begins with; null: with nothing. @type {Promise<Runs>|null} */ runs = null;

  /**
   * @param {object} options
   * @param {() => string} options.address  query and hash of the runs; asked for once there are some
   * @param {(notice: Notice) => void} options.onNotice
   */
  constructor({ address, onNotice }) {
    const { before } = this.#tab;
    this.#read = before === null ? Promise.resolve(null) : inTime(this.#store.read(before));
    this.#keeper = new Keeper({
      write: (save) => {
        if (save.isFirst) this.#tab.settle();
        return this.#store.write(save);
      },
      address,
      onTrouble: (trouble) => onNotice(troubleNotice(trouble)),
    });
  }

  /**
   * Look for the run that this tab has had before.
   * @param {Link} link  that the address is
   * @param {Catalog} catalog
   */
  async find(link, catalog) {
    const record = await this.#read;
    if (isReadable(record) && record !== null) {
      const isSame = isAddressOf(record, link, location.search + location.hash, catalog);
      const kind = !isSame ? "other" : this.#tab.starts >= MAX_STARTS ? "failing" : "back";
      this.#beginning = { kind, record };
      if (kind === "back") {
        this.#tab.noteStart();
        this.runs = this.#store.readKeyframes(record.id).then((keyframes) => toRuns(record, keyframes));
      }
    }
    this.#own();
    addEventListener("pagehide", this.#keeper.save);
    document.addEventListener("visibilitychange", this.#keeper.save);
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#own(true); // another page may have been here meanwhile
    });
  }

  /** What Python is to begin with; undefined: with nothing. */
  get kept() {
    const { runs } = this;
    return runs ? { runs, isSuspicious: this.#isSuspicious, onFailure: this.#giveUp } : undefined;
  }

  /** The last edit of the code has not let the page start. */
  get #isSuspicious() {
    const { kind, record } = this.#beginning;
    const isEdited = record !== null && Object.keys(keptCode(record)).length > 0;
    return kind === "back" && isEdited && this.#tab.starts >= SUSPICIOUS_STARTS;
  }

  /** The runs of the page have changed. @param {Runs} runs */
  note = (runs) => this.#keeper.note(runs);

  /**
   * What is to be said of the beginning, once: Python has started.
   * @param {(step: number) => string} format
   * @returns {Notice|null}
   */
  takeNotice(format) {
    const { kind, record } = this.#beginning;
    if (this.#hasBegun || record === null) return null;
    this.#hasBegun = true;
    if (kind === "back") setTimeout(this.#tab.noteHealth, HEALTHY_MS);
    return beginningNotice(kind, format(stepOf(record)));
  }

  /** Python cannot start from what is kept: begin without it. */
  #giveUp = () => {
    this.#keeper.stop();
    this.#tab.noteFailure(MAX_STARTS);
    location.reload();
  };

  /** Load the page again, with the run that was here before. */
  goBack = () => {
    const { record } = this.#beginning;
    if (record === null) return;
    this.#keeper.save();
    this.#tab.become(record.id);
    history.replaceState(history.state, "", location.pathname + record.address);
    location.reload();
  };

  /** Forget all that this browser has kept, and keep nothing more until the page is loaded again. @returns {Promise<string>}  what has come of it */
  forget = async () => {
    this.#keeper.stop();
    this.#tab.forget();
    return this.#store.clear().then(
      () => FORGOTTEN,
      () => NOT_FORGOTTEN,
    );
  };

  async #own(isAgain = false) {
    const { kind, record } = this.#beginning;
    const { id, isNew } = await this.#tab.claim(!isAgain && (kind === "other" || kind === "failing"));
    const isKept = kind === "back" && !isNew && !isAgain && id === record?.id;
    this.#keeper.begin(id, isKept ? await this.runs : null);
  }
}

/** @template T @param {Promise<T|undefined>} found @returns {Promise<T|null>} */
function inTime(found) {
  const late = new Promise((/** @type {(value: null) => void} */ resolve) =>
    setTimeout(resolve, WAIT_MS, null),
  );
  return Promise.race([found.then((value) => value ?? null).catch(() => null), late]);
}
