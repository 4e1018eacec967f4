/**
 * What other code may call: `window.glassnet`, and the same by `postMessage` for a page that embeds
 * this one in an iframe. docs/commands.md documents it. A classic script ahead of all modules,
 * so that nobody has to wait for the page before calling: a command waits for it here.
 */

{
  /** @typedef {import("./protocol.js").WorkerEvent} WorkerEvent */
  /** @typedef {(name: string, params: object, run?: string) => Promise<any>} Send */

  /** The types of all events, as js/protocol.js has them. */
  const EVENTS = [
    ...["status", "catalog", "topology", "dataset", "config", "state", "journal", "keyframe"],
    ...["closed", "divergence", "code", "log", "error"],
  ];

  /** @type {Map<string, Set<(event: WorkerEvent) => void>>} */
  const handlers = new Map();
  /** Which events the embedding page is told, and its origin. */
  let subscription = { events: /** @type {string[]} */ ([]), origin: "" };
  /** Who carries commands out; null: nobody yet. @type {Send|null} */
  let send = null;
  let wake = () => {};
  /** @type {Promise<void>} */
  const connected = new Promise((resolve) => {
    wake = resolve;
  });
  /** Refuses what is asked, and what has been asked and not answered, when the page cannot start. @type {(error: Error) => void} */
  let refuse = () => {};
  /** @type {Promise<never>} */
  let refused;
  const listen = () => {
    refused = new Promise((_resolve, reject) => {
      refuse = reject;
    });
    refused.catch(() => {}); // nobody may have asked for anything
  };
  listen();

  /** @param {string} name @param {object} params @param {string} [run] */
  async function request(name, params, run) {
    await Promise.race([connected, refused]);
    return Promise.race([/** @type {Send} */ (send)(name, params, run), refused]);
  }

  const glassnet = Object.freeze({
    version: document.documentElement.dataset.version ?? "source",
    /** @param {string} name @param {object} [params] @param {string} [run]  its name; by itself the one that is shown */
    request: (name, params = {}, run = undefined) => request(name, params, run),
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

  /** @param {object} message @param {string} origin */
  const tellParent = (message, origin) =>
    window.parent.postMessage(message, origin === "null" ? "*" : origin);

  /**
   * Send events of these types to the embedding page from now on, and no others.
   * @param {any} params  `{events}`, anybody's
   * @param {string} origin
   */
  const subscribe = (params, origin) => {
    const { events, ...others } = params ?? {};
    /** @param {string} field @param {string} rule @param {any} value */
    const refuse = (field, rule, value) => {
      const message = `${field} ${rule}.`;
      throw Object.assign(new Error(message), { error: { code: "invalid", message, field, rule, value } });
    };
    const [other] = Object.keys(others);
    if (other !== undefined) refuse(other, "is no parameter of subscribe", others[other]);
    if (!Array.isArray(events) || events.some((type) => !EVENTS.includes(type)))
      refuse("events", `must be a list of some of ${EVENTS.join(", ")}`, events ?? null);
    subscription = { events: [...events], origin };
    return { events: [...events] };
  };

  /** @param {MessageEvent} event  its data is `{id, name, params}`; the answer `{id, ok, result | error}` */
  const answerParent = async ({ source, origin, data }) => {
    if (source !== window.parent || typeof data?.name !== "string") return;
    const { id, name, params, run } = data;
    /** @param {object} reply */
    const answer = (reply) => tellParent({ id, ...reply }, origin);
    try {
      const result =
        name === "subscribe" ? subscribe(params, origin) : await glassnet.request(name, params, run);
      answer({ ok: true, result });
    } catch (error) {
      answer({
        ok: false,
        error: /** @type {any} */ (error).error ?? { code: "python", message: String(error) },
      });
    }
  };
  if (window.parent !== window) window.addEventListener("message", answerParent);

  /** Answer commands, those that have been waiting first, and return what tells the handlers of an event. */
  /** @type {any} */ (window).connectApi = (/** @type {Send} */ carryOut) => {
    send = carryOut;
    listen(); // the page may have been given up and only been late
    wake();
    return (/** @type {WorkerEvent} */ event) => {
      if (subscription.events.includes(event.type)) tellParent({ event }, subscription.origin);
      for (const handler of handlers.get(event.type) ?? []) {
        try {
          handler(event);
        } catch (error) {
          reportError(error); // somebody else's handler must not stop the page
        }
      }
    };
  };

  /** The page cannot start: whatever is asked is refused. @param {{code: string, message: string}} error */
  /** @type {any} */ (window).failApi = (/** @type {{code: string, message: string}} */ error) =>
    refuse(Object.assign(new Error(error.message), { error }));
}
