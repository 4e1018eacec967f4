/**
 * Tells what Pyodide keeps to itself: that its WebAssembly could not be compiled. It would complain, and wait for ever.
 */

/**
 * @param {(error: Error) => void} onFailure
 * @returns {() => void}  ends the watch
 */
export function watchCompilation(onFailure) {
  const { instantiateStreaming } = WebAssembly;
  if (!instantiateStreaming) return () => {};
  /** @type {typeof instantiateStreaming} */
  const watched = async (source, imports) => {
    try {
      return await instantiateStreaming.call(WebAssembly, source, imports);
    } catch (error) {
      onFailure(/** @type {Error} */ (error));
      return new Promise(() => {}); // Pyodide need not know
    }
  };
  WebAssembly.instantiateStreaming = watched;
  return () => {
    // Somebody else may have put another in its place (image/function-identity.js), which goes on.
    if (WebAssembly.instantiateStreaming === watched) WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}
