/** Takes the plane through the layers by itself, two seconds for each; to the end at once where motion is to be reduced. */

import { prefersJumps } from "../../kit/motion.js";

const PLAY_MS = 2000;

/** @param {(at: number) => void} onGo */
export function createFoldPlay(onGo) {
  let frame = 0;
  let at = 1;
  let end = 1;

  function stop() {
    cancelAnimationFrame(frame);
    frame = 0;
  }

  function start() {
    stop();
    const from = at < end ? at : 0;
    if (prefersJumps()) {
      onGo(at < end ? end : 0);
      return;
    }
    /** @type {number|null} */
    let since = null;
    const go = (/** @type {number} */ now) => {
      since ??= now;
      const next = Math.min(from + (now - since) / PLAY_MS, end);
      frame = next < end ? requestAnimationFrame(go) : 0;
      onGo(next);
    };
    frame = requestAnimationFrame(go);
  }

  return {
    start,
    stop,
    /** @param {{at: number, end: number}} place  where it is on its way, and where that ends */
    take(place) {
      ({ at, end } = place);
    },
  };
}
