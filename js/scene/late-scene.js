/**
 * The scene as the page has it: made when it is first seen, given up when it has long been out of sight, since a browser
 * keeps only a few graphics contexts, and made again as the last state says.
 */

import { isEmbedded } from "./embedding.js";
import { createScene } from "./scene.js";
import { showMessage } from "./watch.js";

/** @import {AppState} from "../model/state.js" */
/** @import {NetworkScene, SceneOptions} from "./scene.js" */
/** @import {StillOptions} from "./still.js" */

const DROPPED =
  "The browser has dropped this picture, as it does where there are many. Press here, and it is drawn again; nothing else has changed.";

export class LateScene {
  #element;
  #options;
  /** @type {NetworkScene|null} */
  #scene = null;
  /** @type {AppState|null} */
  #state = null;
  #hadFocus = false;
  #takeMessageAway = () => {};

  /**
   * @param {HTMLElement} element
   * @param {SceneOptions} options
   */
  constructor(element, options) {
    this.#element = element;
    this.#options = options;
    // Ahead of those that would wait for the context to come back: where another page has taken it, it does not.
    if (isEmbedded()) element.addEventListener("webglcontextlost", this.#onLost, { capture: true });
  }

  /** @param {AppState} state */
  render(state) {
    this.#state = state;
    this.#scene?.render(state);
  }

  /** It is seen. */
  show() {
    if (this.#scene !== null) return;
    this.#takeMessageAway();
    this.#scene = createScene(this.#element, this.#options);
    if (this.#state !== null) this.#scene.render(this.#state);
    const hasNone = document.activeElement === document.body;
    if (this.#hadFocus && hasNone) this.#element.querySelector("canvas")?.focus({ preventScroll: true });
  }

  /** A still of it, as a canvas. Throws RangeError where there can be none. @param {StillOptions} options */
  takeStill(options) {
    if (this.#scene === null) throw new RangeError("There is no picture of the network now.");
    return this.#scene.takeStill(options);
  }

  /** It is not seen any more. */
  giveUp() {
    if (!this.#scene?.webgl) return;
    this.#hadFocus = this.#element.contains(document.activeElement);
    this.#scene.dispose();
    this.#scene = null;
  }

  #onLost = (/** @type {Event} */ event) => {
    event.stopPropagation();
    this.giveUp();
    this.#takeMessageAway = showMessage(this.#element, DROPPED);
  };
}
