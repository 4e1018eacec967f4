/**
 * Brings the page's address and the run together: what a link asks for is asked of Python, and what
 * is in force is written into the address.
 */

import { keyOfField, readLink, toConfig, writeLink } from "./permalink.js";
import { FIRST_VIEW, withNotice } from "./state.js";

/** @import {ErrorValue} from "./protocol.js" */
/** @import {AppState, ViewSettings} from "./state.js" */

const PAUSE = 400; // ms without a change before the address is written: browsers limit how often it may be

/**
 * @param {object} options
 * @param {(name: string, params: object) => Promise<unknown>} options.request
 * @param {import("./store.js").Store<AppState>} options.store
 * @param {ReturnType<typeof readLink>} options.link
 * @param {ViewSettings["theme"]} options.theme  that the page has by itself
 */
export function createLinkSync({ request, store, link, theme }) {
  const settings = new Map(link.settings);
  /** @type {"waiting"|"asking"|"done"} */
  let state = settings.size > 0 ? "waiting" : "done";
  /** @type {string[]} */
  const problems = link.unknown.map((name) => `“${name}” is no setting`);
  /** @type {Pick<AppState, "config"|"view">|null} */
  let written = null;
  let timer = 0;

  /** Ask for the settings; what Python refuses is left out, and said. */
  async function apply() {
    if (state !== "waiting") return;
    state = "asking";
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
        leaveOut(settings, error.field ?? "");
      }
    }
    state = "done";
    tell();
  }

  function tell() {
    if (problems.length === 0) return;
    const message = `The link could not be followed in everything: ${problems.join("; ")}. The rest is in force.`;
    store.update((current) => withNotice(current, { kind: "error", message }));
  }

  function write() {
    clearTimeout(timer);
    timer = 0;
    if (state !== "done") return;
    const { config, catalog, view } = store.get();
    const hash = writeLink(config, catalog, changedView(view, theme), link.hidden);
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
      const { config, view, status } = store.get();
      if (status === "loading" || status === "failed") return;
      if (state === "waiting") apply();
      if (written?.config === config && written.view === view) return;
      const isFirst = written === null;
      written = { config, view };
      if (isFirst && location.hash === "") return;
      clearTimeout(timer);
      timer = window.setTimeout(write, PAUSE);
    },
    /** The address of what is in force now. */
    address() {
      write();
      return location.href;
    },
  };
}

/**
 * @param {Map<string, string>} settings
 * @param {string} field  that was refused
 */
function leaveOut(settings, field) {
  const key = keyOfField(field);
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
