/**
 * Brings the page's address and the run together: what a link asks for is asked of Python, and what
 * is in force is written into the address.
 */

import {
  atStage,
  notFollowed,
  problemsText,
  withoutCode,
  withoutWeights,
  withProblems,
  withRefusal,
  withSettingsTaken,
} from "../model/link-progress.js";
import { isUntrained } from "../model/past.js";
import { toConfig } from "../model/permalink.js";
import { countOf } from "../model/shown-point.js";
import { withNotice, withView } from "../model/state.js";
import { Address } from "./address.js";

/** @import {EditedFiles, ErrorValue, Request} from "../protocol.js" */
/** @import {LinkedCode} from "../model/code-link.js" */
/** @import {Link} from "../model/permalink.js" */
/** @import {SeenStore} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

// No start needs them.
const codeLink = () => import("../model/code-link.js");
const weightsLink = () => import("../model/weights-link.js");

/**
 * @typedef {object} LinkSyncOptions
 * @property {Request} request
 * @property {SeenStore} store
 * @property {Link} link
 * @property {ViewSettings} first  how the page begins by itself
 * @property {(station: string) => Promise<boolean>} openStep  false: this network has no such station
 * @property {(linked: LinkedCode) => Promise<void>} askAboutCode  shows what the link brings, and puts it in force if the
 *   user says so
 */

export class LinkSync {
  #options;
  #progress;
  #address;

  /** @param {LinkSyncOptions} options */
  constructor(options) {
    const { link, store, first } = options;
    this.#options = options;
    this.#progress = notFollowed(link);
    const isAllowed = () => this.#progress.stage === "done";
    const packCode = (/** @type {EditedFiles} */ files) => this.#packCode(files);
    const packWeights = async (/** @type {string} */ parameters) =>
      parameters === "" ? "" : (await weightsLink()).packWeights(parameters);
    this.#address = new Address({ store, hidden: link.hidden, first, packCode, packWeights, isAllowed });
  }

  /** Ask the user for the code and Python for the settings; what is refused is left out, and said. */
  async apply() {
    if (this.#progress.stage !== "waiting") return;
    this.#progress = atStage(this.#progress, "asking");
    // The code first: settings may need it.
    const isFollowed =
      (await this.#followCode()) && (await this.#followSettings()) && (await this.#followWeights());
    if (!isFollowed) {
      this.#progress = atStage(this.#progress, "waiting"); // Python is not there; asked again when it is
      return;
    }
    this.#followSample();
    await this.#followStation();
    this.#progress = atStage(this.#progress, "done");
    this.#tell();
    this.#followState(); // it may have changed meanwhile
  }

  /** @param {string[]} names */
  addUnknownControls(names) {
    this.#progress = withProblems(
      this.#progress,
      names.map((name) => `no control is called “${name}”`),
    );
    if (this.#progress.stage === "done") this.#tell();
  }

  /** Call it after every change of the state. */
  sync = () => {
    if (this.#isPythonThere()) this.apply();
    this.#followState();
  };

  #followState() {
    if (this.#isPythonThere()) this.#address.follow();
  }

  #isPythonThere() {
    const { status } = this.#options.store.get();
    return status !== "loading" && status !== "failed";
  }

  /** Whether the address has been changed to another link, or to where the browser's history leads. */
  leadsElsewhere = () => this.#address.leadsElsewhere();

  /** Query and hash of the run, while the browser may already be at those of another. */
  knownAddress = () => this.#address.known();

  /** The address of what is in force now; it lacks code that is too long. */
  address = () => this.#address.link();

  /**
   * The address with the weights and biases of now.
   * @returns {Promise<{step: number, href: string|null}|null>}  `href` null: they are too many; null: it says them
   *   already, or they cannot be had
   */
  weights = async () => {
    const { status, past } = this.#options.store.get();
    if (!this.#isPythonThere() || status === "diverged" || isUntrained(past)) return null;
    try {
      const { packWeights, parametersOf } = await weightsLink();
      const state = await this.#options.request("get_network_state", {});
      const parameters = parametersOf(state);
      if (parameters === null) return null;
      const word = await packWeights(parameters);
      return { step: state.step, href: word && (await this.#address.link(word)).href };
    } catch {
      return null; // Python is not there now
    }
  };

  /** What of the files is different; without Python, which has the originals, all of them. @param {EditedFiles} files */
  async #packCode(files) {
    const { packCode } = await codeLink();
    /** @type {EditedFiles} */ let originals = {};
    try {
      if (Object.keys(files).length > 0) {
        const code = await this.#options.request("get_code", {});
        originals = Object.fromEntries(code.files.map(({ name, original }) => [name, original]));
      }
    } catch {
      // Python is not there now.
    }
    return packCode(files, originals);
  }

  /** @returns {Promise<boolean>}  false: nobody could be asked */
  async #followCode() {
    const { code } = this.#progress;
    try {
      if (code !== "") await this.#options.askAboutCode(await (await codeLink()).unpackCode(code));
    } catch (thrown) {
      const { error, message } = /** @type {Error & {error?: ErrorValue}} */ (thrown);
      if (error && error.code !== "invalid") return false;
      this.#progress = withProblems(this.#progress, [message]);
    }
    this.#progress = withoutCode(this.#progress);
    return true;
  }

  /** @returns {Promise<boolean>} */
  async #followSettings() {
    const { request, store } = this.#options;
    while (this.#progress.settings.size > 0) {
      try {
        await request("configure", { config: toConfig(this.#progress.settings, store.get().catalog) });
        this.#progress = withSettingsTaken(this.#progress);
      } catch (thrown) {
        const error = /** @type {{error?: ErrorValue}} */ (thrown).error;
        if (!error) throw thrown;
        if (error.code !== "invalid") return false;
        this.#progress = withRefusal(this.#progress, error, store.get().catalog);
      }
    }
    return true;
  }

  /** The weights and biases that the run is to begin with. @returns {Promise<boolean>}  false: nobody could be asked */
  async #followWeights() {
    const { weights } = this.#progress;
    if (weights === "") return true;
    try {
      const parameters = await (await weightsLink()).unpackWeights(weights);
      await this.#options.request("set_parameters", { parameters });
    } catch (thrown) {
      const { error, message } = /** @type {Error & {error?: ErrorValue}} */ (thrown);
      if (error && error.code !== "invalid") return false;
      const problem = error ? `its “weights” are left out: ${error.message}` : message;
      this.#progress = withProblems(this.#progress, [problem]);
    }
    this.#progress = withoutWeights(this.#progress);
    return true;
  }

  /** Of the samples that the settings have brought. */
  #followSample() {
    const { link, store } = this.#options;
    const { sample } = link.view;
    if (!sample || link.view.point) return;
    if (sample < countOf(store.get().dataset)) store.update((state) => withView(state, { sample }));
    else this.#progress = withProblems(this.#progress, [`there is no training sample ${sample + 1}`]);
  }

  /** Of the step that comes next. */
  async #followStation() {
    const { link, openStep } = this.#options;
    if (link.station === "" || (await openStep(link.station))) return;
    this.#progress = withProblems(this.#progress, [`no station of the step is “${link.station}”`]);
  }

  #tell() {
    const message = problemsText(this.#progress);
    if (message === null) return;
    this.#options.store.update((state) => withNotice(state, { kind: "error", message }));
  }
}
