/** Makes workers, and finds out why one does not work. */

/** @type {any} */ const page = window; // js/worker-start.js, js/site-files.js
const SCRIPT = "js/worker/worker.js";

/** @param {boolean} isPlain  it must start without the memory image @returns {Worker} */
export const takeWorker = (isPlain) => page.takeWorker(isPlain);

/** @returns {Promise<string|null>}  what is wrong with the worker's script, which browsers do not tell */
export const faultOfScript = () => page.siteFiles.faultOf(SCRIPT);
