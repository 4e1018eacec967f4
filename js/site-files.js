/**
 * Fetches what the page begins with, and finds out which file is at fault when it does not begin: a browser
 * does not tell. A classic script ahead of all modules, as these may be what is missing.
 */

{
  const STALLED_MS = 20_000; // without a byte
  const TYPES = new Map([
    ["js", /javascript|ecmascript/],
    ["css", /^text\/css/],
  ]);

  /** Of all files. @type {Promise<any>|null} */
  let list = null;

  /** @typedef {{type: string, bytes: ArrayBuffer}} SiteFile */

  /**
   * @param {string} name  relative to the page
   * @param {RequestInit} [init]
   * @returns {Promise<SiteFile>}  rejects in words, also when nothing more comes
   */
  async function load(name, init) {
    const stalled = new AbortController();
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => stalled.abort(), STALLED_MS);
    };
    const inWords = (/** @type {Error} */ { message }) => {
      if (!stalled.signal.aborted) return new Error(`${name} could not be fetched: ${message}.`);
      return new Error(`Nothing more has come of ${name} for ${STALLED_MS / 1000} seconds.`);
    };
    try {
      wait();
      const response = await fetch(new URL(name, document.baseURI), { ...init, signal: stalled.signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const reader = response.body?.getReader();
      const chunks = [];
      for (;;) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) break;
        chunks.push(chunk.value);
        wait();
      }
      const type = response.headers.get("Content-Type") ?? "nothing in particular";
      return { type, bytes: await new Blob(chunks).arrayBuffer() };
    } catch (error) {
      throw inWords(/** @type {Error} */ (error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} name @returns {Promise<any>} */
  async function loadJson(name) {
    const { bytes } = await load(name);
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (error) {
      const reason = bytes.byteLength === 0 ? "it is empty" : /** @type {Error} */ (error).message;
      throw new Error(`${name} is damaged: ${reason}.`);
    }
  }

  /**
   * @param {string} name
   * @returns {Promise<string|null>}  what is wrong with it, as far as can be told; null: nothing
   */
  async function faultOf(name) {
    try {
      const { type, bytes } = await load(name);
      const wanted = TYPES.get(name.slice(name.lastIndexOf(".") + 1));
      if (wanted && !wanted.test(type)) return `${name} came as ${type}, which browsers do not take for it.`;
      if (bytes.byteLength === 0) return `${name} is empty.`;
      return await differenceOf(name, bytes);
    } catch (error) {
      return /** @type {Error} */ (error).message;
    }
  }

  /** Compare with the list of all files, if that can be had. @param {string} name @param {ArrayBuffer} bytes */
  async function differenceOf(name, bytes) {
    list ??= loadJson("manifest.json").catch(() => null);
    const { version, files } = (await list) ?? {};
    const listed = version === document.documentElement.dataset.version ? files?.[name] : undefined;
    if (!listed) return null;
    if (listed.bytes !== bytes.byteLength)
      return `${name} is damaged: it has ${bytes.byteLength} bytes and should have ${listed.bytes}.`;
    if (!crypto.subtle) return null; // the address is not secure
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const text = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return text === listed.sha256 ? null : `${name} is damaged: its bytes are not those of this version.`;
  }

  /** @type {any} */ (window).siteFiles = { loadJson, faultOf };
}
