/** Folds the plane by itself: in two seconds from flat to the end, or at once where motion is to be reduced. */

const PLAY_MS = 2000;

/** @param {(fold: number) => void} onFold */
export function createFoldPlay(onFold) {
  let frame = 0;
  let fold = 1;

  function stop() {
    cancelAnimationFrame(frame);
    frame = 0;
  }

  function start() {
    stop();
    const from = fold < 1 ? fold : 0;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      onFold(fold < 1 ? 1 : 0);
      return;
    }
    /** @type {number|null} */
    let since = null;
    const go = (/** @type {number} */ now) => {
      since ??= now;
      const next = Math.min(from + (now - since) / PLAY_MS, 1);
      frame = next < 1 ? requestAnimationFrame(go) : 0;
      onFold(next);
    };
    frame = requestAnimationFrame(go);
  }

  return {
    start,
    stop,
    /** @param {number} now  how far it is folded */
    take(now) {
      fold = now;
    },
  };
}
