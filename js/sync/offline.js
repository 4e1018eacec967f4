/**
 * Has the browser keep the site for use without a network (js/service-worker.js), and offer to install it, once the
 * page has nothing better to do, and tells when a newer version of it is there. Where that cannot be, the
 * page works as it does without.
 */

/** @typedef {"none"|"ready"|"other pages"} NewVersion  waits; waits for other pages of the old one to be closed */

const AFTER_READY_MS = 5000; // by eye: by then the worker has the rest of Python's library, too
const SCRIPT = new URL("../sw.js", import.meta.url);
const IMAGE = new URL("../vendor/pyodide/memory.bin", import.meta.url);
const MANIFEST = new URL("../manifest.webmanifest", import.meta.url);

/** @param {(version: NewVersion) => void} onNewVersion */
export function createOffline(onNewVersion) {
  let isAsked = false;
  /** @type {ServiceWorkerRegistration|null} */
  let registration = null;

  async function register() {
    linkManifest();
    try {
      const { serviceWorker } = navigator;
      registration = await serviceWorker.register(SCRIPT);
      registration.active?.postMessage("repair");
      if (serviceWorker.controller) {
        watch(registration);
        serviceWorker.addEventListener("message", () => onNewVersion("other pages"));
        serviceWorker.addEventListener("controllerchange", () => location.reload());
      } else noteImage(serviceWorker.ready); // this page is from the network, and as new as can be
    } catch {
      // An insecure address, a private window, a sandbox: there is none.
      noteImage(fetch(IMAGE).then((response) => response.arrayBuffer()));
    }
  }

  /** @param {ServiceWorkerRegistration} registration */
  function watch(registration) {
    const tell = () => {
      if (registration.waiting) onNewVersion("ready");
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", tell);
    });
    registration.installing?.addEventListener("statechange", tell);
    tell();
  }

  return {
    /** Python is ready: the site can be kept. */
    keep() {
      if (isAsked) return;
      isAsked = true;
      setTimeout(() => whenIdle(register), AFTER_READY_MS);
    },
    /** Load the page again in its new version. */
    takeNewVersion: () => registration?.waiting?.postMessage("take over"),
  };
}

/**
 * Remember that the browser has the memory image, so that the next worker starts from it (js/worker-start.js): a first
 * visit did without.
 * @param {Promise<unknown>} has
 */
async function noteImage(has) {
  try {
    await has;
    localStorage.setItem("glassnet.image", String(document.documentElement.dataset.version));
  } catch {
    // No network, or no storage: the next start does without, too.
  }
}

/** Say what can be installed. In the page from the start, it would have the browser draw its offer while Python starts. */
function linkManifest() {
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = MANIFEST.href;
  document.head.append(link);
}

/** @param {() => void} run */
function whenIdle(run) {
  if ("requestIdleCallback" in window) requestIdleCallback(run);
  else run(); // Safari
}
