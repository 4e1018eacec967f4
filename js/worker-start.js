/**
 * Starts the worker before anything else of the page has come, so that Python loads meanwhile: a
 * classic script ahead of all modules. js/sync/worker-client.js takes the worker that is there.
 */

{
  const url = new URL("./js/worker/worker.js", document.baseURI).href;
  const { version } = document.documentElement.dataset;

  /** Whether this browser has the memory image already (js/sync/offline.js). */
  const hasImage = () => {
    try {
      return (
        Boolean(navigator.serviceWorker?.controller) || localStorage.getItem("glassnet.image") === version
      );
    } catch {
      return false; // storage may be off
    }
  };

  // By its name a worker knows whether to start from the memory image (js/worker/loader.js).
  const makeWorker = (isPlain = false) => {
    const bootstrap = new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" });
    // A worker from a blob inherits the page's content security policy.
    const name = isPlain ? "plain" : hasImage() ? "image" : "by line";
    return new Worker(URL.createObjectURL(bootstrap), { type: "module", name });
  };

  // A page that is embedded in another waits until it is seen (js/sync/sight.js).
  /** @type {Worker|null} */
  let early = null;
  try {
    if (window.parent === window) early = makeWorker();
    if (early !== null)
      early.onerror = () => {
        early = null; // the next one fails again, with somebody there to hear it
      };
  } catch {
    // the same
  }

  /** Return the worker that was started early, or, after the first call, another. */
  /** @type {any} */ (window).takeWorker = (isPlain = false) => {
    if (isPlain) return makeWorker(true);
    const worker = early ?? makeWorker();
    early = null;
    worker.onerror = null;
    return worker;
  };
}
