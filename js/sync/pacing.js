/**
 * Leaves a slow machine time to train. Without a graphics card the drawing of a large network takes all
 * processors: when it lasts long, the next state is asked for only after a pause. A
 * moment of the past that is gone to does not wait: nothing trains meanwhile.
 */

const FREE_MS = 100; // as long as a state may take until it is seen: training hardly feels it
const PAUSES = 6; // of the time beyond that
const MAX_PAUSE_MS = 2000;

/**
 * @param {() => void} askForState
 * @param {(now: number, onTaken: (ms: number) => void) => void} timeFrame  of js/kit/frame-time.js
 */
export function createPacing(askForState, timeFrame) {
  let usual = 0;
  return {
    /**
     * A state has been drawn.
     * @param {number} now  ms, of its animation frame
     * @param {boolean} isTraining
     */
    drawn(now, isTraining) {
      const pause = isTraining ? PAUSES * (usual - FREE_MS) : 0;
      if (pause > 0) setTimeout(askForState, Math.min(pause, MAX_PAUSE_MS));
      else askForState();
      timeFrame(now, (taken) => {
        usual = 0.8 * usual + 0.2 * taken; // from 0: the first frames tell little
      });
    },
  };
}
