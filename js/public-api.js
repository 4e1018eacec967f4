/**
 * What other code may call: `window.glassnet`, and the same by `postMessage` for a page that embeds
 * this one in an iframe. README.md, "Commands", documents it.
 */

/** @import {WorkerEvent} from "./protocol.js" */

/**
 * @param {object} options
 * @param {(name: string, params: object) => Promise<any>} options.request
 * @param {string} options.version
 */
export function publishApi({ request, version }) {
  /** @type {Map<string, Set<(event: WorkerEvent) => void>>} */
  const handlers = new Map();
  const glassnet = {
    version,
    /** @param {string} name @param {object} [params] */
    request: (name, params = {}) => request(name, params),
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
  };
  Object.defineProperty(window, "glassnet", { value: Object.freeze(glassnet) });
  if (window.parent !== window) window.addEventListener("message", (event) => answerParent(event, request));

  return {
    /** @param {WorkerEvent} event */
    emit(event) {
      for (const handler of handlers.get(event.type) ?? []) {
        try {
          handler(event);
        } catch (error) {
          reportError(error); // somebody else's handler must not stop the page
        }
      }
    },
  };
}

/**
 * @param {MessageEvent} event  its data is `{id, name, params}`; the answer `{id, ok, result | error}`
 * @param {(name: string, params: object) => Promise<any>} request
 */
async function answerParent({ source, origin, data }, request) {
  if (source !== window.parent || typeof data?.name !== "string") return;
  /** @param {object} reply */
  const answer = (reply) =>
    window.parent.postMessage({ id: data.id, ...reply }, origin === "null" ? "*" : origin);
  try {
    answer({ ok: true, result: await request(data.name, data.params ?? {}) });
  } catch (error) {
    answer({
      ok: false,
      error: /** @type {any} */ (error).error ?? { code: "python", message: String(error) },
    });
  }
}
