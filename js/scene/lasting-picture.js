/**
 * The picture of the network beyond what may happen to it: when its graphics context is lost, another is made as soon as
 * the context is back, with nothing of the one before; when it fails, a sentence stands in its place.
 */

import { Picture } from "./picture.js";
import { showMessage, watchContext } from "./watch.js";

/** @import {AppState} from "../model/state.js" */
/** @import {NetworkScene, SceneOptions} from "./scene.js" */
/** @import {StillOptions} from "./still.js" */

const LOST =
  "The graphics driver has dropped the picture. It is drawn again as soon as the browser allows; training goes on.";
export const NO_INFO = {
  frames: 0,
  draw_calls: 0,
  triangles: 0,
  bytes_uploaded: 0,
  geometries: 0,
  textures: 0,
};

/** @implements {NetworkScene} */
export class LastingPicture {
  webgl = true;
  #element;
  #canvas;
  #context;
  #options;
  /** @type {Picture|null} */ #picture = null;
  /** @type {AppState|null} */ #state = null;
  #isLost = false;
  #unwatch;
  #takeMessageAway = () => {};

  /**
   * @param {HTMLElement} element
   * @param {HTMLCanvasElement} canvas
   * @param {WebGL2RenderingContext} context  which may be lost already
   * @param {SceneOptions} options
   */
  constructor(element, canvas, context, options) {
    this.#element = element;
    this.#canvas = canvas;
    this.#context = context;
    this.#options = options;
    // Ahead of three.js, which would take what belonged to the lost context over into the next.
    this.#unwatch = watchContext(canvas, { onLost: () => this.#lose(), onRestored: () => this.#goOn() });
    this.#make();
  }

  /** @param {AppState} state */
  render(state) {
    this.#state = state;
    this.#attempt(() => this.#picture?.render(state));
  }

  /** A still of it. Throws RangeError where there can be none. @param {StillOptions} options */
  takeStill(options) {
    if (this.#picture === null) throw new RangeError("There is no picture of the network now.");
    return this.#picture.takeStill(options);
  }

  info() {
    return this.#picture?.info() ?? NO_INFO;
  }

  dispose() {
    this.#unwatch();
    this.#takeMessageAway();
    this.#drop();
  }

  #make() {
    this.#attempt(() => {
      if (this.#context.isContextLost()) this.#lose();
      else this.#picture = new Picture(this.#element, this.#canvas, this.#context, this.#options);
    });
  }

  /** @param {() => void} act  a context that is lost meanwhile makes almost anything fail */
  #attempt(act) {
    try {
      act();
    } catch (thrown) {
      if (this.#context.isContextLost()) this.#lose();
      else this.#fail(thrown);
    }
  }

  #lose() {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#drop();
    this.#takeMessageAway = showMessage(this.#element, LOST);
    this.#options.onError({ code: "webgl_context_lost", message: LOST });
  }

  #goOn() {
    this.#isLost = false;
    this.#takeMessageAway();
    this.#options.onRecovered(LOST);
    this.#make();
    if (this.#state !== null) this.render(this.#state);
  }

  /** @param {unknown} thrown */
  #fail(thrown) {
    console.debug("The scene has failed:", thrown);
    this.#unwatch();
    this.#drop();
    const reason = thrown instanceof Error ? thrown.message : thrown;
    const message = `The network cannot be drawn: ${reason}. Everything else works all the same; loading the page again may help.`;
    this.#takeMessageAway = showMessage(this.#element, message);
    this.#options.onError({ code: "scene_failed", message });
  }

  #drop() {
    try {
      this.#picture?.dispose();
    } catch (thrown) {
      console.debug("A part of the scene was not put away:", thrown);
    }
    this.#picture = null;
    this.#element.replaceChildren(); // also what a picture that was never finished has left
  }
}
