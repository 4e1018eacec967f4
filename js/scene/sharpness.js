/**
 * Draws what moves with fewer pixels where a frame takes long, as without a graphics card; what rests is sharp.
 */

/** @import {AppState} from "../model/state.js" */

const COARSE = 0.4; // pixels per CSS pixel, each way
const SLOW_MS = 80; // of the graphics process for a frame
const FAST_MS = SLOW_MS / 8; // a sharp one takes up to so much more, with all its pixels and samples: else it would go to and fro
const FRAMES = 4; // that agree: one alone may have waited for something else
const SINGLE_STEPS = 3; // a second, of which each is looked at
const REST_MS = 300; // without movement, before it is drawn sharp: who turns it by hand makes small pauses

/** @typedef {{isCoarse: boolean, times: readonly number[]}} Coarseness  times: ms of the last frames drawn like that */

/**
 * Whether moving pictures are coarse, after another frame.
 * @param {Coarseness} before
 * @param {number} taken  ms
 * @returns {Coarseness}
 */
export function coarsenessAfter({ isCoarse, times }, taken) {
  const last = [...times, taken].slice(-FRAMES);
  const isOther = last.length === FRAMES && last.every((ms) => (isCoarse ? ms < FAST_MS : ms > SLOW_MS));
  return isOther ? { isCoarse: !isCoarse, times: [] } : { isCoarse, times: last };
}

/** Whether states come one after the other, in training or in going through the past. @param {AppState|null} state */
export function isSteady(state) {
  if (state?.status !== "training") return state?.network.is_final === false;
  const { speed } = state.config.training;
  return speed === null || speed > SINGLE_STEPS;
}

export class Sharpness {
  #stage;
  #redraw;
  #coarseness = /** @type {Coarseness} */ ({ isCoarse: false, times: [] });
  #moved = Number.NEGATIVE_INFINITY;
  #timer = 0;

  /**
   * @param {import("./stage.js").Stage} stage
   * @param {() => void} redraw
   */
  constructor(stage, redraw) {
    this.#stage = stage;
    this.#redraw = redraw;
  }

  /**
   * Draw a frame, as sharp as it may be.
   * @param {import("three").Camera} camera
   * @param {number} now  ms, of the animation frame
   * @param {boolean} isMoving  another picture follows soon
   */
  draw(camera, now, isMoving) {
    clearTimeout(this.#timer);
    const { isCoarse } = this.#coarseness;
    if (isMoving) this.#moved = now;
    const isResting = now - this.#moved >= REST_MS;
    this.#stage.setMostPixels(isCoarse && !isResting ? COARSE : Number.POSITIVE_INFINITY);
    this.#stage.draw(camera);
    if (isMoving) this.#time(isCoarse);
    else if (isCoarse && !isResting) this.#timer = window.setTimeout(this.#redraw, REST_MS);
  }

  /** @param {boolean} isCoarse  the frame that has just been drawn */
  async #time(isCoarse) {
    const taken = await this.#stage.timeDrawing();
    if (isCoarse === this.#coarseness.isCoarse) this.#coarseness = coarsenessAfter(this.#coarseness, taken);
  }

  dispose() {
    clearTimeout(this.#timer);
  }
}
