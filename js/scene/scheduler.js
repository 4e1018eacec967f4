/**
 * Draws on demand and at most once per display frame: nothing runs while nothing has changed.
 */

/**
 * @param {(now: number) => boolean} draw  draws; true asks for another frame
 */
export function createScheduler(draw) {
  /** @type {number|null} */
  let pending = null;
  /** @type {CSSNumberish|null} */
  let drawnFrame = null;

  function request() {
    pending ??= requestAnimationFrame(run);
  }

  /** @param {number} now  ms */
  function run(now) {
    pending = null;
    drawnFrame = document.timeline.currentTime;
    if (draw(now)) {
      request();
    }
  }

  function cancel() {
    if (pending !== null) {
      cancelAnimationFrame(pending);
      pending = null;
    }
  }

  return {
    /** Draw in the next frame. */
    request,

    /** Draw at once, unless this frame has been drawn already: then in the next. For callers inside a frame. */
    drawInThisFrame() {
      if (drawnFrame === document.timeline.currentTime) {
        request();
        return;
      }
      cancel();
      run(performance.now());
    },

    cancel,
  };
}
