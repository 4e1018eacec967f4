/**
 * Brings the page's address and the run together: what a link asks for is asked of Python, and what
 * is in force is written into the address.
 */

import { keyOfField, readLink, toConfig, writeLink } from "../model/permalink.js";
import { withNotice } from "../model/state.js";
import { FIRST_VIEW } from "../model/view.js";

/** @import {Catalog, EditedFiles, ErrorValue, Request} from "../protocol.js" */
/** @import {AppState, SeenStore} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

const codeLink = () => import("../model/code-link.js"); // no start needs it
const PAUSE = 400; // ms without a change before the address is written: browsers limit how often it may be

/**
 * @param {object} options
 * @param {Request} options.request
 * @param {SeenStore} options.store
 * @param {ReturnType<typeof readLink>} options.link
 * @param {ViewSettings["theme"]} options.theme  that the page has by itself
 * @param {(files: EditedFiles) => Promise<void>} options.askAboutCode  shows what the link brings, and puts it in force
 *   if the user says so
 */
export function createLinkSync({ request, store, link, theme, askAboutCode }) {
  const settings = new Map(link.settings);
  /** @type {"waiting"|"asking"|"done"} */
  let state = settings.size > 0 || link.code !== "" ? "waiting" : "done";
  let brought = link.code; // the user has not been asked about it yet
  /** @type {string|null} */
  let code = ""; // the edited files in force as a word; null: too long
  /** @type {string[]} */
  const problems = link.unknown.map((name) => `“${name}” is no setting`);
  /** @type {Pick<AppState, "config"|"view"|"code">|null} */
  let written = null;
  let timer = 0;

  /** Ask the user for the code and Python for the settings; what is refused is left out, and said. */
  async function apply() {
    if (state !== "waiting") return;
    state = "asking";
    try {
      // First: settings may need it.
      if (brought !== "") await askAboutCode(await (await codeLink()).unpackCode(brought));
    } catch (thrown) {
      const { error, message } = /** @type {Error & {error?: ErrorValue}} */ (thrown);
      if (error && error.code !== "invalid") {
        state = "waiting"; // Python is not there; asked again when it is
        return;
      }
      problems.push(withoutFullStop(message));
    }
    brought = "";
    while (settings.size > 0) {
      try {
        await request("configure", { config: toConfig(settings, store.get().catalog) });
        break;
      } catch (thrown) {
        const error = /** @type {{error?: ErrorValue}} */ (thrown).error;
        if (!error) throw thrown;
        if (error.code !== "invalid") {
          state = "waiting"; // Python is not there; asked again when it is
          return;
        }
        problems.push(withoutFullStop(error.message));
        leaveOut(settings, error.field ?? "", store.get().catalog);
      }
    }
    state = "done";
    tell();
    if (link.code !== "") writeSoon();
  }

  function tell() {
    if (problems.length === 0) return;
    const message = `The link could not be followed in everything: ${problems.join("; ")}. The rest is in force.`;
    store.update((current) => withNotice(current, { kind: "error", message }));
  }

  function writeSoon() {
    clearTimeout(timer);
    timer = window.setTimeout(write, PAUSE);
  }

  /** @param {EditedFiles} files  in force */
  async function pack(files) {
    const word = await (await codeLink()).packCode(files);
    if (store.get().code === files) code = word;
  }

  function write() {
    clearTimeout(timer);
    timer = 0;
    if (state !== "done") return;
    const { config, catalog, view } = store.get();
    const hash = writeLink(config, catalog, changedView(view, theme), link.hidden, code ?? "");
    if (hash === location.hash) return;
    try {
      history.replaceState(history.state, "", hash || location.pathname + location.search);
    } catch {
      // A frame without an address of its own has none to write.
    }
  }

  return {
    apply,
    /** @param {string[]} names */
    addUnknownControls(names) {
      problems.push(...names.map((name) => `no control is called “${name}”`));
      if (state === "done") tell();
    },
    /** Call it after every change of the state. */
    sync() {
      const { config, view, code: files, status } = store.get();
      if (status === "loading" || status === "failed") return;
      if (state === "waiting") apply();
      const isFirst = written === null;
      if (written?.config === config && written.view === view && written.code === files) return;
      if (!isFirst && written?.code !== files) pack(files);
      written = { config, view, code: files };
      if (isFirst && location.hash === "") return;
      writeSoon();
    },
    /** The address of what is in force now; it lacks code that is too long. */
    address() {
      write();
      return { href: location.href, lacksCode: code === null };
    },
  };
}

/**
 * @param {Map<string, string>} settings
 * @param {string} field  that was refused
 * @param {Catalog} catalog
 */
function leaveOut(settings, field, catalog) {
  const key = keyOfField(field, catalog);
  if (key !== undefined && settings.delete(key)) return;
  // A loss may be refused for the output that was asked for.
  if (key === "loss" && settings.delete("output_activation")) return;
  settings.clear();
}

/** @param {string} text */
const withoutFullStop = (text) => text.replace(/\.$/, "");

/**
 * What of the view differs from how the page starts by itself.
 * @param {ViewSettings} view
 * @param {ViewSettings["theme"]} theme
 * @returns {Partial<ViewSettings>}
 */
function changedView(view, theme) {
  const first = { ...FIRST_VIEW, theme };
  const entries = Object.entries(view).filter(
    ([name, value]) => value !== first[/** @type {keyof ViewSettings} */ (name)],
  );
  return Object.fromEntries(entries);
}
