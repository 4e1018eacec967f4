/**
 * Keeps one version of the site for use without a network, as sw.js at its top. The version is
 * known by the hash of its manifest.json, which has the hashes of all other files: they are kept
 * together or not at all, and a page gets all of its files from one version. A classic script.
 */

{
  const MANIFEST = "{manifest}"; // its integrity, written by tools/site.py
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  const SITE = worker.registration.scope;
  const PREFIX = `glassnet ${SITE} `; // other copies on this origin have caches of their own
  const CACHE = PREFIX + MANIFEST;

  worker.addEventListener("install", (event) => event.waitUntil(keep()));
  worker.addEventListener("activate", (event) => event.waitUntil(removeOldVersions()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method === "GET" && request.url.startsWith(SITE)) event.respondWith(answer(request));
  });
  worker.addEventListener("message", (event) => {
    if (event.data === "repair") event.waitUntil(repair());
    if (event.data === "take over") event.waitUntil(takeOver(/** @type {Client} */ (event.source)));
  });

  /** Put this version into its cache; rejects, and keeps nothing, when the server has another. */
  async function keep() {
    try {
      // What the browser has from this visit is not sent again, unless it is of another version.
      await fill("default").catch(() => fill("no-cache"));
    } catch (error) {
      await caches.delete(CACHE);
      throw error;
    }
  }

  /** @param {RequestCache} cache  how the browser's own is used */
  async function fill(cache) {
    const manifest = new Request(`${SITE}manifest.json`, { integrity: MANIFEST, cache });
    const { files } = await (await fetch(manifest)).json();
    const requests = Object.keys(files).map((name) => {
      return new Request(keyOf(SITE + name), { integrity: integrityOf(files[name].sha256), cache });
    });
    const page = requests.filter(({ url }) => url === SITE);
    const others = requests.filter(({ url }) => url !== SITE);
    const kept = await caches.open(CACHE);
    await kept.addAll([manifest, ...others]);
    await kept.addAll(page); // last: where it is, everything is
  }

  /** @param {string} hash  in hexadecimal */
  function integrityOf(hash) {
    const bytes = (hash.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    return `sha256-${btoa(String.fromCharCode(...bytes))}`;
  }

  /** @param {string} address @returns {string}  what it is kept as: bare, and the page as its folder */
  function keyOf(address) {
    const url = new URL(address);
    url.search = "";
    url.hash = "";
    return url.href === `${SITE}index.html` ? SITE : url.href;
  }

  /** @param {string} key */
  function find(key) {
    return caches.match(key, { cacheName: CACHE, ignoreVary: true });
  }

  /** @param {Request} request */
  async function answer(request) {
    const key = keyOf(request.url);
    const kept = await find(key);
    if (kept) return kept;
    // A page that comes from the network may be newer than what else is here.
    if (key === SITE) await caches.delete(CACHE);
    return fetch(request);
  }

  async function removeOldVersions() {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  /** Keep this version again, after the browser or its user has thrown it away. */
  async function repair() {
    if (!(await find(SITE))) await keep().catch(() => {});
  }

  /**
   * Replace the version before, unless another page may be using it.
   * @param {Client} page  that asks, and loads itself again when it is done
   */
  async function takeOver(page) {
    const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    const isAlone = pages.every(({ id, url }) => id === page.id || !url.startsWith(SITE));
    if (isAlone) await worker.skipWaiting();
    else page.postMessage("other pages");
  }
}
