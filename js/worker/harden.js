/**
 * Takes from the worker what code that users write must not reach: the network, storage, other
 * threads, and messages in our name. The content security policy keeps other origins out anyway;
 * this closes the page's own origin and makes a slip end in a plain error. It is no sandbox.
 */

/** @import {PyodideInterface} from "pyodide" */

const FORBIDDEN = [
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource"],
  ...["RTCDataChannel", "Request", "importScripts"],
  ...["indexedDB", "caches", "CacheStorage", "cookieStore", "navigator", "FileReaderSync"],
  ...["webkitRequestFileSystem", "webkitRequestFileSystemSync", "StorageManager"],
  ...["Worker", "SharedWorker", "BroadcastChannel", "Notification"],
  ...["postMessage", "close", "dispatchEvent", "onmessage"],
];
const PYTHON_MODULES = ["js", "pyodide_js"];

/** @param {PyodideInterface} python  that has everything it will ever load */
export function harden(python) {
  for (const name of PYTHON_MODULES) python.unregisterJsModule(name);
  python.runPython(`
import sys
for name in [name for name in sys.modules if name.partition(".")[0] in ("js", "pyodide_js")]:
    del sys.modules[name]
`);
  for (const name of FORBIDDEN) remove(name);
}

/** @param {string} name  of a global that nobody can reach from here on, by whatever prototype */
function remove(name) {
  for (let holder = self; holder && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
    if (!Object.hasOwn(holder, name)) continue;
    if (Reflect.deleteProperty(holder, name)) continue;
    Object.defineProperty(holder, name, { value: undefined, writable: false });
  }
}
