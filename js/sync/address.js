/** Writes what is in force into the page's address. */

import { isLink, withoutKeys } from "../model/link-text.js";
import { stationOf, stationWord } from "../model/opened-step.js";
import { firstParameters } from "../model/past.js";
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
 * @property {(parameters: string) => Promise<string|null>} packWeights  null: too long
 * @property {() => boolean} isAllowed  a link that is not followed yet must not be overwritten
 */

/** @typedef {Pick<AppState, "config"|"view"|"code"|"opened"> & {entries: AppState["past"]["entries"], entry: number, parameters: string}} Seen */

export class Address {
  #options;
  /** The edited files in force as a word; null: too long. @type {string|null} */
  #code = "";
  /** The weights and biases that another link has begun the run with, in the same way. @type {string|null} */
  #weights = "";
  /** Done when these are the words of what is in force. @type {Promise<void>} */ #packed = Promise.resolve();
  /** What has been in force when it was looked at last. @type {Seen|null} */
  #seen = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** The hash that was followed or written last. */
  #known = location.hash;

  /** @param {AddressOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * The address of what is in force now, whatever the browser has been let to show; it lacks code that is too long.
   * @param {string} [weights]  to begin with, as a word; else those that the run has begun with
   */
  async link(weights) {
    await this.#packed;
    this.write();
    const here = location.href.replace(/[?#].*/s, "") + this.#ownSearch();
    const href = this.#options.isAllowed() ? here + this.#hash(weights) : location.href;
    return { href, lacksCode: this.#code === null };
  }

  /** Call it after every change of the state, once Python is there, and when it has become allowed. */
  follow() {
    if (!this.#options.isAllowed()) return;
    const { config, view, code, past, opened } = this.#options.store.get();
    const { entries, now } = past;
    const seen = this.#seen;
    const isSamePast = seen?.entries === entries && seen.entry === now[0];
    const isSame =
      seen?.config === config && seen.view === view && seen.code === code && seen.opened === opened;
    if (isSame && isSamePast) return;
    const parameters = isSamePast ? seen.parameters : firstParameters(past);
    this.#seen = { config, view, code, opened, entries, entry: now[0], parameters };
    // A run that was kept comes with its code and its weights.
    if (seen === null ? Object.keys(code).length > 0 : seen.code !== code) this.#pack();
    else if (parameters !== (seen?.parameters ?? "")) this.#pack();
    if (seen !== null || this.#isAskedFor(view)) this.writeSoon();
  }

  /** Whether anybody has asked for anything yet, by the address or on the page. @param {ViewSettings} view */
  #isAskedFor(view) {
    const saysNothing = location.hash === "" && this.#ownSearch() === location.search;
    return !saysNothing || Object.keys(changedView(view, this.#options.first)).length > 0;
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
    const isHashAlone = hash !== "" && search === location.search;
    try {
      if (hash !== location.hash || search !== location.search)
        history.replaceState(history.state, "", isHashAlone ? hash : location.pathname + search + hash);
      this.#known = hash;
    } catch {
      // A frame without an address of its own has none to write, and browsers limit how often it may be written.
    }
  }

  /** Query and hash that were followed or written last, wherever the browser is about to go. */
  known = () => location.search + this.#known;

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

  /** What is in force. @param {string|null} [weights] */
  #hash(weights = this.#weights) {
    const { store, hidden, first } = this.#options;
    const { config, catalog, view, opened } = store.get();
    const words = {
      code: this.#code ?? "",
      weights: weights ?? "",
      station: opened === null ? "" : stationWord(stationOf(opened)),
    };
    return writeLink(config, catalog, changedView(view, first), hidden, words);
  }

  /** The query without what belongs into the hash: left there, it would contradict that some day. */
  #ownSearch() {
    return withoutKeys(location.search, linkKeys(this.#options.store.get().catalog));
  }

  #pack() {
    this.#packed = this.#packSeen();
  }

  async #packSeen() {
    const { packCode, packWeights } = this.#options;
    const { code, parameters } = /** @type {Seen} */ (this.#seen);
    const [codeWord, weightsWord] = await Promise.all([packCode(code), packWeights(parameters)]);
    if (this.#seen?.code !== code || this.#seen.parameters !== parameters) return;
    this.#code = codeWord;
    this.#weights = weightsWord;
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
