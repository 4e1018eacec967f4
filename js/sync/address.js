/** Writes what is in force into the page's address. */

import { isLink, withoutKeys } from "../model/link-text.js";
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
 * @property {() => Promise<{packCode: (files: EditedFiles) => Promise<string|null>}>} codeLink  what packs code
 * @property {() => boolean} isAllowed  a link that is not followed yet must not be overwritten
 */

export class Address {
  #options;
  /** The edited files in force as a word; null: too long. @type {string|null} */
  #code = "";
  /** What has been in force when it was looked at last. @type {Pick<AppState, "config"|"view"|"code">|null} */
  #seen = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** The hash that was followed or written last. */
  #known = location.hash;

  /** @param {AddressOptions} options */
  constructor(options) {
    this.#options = options;
  }

  get lacksCode() {
    return this.#code === null;
  }

  /** Call it after every change of the state, once Python is there. */
  follow() {
    const { config, view, code } = this.#options.store.get();
    const seen = this.#seen;
    if (seen?.config === config && seen.view === view && seen.code === code) return;
    this.#seen = { config, view, code };
    // A run that was kept comes with its code.
    if (seen === null ? Object.keys(code).length > 0 : seen.code !== code) this.#pack(code);
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
      // A frame without an address of its own has none to write.
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
    const { config, catalog, view } = store.get();
    return writeLink(config, catalog, changedView(view, first), hidden, this.#code ?? "");
  }

  /** The query without what belongs into the hash: left there, it would contradict that some day. */
  #ownSearch() {
    return withoutKeys(location.search, linkKeys(this.#options.store.get().catalog));
  }

  /** @param {EditedFiles} files  in force */
  async #pack(files) {
    const word = await (await this.#options.codeLink()).packCode(files);
    if (this.#options.store.get().code === files) this.#code = word;
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
