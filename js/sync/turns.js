/**
 * Draws views in turn, in as many frames as it takes: a change that costs much, such as another
 * network with every panel open, must not hold up what the user does meanwhile.
 */

import { valueAt } from "../model/value-at.js";

const FRAME_MS = 12; // of script in one frame, before the next view has to wait for another
const REBUILD_MS = 5; // the same where the browser has as much to do with what the views have made as they had

/**
 * @template S
 * @param {{render: (state: S) => void}[]} views
 * @param {() => number} [now]  ms
 */
export function createTurns(views, now = () => performance.now()) {
  /** @type {S|null} */ let shown = null;
  let next = 0; // index of the view whose turn it is
  let due = 0; // views that have not been given the newest state
  return {
    /**
     * @param {S} state
     * @param {boolean} isRebuilt  views make much anew
     * @returns {boolean}  every view has drawn it; false: call again in the next frame
     */
    draw(state, isRebuilt = false) {
      if (state !== shown) due = views.length;
      shown = state;
      const end = now() + (isRebuilt ? REBUILD_MS : FRAME_MS);
      while (due > 0) {
        valueAt(views, next).render(state);
        next = (next + 1) % views.length;
        due -= 1;
        if (now() > end) break;
      }
      return due === 0;
    },
  };
}
