/**
 * Saves the run into a file and goes on with the run of one, and says what came of it. Code of a file
 * runs only when the user has said so.
 */

import { openedAt } from "../model/opened.js";
import { withNotice, withPage } from "../model/state.js";

/** @import {ErrorValue, FileText, Request} from "../protocol.js" */
/** @import {Notice, SeenStore} from "../model/state.js" */

const MAX_BYTES = 128_000_000; // what Python takes (py/glassnet/archive.py): more is not even read

/** @typedef {{name: string, size: number, arrayBuffer: () => Promise<ArrayBuffer>}} ReadFile  a File */

/**
 * @typedef {object} RunFileOptions
 * @property {Request} request
 * @property {SeenStore} store
 * @property {(code: FileText[], onRun: () => Promise<unknown>) => Promise<boolean>} askAboutCode  returns whether it has run
 */

/** @param {RunFileOptions} options */
export function createRunFiles({ request, store, askAboutCode }) {
  /** The run that was here before a file was opened. @type {Uint8Array|null} */
  let before = null;
  const tell = (/** @type {Notice} */ notice) => store.update((state) => withNotice(state, notice));

  /** @param {string} what @param {unknown} thrown */
  function tellFailure(what, thrown) {
    const { error, message } = /** @type {Error & {error?: ErrorValue}} */ (thrown);
    if (!error) reportError(thrown); // a fault of ours
    tell({ kind: "error", message: `${what}: ${message}`, detail: error?.traceback });
  }

  /** @param {ReadFile} file @returns {Promise<boolean>}  whether its run is here now */
  async function open(file) {
    if (file.size > MAX_BYTES) throw refusal("The file is too large.");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { network, edits } = store.get();
    const current = network.step > 0 || edits.undo !== null ? await request("save_run", {}) : null;
    const { opened, code } = await request("open_run", { file: bytes });
    if (!opened) {
      const onRun = () => request("open_run", { file: bytes, runs_code: true });
      if (!(await askAboutCode(code, onRun))) return false;
    }
    before = current?.file ?? null;
    const at = before && openedAt(file.name, store.get());
    store.update((state) => withPage(state, { opened_file: at }));
    return true;
  }

  return {
    /** @returns {Promise<{name: string, file: Uint8Array<ArrayBuffer>}|null>}  null: it failed, as was told */
    async onSave() {
      try {
        return await request("save_run", {});
      } catch (thrown) {
        tellFailure("The run cannot be saved", thrown);
        return null;
      }
    },
    /** @param {ReadFile} file */
    async onOpen(file) {
      try {
        const isOpen = await open(file);
        const message = isOpen
          ? `“${file.name}” is open, where it was saved.`
          : `“${file.name}” was not opened: its code has not been run.`;
        tell({ kind: "info", message, ...(isOpen && before && { offer: "before", stays: true }) });
      } catch (thrown) {
        tellFailure(`“${file.name}” cannot be opened`, thrown);
      }
    },
    /** Bring back the run that was here before a file was opened. */
    async onBefore() {
      if (before === null) return;
      try {
        await request("open_run", { file: before, runs_code: true });
        before = null;
        store.update((state) => withPage(state, { opened_file: null }));
        tell({ kind: "info", message: "The run from before is back." });
      } catch (thrown) {
        tellFailure("The run from before cannot be brought back", thrown);
      }
    },
  };
}

/** @param {string} message */
const refusal = (message) => Object.assign(new Error(message), { error: { code: "invalid", message } });
