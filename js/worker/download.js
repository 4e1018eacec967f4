/**
 * Fetches files of the site, counts their bytes, and makes one failure of all that can go wrong:
 * Pyodide itself waits for ever when its wasm file is missing or has the wrong type.
 */

/** @typedef {(stage: "packages"|"start", loaded: number, total: number) => void} ReportBytes */

const STALLED_MS = 60_000;
const REPORT_MS = 50;

/** @typedef {ReturnType<typeof createDownload>} Download */

/** @param {URL} site  where the manifest is, and all names are relative to */
export function createDownload(site) {
  const originalFetch = self.fetch.bind(self);
  let loaded = 0;
  let total = 0;
  let reportedAt = 0;
  let timer = 0;
  let isWatched = false;
  /** @type {string[]} */ const counted = [];
  /** @type {ReportBytes} */ let report = () => {};
  /** @type {(error: unknown) => void} */ let fail = () => {};
  /** @type {Promise<never>} */
  const failed = new Promise((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // it may settle when nobody listens any more
  const manifest = get("manifest.json").then((response) => response.json());
  manifest.then(({ files }) => {
    total = counted.reduce((sum, name) => sum + files[name].bytes, 0);
  }, fail);
  // Pyodide leaves some of its promises to themselves when a fetch fails.
  const onRejection = (/** @type {PromiseRejectionEvent} */ event) => {
    event.preventDefault();
    fail(event.reason);
  };

  /**
   * @param {RequestInfo|URL} input
   * @param {RequestInit} [init]
   */
  async function get(input, init) {
    const url = new URL(input instanceof Request ? input.url : input, site).href;
    const name = nameOf(url);
    let response;
    try {
      response = await originalFetch(input instanceof Request ? input : url, init);
    } catch (error) {
      throw new Error(`${name} could not be fetched: ${/** @type {Error} */ (error).message}.`);
    }
    if (!response.ok)
      throw new Error(`${name} could not be fetched: the server answered ${response.status}.`);
    const type = response.headers.get("Content-Type") ?? "none";
    if (name.endsWith(".wasm") && !type.startsWith("application/wasm")) {
      throw new Error(`${name} must be served as application/wasm, but came as ${type}.`);
    }
    return response;
  }

  /** @param {string} url @returns {string}  relative to the site */
  function nameOf(url) {
    return url.startsWith(site.href) ? url.slice(site.href.length) : url;
  }

  /** @param {number} n_bytes  that have just arrived */
  function count(n_bytes) {
    loaded += n_bytes;
    if (!isWatched) return;
    const now = performance.now();
    const isWhole = total > 0 && loaded >= total;
    if (!isWhole && now - reportedAt < REPORT_MS) return; // the page draws every report
    reportedAt = now;
    watchForStall();
    if (total > 0) report(isWhole ? "start" : "packages", Math.min(loaded, total), total);
  }

  function watchForStall() {
    clearTimeout(timer);
    timer = setTimeout(
      () => fail(new Error(`Python did not start within ${STALLED_MS / 1000} seconds.`)),
      STALLED_MS,
    );
  }

  return {
    /** Rejects when anything that was asked for has failed, or nothing has happened for long. */
    failed,

    /**
     * Fetch a file; its bytes are counted while whoever has the response reads it.
     * @param {string} name
     */
    async response(name) {
      counted.push(name);
      try {
        const response = await get(name);
        countBody(response.clone(), count).catch(fail);
        return response;
      } catch (error) {
        fail(error);
        throw error;
      }
    },

    /**
     * Answer fetches by `known`, by name, until `stop`; what it does not know is really fetched.
     * @param {(name: string) => Promise<Response>|undefined} known
     */
    answer(known) {
      self.fetch = (input, init) =>
        known(nameOf(input instanceof Request ? input.url : String(input))) ?? get(input, init);
    },

    /** @param {ReportBytes} listener */
    watch(listener) {
      report = listener;
      isWatched = true;
      self.addEventListener("unhandledrejection", onRejection);
      watchForStall();
      count(0);
    },

    /** From here on nothing is reported; what fails now fails in silence. */
    giveUp() {
      isWatched = false;
      clearTimeout(timer);
    },

    /** From here on nothing is reported or failed, and nothing stands between a fetch and the browser. */
    stop() {
      isWatched = false;
      clearTimeout(timer);
      self.fetch = originalFetch;
      self.removeEventListener("unhandledrejection", onRejection);
    },
  };
}

/**
 * @param {Response} response
 * @param {(n_bytes: number) => void} count
 */
async function countBody(response, count) {
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) return;
    count(chunk.value.byteLength);
  }
}
