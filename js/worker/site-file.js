/**
 * One file of the site: its name, and a response that is what it should be, or an error that says what is wrong.
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
  const type = response.headers.get("Content-Type") ?? "none";
  if (name.endsWith(".wasm") && !type.startsWith("application/wasm")) {
    throw new Error(`${name} must be served as application/wasm, but came as ${type}.`);
  }
  return response;
}

/**
 * Read a response to its end.
 * @param {Response} response
 * @param {(n_bytes: number) => void} onBytes  that have just arrived
 */
export async function readBody(response, onBytes) {
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) return;
    onBytes(chunk.value.byteLength);
  }
}
