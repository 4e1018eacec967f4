/** Tells when a CSS pixel has become another number of pixels: another monitor, or the browser's zoom. */

/**
 * @param {() => void} onChange
 * @returns {() => void}  ends it
 */
export function watchPixelRatio(onChange) {
  const end = new AbortController();
  const follow = () => {
    const now = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    now.addEventListener("change", change, { once: true, signal: end.signal });
  };
  const change = () => {
    follow();
    onChange();
  };
  follow();
  return () => end.abort();
}
