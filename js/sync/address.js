/** Writes what is in force into the page's address. */

import { isLink, withoutKeys } from "../model/link-text.js";
import { stationOf, stationWord } from "../model/opened-step.js";
import { linkKeys, writeLink } from "../model/permalink.js";

/** @import {EditedFiles} from "../protocol.js" */
/** @import {AppState, SeenStore} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

const PAUSE = 400; // ms without a change before the address is written: browsers limit how often it may be

/**
 * @typedef {object} AddressOptions
 * @property {SeenStore} store
 * @property {string[]} hidden  names of controls that the link hides
 * @property {ViewSettings} first  how the page begins by itself
 * @property {(files: EditedFiles) => Promise<string|null>} packCode  null: too long
 * @property {() => boolean} isAllowed  a link that is not followed yet must not be overwritten
 */

export class Address {
  #options;
  /** The edited files in force as a word; null: too long. @type {string|null} */
  #code = "";
  /** Done when that is the word of the files in force. @type {Promise<void>} */ #packed = Promise.resolve();
  /** What has been in force when it was looked at last. @type {Pick<AppState, "config"|"view"|"code"|"opened">|null} */
  #seen = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** The hash that was followed or written last. */
  #known = location.hash;

  /** @param {AddressOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** The address of what is in force now, whatever the browser has been let to show; it lacks code that is too long. */
  async link() {
    await this.#packed;
    this.write();
    const here = location.href.replace(/[?#].*/s, "") + this.#ownSearch();
    const href = this.#options.isAllowed() ? here + this.#hash() : location.href;
    return { href, lacksCode: this.#code === null };
  }

  /** Call it after every change of the state, once Python is there. */
  follow() {
    const { config, view, code, opened } = this.#options.store.get();
    const seen = this.#seen;
    const isSeen = seen?.config === config && seen.view === view && seen.code === code;
    if (isSeen && seen.opened === opened) return;
    this.#seen = { config, view, code, opened };
    // A run that was kept comes with its code.
    if (seen === null ? Object.keys(code).length > 0 : seen.code !== code) this.#packed = this.#pack(code);
    if (seen === null && location.hash === "" && this.#ownSearch() === location.search) return; // nobody has asked for anything
    this.writeSoon();
  }

  writeSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.write(), PAUSE);
  }

  write() {
    clearTimeout(this.#timer);
    if (!this.#options.isAllowed() || this.leadsElsewhere()) return;
    const hash = this.#hash();
    const search = this.#ownSearch();
    if (hash === location.hash && search === location.search) return;
    const isHashAlone = hash !== "" && search === location.search;
    try {
      history.replaceState(history.state, "", isHashAlone ? hash : location.pathname + search + hash);
      this.#known = hash;
    } catch {
      // A frame without an address of its own has none to write, and browsers limit how often it may be written.
    }
  }

  /**
   * Whether the address has come to say something else than what is in force: another link, or an entry of the
   * browser's history, which must not be overwritten.
   */
  leadsElsewhere() {
    const { hash } = location;
    const isAnchor = hash !== "" && !isLink(hash);
    if (isAnchor || hash === this.#known) return false;
    return !this.#options.isAllowed() || hash !== this.#hash();
  }

  /** What is in force. */
  #hash() {
    const { store, hidden, first } = this.#options;
    const { config, catalog, view, opened } = store.get();
    const station = opened === null ? "" : stationWord(stationOf(opened));
    return writeLink(config, catalog, changedView(view, first), hidden, { code: this.#code ?? "", station });
  }

  /** The query without what belongs into the hash: left there, it would contradict that some day. */
  #ownSearch() {
    return withoutKeys(location.search, linkKeys(this.#options.store.get().catalog));
  }

  /** @param {EditedFiles} files  in force */
  async #pack(files) {
    const word = await this.#options.packCode(files);
    if (this.#options.store.get().code !== files) return;
    this.#code = word;
    this.writeSoon();
  }
}

/**
 * What of the view differs from how the page starts by itself.
 * @param {ViewSettings} view
 * @param {ViewSettings} first
 * @returns {Partial<ViewSettings>}
 */
function changedView(view, first) {
  const entries = Object.entries(view).filter(
    ([name, value]) => value !== first[/** @type {keyof ViewSettings} */ (name)],
  );
  return Object.fromEntries(entries);
}
