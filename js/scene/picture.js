/**
 * The picture of the network: puts the stage, what stands on it, camera, pointer and buttons together and feeds them
 * state.
 */

import { capitalized, describeNetwork, unitName } from "../model/names.js";
import { Eye } from "./camera.js";
import { Content } from "./content.js";
import { Marking } from "./marking.js";
import { LayerButtons } from "./overlay/layer-buttons.js";
import { createTooltip } from "./overlay/tooltip.js";
import { watchPointer } from "./pointer.js";
import { createScheduler } from "./scheduler.js";
import { makeDescription, makeStatus, Stage } from "./stage.js";
import { makeUniforms } from "./things/uniforms.js";
import { showMessage, watchContext, watchFocus, watchSize } from "./watch.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Selection} from "../model/view.js" */
/** @import {Pixel} from "./pointer.js" */
/** @import {NetworkScene, SceneOptions} from "./scene.js" */

const KEYS =
  "Arrow keys turn it, plus and minus zoom, Shift and arrow keys move it, 0 brings back the head-on view. " +
  "N and P select the next and the previous unit, Escape selects none.";
const REST_MS = 500; // after Python is ready, before what no view has asked for is made ready: the first epochs come first
const LOST =
  "The graphics driver has dropped the picture. It is drawn again as soon as the browser allows; training goes on.";

/** @implements {NetworkScene} */
export class Picture {
  webgl = true;
  #canvas;
  #description;
  #status = makeStatus();
  #stage;
  #buttons;
  #tooltip;
  #marking;
  #eye;
  #content;
  #scheduler = createScheduler((now) => this.#draw(now));
  #unwatch;
  /** @type {AppState|null} */
  #shown = null;

  /**
   * @param {HTMLElement} element
   * @param {HTMLCanvasElement} canvas
   * @param {WebGL2RenderingContext} context
   * @param {SceneOptions} options
   */
  constructor(element, canvas, context, options) {
    const { onError, onView } = options;
    this.#canvas = canvas;
    this.#description = makeDescription(canvas, KEYS);
    element.append(canvas, this.#description, this.#status);
    const uniforms = makeUniforms();
    this.#stage = new Stage(canvas, context, uniforms);
    this.#buttons = new LayerButtons(element, options);
    this.#tooltip = createTooltip(element);
    this.#marking = new Marking(onView);
    this.#eye = new Eye(canvas, {
      onChange: this.#scheduler.request,
      onPose: (camera) => onView({ camera }),
    });
    this.#content = new Content(this.#stage, uniforms, this.#eye, this.#buttons);
    this.#unwatch = [
      watchFocus(canvas),
      this.#watchPointer(),
      watchSize(element, this.#onSize),
      watchContext(canvas, {
        onLost() {
          onError({ code: "webgl_context_lost", message: LOST });
          return showMessage(element, LOST);
        },
        onRestored: this.#scheduler.request,
      }),
    ];
  }

  headOn = () => this.#eye.headOn();

  /** @param {AppState} state */
  render(state) {
    const shown = this.#shown;
    this.#marking.take(state.view);
    this.#eye.take(state.view.camera);
    if (!this.#content.update(state, shown)) return;
    this.#tooltip.render(state);
    const is_other = shown?.topology !== state.topology;
    if (is_other) {
      const { layer_sizes, activations } = state.topology;
      this.#canvas.setAttribute("aria-label", describeNetwork(layer_sizes, activations));
    }
    const is_built = is_other && shown !== null; // which for a large network takes as long as drawing it
    this.#shown = state;
    if (is_built) this.#scheduler.request();
    else this.#scheduler.drawInThisFrame();
    this.#prepare(state);
  }

  info() {
    return { ...this.#stage.info(), bytes_uploaded: this.#content.bytes };
  }

  dispose() {
    this.#scheduler.cancel();
    for (const stop of this.#unwatch) stop();
    for (const part of [this.#eye, this.#buttons, this.#tooltip, this.#content, this.#stage]) part.dispose();
    this.#description.remove();
    this.#status.remove();
  }

  /** @param {number} now @returns {boolean}  whether another frame is needed */
  #draw(now) {
    const moving = this.#eye.advance(now);
    this.#stage.draw(this.#eye.camera);
    this.#buttons.show(this.#eye.isHeadOn);
    return moving;
  }

  /** Make ready what later pictures will need: at once if it is asked for. @param {AppState} state */
  #prepare({ view, status }) {
    if (view.tiles || view.surface) this.#stage.prepare(this.#eye.camera, 0);
    else if (status !== "loading") this.#stage.prepare(this.#eye.camera, REST_MS);
  }

  #watchPointer() {
    return watchPointer(this.#canvas, {
      pick: (pixel, reach) => this.#content.pick(pixel, reach),
      onHover: this.#onHover,
      onSelect: (selection) => this.#marking.select(selection),
      onWalk: this.#onWalk,
    });
  }

  /** @param {Selection|null} hovered @param {Pixel} pixel */
  #onHover = (hovered, pixel) => {
    this.#marking.hover(hovered);
    this.#tooltip.pointAt(hovered, pixel);
    if (this.#shown !== null) this.#tooltip.render(this.#shown);
    this.#canvas.style.cursor = hovered === null ? "" : "pointer";
  };

  /** @param {1|-1} direction */
  #onWalk = (direction) => {
    if (this.#shown === null) return;
    const { topology } = this.#shown;
    const unit = this.#marking.walk(direction, topology.n_units);
    this.#status.textContent = `${capitalized(unitName(unit, topology))} selected`;
  };

  /** @param {number} width @param {number} height */
  #onSize = (width, height) => {
    this.#stage.resize(width, height);
    this.#content.resize();
    if (this.#shown !== null) this.#stage.draw(this.#eye.camera); // at once: a resized canvas is blank
  };
}
