/**
 * Leaves a slow machine time to train: where drawing a frame takes long, as without a graphics card,
 * the next state is asked for only after a pause twice as long.
 */

const FRAME_MS = 1000 / 60;
const FAST_MS = 2 * FRAME_MS; // frames that come this quickly need no pause
const MAX_PAUSE_MS = 1000;

/** @param {() => void} askForState */
export function createPacing(askForState) {
  let pause = 0;
  return {
    /**
     * A state has been drawn.
     * @param {number} now  ms, of its animation frame
     */
    drawn(now) {
      if (pause > 0) setTimeout(askForState, pause);
      else askForState();
      // The browser holds the next frame back until this one has been drawn.
      requestAnimationFrame((next) => {
        const taken = next - now;
        pause = taken > FAST_MS ? Math.min(2 * taken, MAX_PAUSE_MS) : 0;
      });
    },
  };
}
