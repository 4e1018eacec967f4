/** Waits for what the page comes to show. */

const LOOK_MS = 8;

/**
 * Return whether it has come true in this time; while the page is out of sight it shows nothing, and that does not count.
 * @param {() => boolean} isTrue
 * @param {number} patience  ms
 */
export async function waitUntil(isTrue, patience) {
  let until = performance.now() + patience;
  while (!isTrue()) {
    if (globalThis.document?.hidden) until = performance.now() + patience;
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}
