/**
 * One file of the site: its name, a response that is what it should be, or an error that says what is wrong.
 */

/**
 * @param {string} url
 * @param {URL} site  where all names begin
 * @returns {string}  of another site the whole address
 */
export function nameOf(url, site) {
  return url.startsWith(site.href) ? url.slice(site.href.length) : url;
}

/**
 * @param {typeof fetch} fetchFile  the browser's
 * @param {URL} site
 * @param {RequestInfo|URL} input
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export async function getFile(fetchFile, site, input, init) {
  const url = new URL(input instanceof Request ? input.url : input, site).href;
  const name = nameOf(url, site);
  let response;
  try {
    response = await fetchFile(input instanceof Request ? input : url, init);
  } catch (error) {
    throw new Error(`${name} could not be fetched: ${/** @type {Error} */ (error).message}.`);
  }
  if (!response.ok) throw new Error(`${name} could not be fetched: the server answered ${response.status}.`);
  return response;
}

/**
 * Read a response to its end.
 * @param {Response} response
 * @param {string} name
 * @param {(n_bytes: number) => void} onBytes  that have just arrived
 * @returns {Promise<ArrayBuffer>}
 */
export async function readBody(response, name, onBytes) {
  const reader = response.body?.getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */ const chunks = [];
  let length = 0;
  for (;;) {
    const chunk = await reader?.read().catch((error) => {
      throw new Error(`${name} broke off after ${length} bytes: ${error.message}.`);
    });
    if (!chunk || chunk.done) return joined(chunks, length);
    chunks.push(chunk.value);
    length += chunk.value.byteLength;
    onBytes(chunk.value.byteLength);
  }
}

/** @param {Uint8Array<ArrayBuffer>[]} chunks @param {number} length  of all */
function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes.buffer;
}

/**
 * What is wrong with a module that the browser has refused, which does not tell why.
 * @param {typeof fetch} fetchFile
 * @param {URL} site
 * @param {string} name
 * @param {unknown} refusal  the browser's
 * @returns {Promise<Error>}
 */
export async function faultOfScript(fetchFile, site, name, refusal) {
  try {
    const response = await getFile(fetchFile, site, name);
    const type = typeOf(response);
    if (!/javascript|ecmascript/.test(type)) {
      return new Error(`${name} must be served as text/javascript, but came as ${type}.`);
    }
    if ((await readBody(response, name, () => {})).byteLength === 0) return new Error(`${name} is empty.`);
    return new Error(`${name} is damaged: ${/** @type {Error} */ (refusal).message}.`);
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/** @param {Response} response  of a file of WebAssembly @returns {Response}  that browsers compile, whatever the server calls it */
export function asWasm(response) {
  if (typeOf(response).startsWith("application/wasm")) return response;
  return new Response(response.body, { headers: { "Content-Type": "application/wasm" } });
}

/** @param {Response} response */
export const typeOf = (response) => response.headers.get("Content-Type") ?? "nothing in particular";
