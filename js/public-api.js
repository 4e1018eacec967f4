/**
 * What other code may call: `window.glassnet`, and the same by `postMessage` for a page that embeds
 * this one in an iframe. docs/commands.md documents it. A classic script ahead of all modules,
 * so that nobody has to wait for the page before calling: a command waits for it here.
 */

{
  /** @typedef {import("./protocol.js").WorkerEvent} WorkerEvent */
  /** @typedef {(name: string, params: object, run?: string) => Promise<any>} Send */

  /** @type {Map<string, Set<(event: WorkerEvent) => void>>} */
  const handlers = new Map();
  /** @type {(send: Send) => void} */
  let connect;
  /** @type {Promise<Send>} */
  const connected = new Promise((resolve) => {
    connect = resolve;
  });

  const glassnet = Object.freeze({
    version: document.documentElement.dataset.version ?? "source",
    /** @param {string} name @param {object} [params] @param {string} [run]  its name; by itself the one that is shown */
    request: async (name, params = {}, run = undefined) => (await connected)(name, params, run),
    /**
     * @param {string} type  of a worker event: "status", "topology", "dataset", "state", …
     * @param {(event: WorkerEvent) => void} handler
     * @returns {() => void}  stops it
     */
    on(type, handler) {
      if (!handlers.has(type)) handlers.set(type, new Set());
      const set = /** @type {Set<(event: WorkerEvent) => void>} */ (handlers.get(type));
      set.add(handler);
      return () => set.delete(handler);
    },
  });
  Object.defineProperty(window, "glassnet", { value: glassnet });

  /** @param {MessageEvent} event  its data is `{id, name, params}`; the answer `{id, ok, result | error}` */
  const answerParent = async ({ source, origin, data }) => {
    if (source !== window.parent || typeof data?.name !== "string") return;
    /** @param {object} reply */
    const answer = (reply) =>
      window.parent.postMessage({ id: data.id, ...reply }, origin === "null" ? "*" : origin);
    try {
      answer({ ok: true, result: await glassnet.request(data.name, data.params, data.run) });
    } catch (error) {
      answer({
        ok: false,
        error: /** @type {any} */ (error).error ?? { code: "python", message: String(error) },
      });
    }
  };
  if (window.parent !== window) window.addEventListener("message", answerParent);

  /** Answer commands, those that have been waiting first, and return what tells the handlers of an event. */
  /** @type {any} */ (window).connectApi = (/** @type {Send} */ send) => {
    connect(send);
    return (/** @type {WorkerEvent} */ event) => {
      for (const handler of handlers.get(event.type) ?? []) {
        try {
          handler(event);
        } catch (error) {
          reportError(error); // somebody else's handler must not stop the page
        }
      }
    };
  };
}
