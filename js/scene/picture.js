/**
 * The picture of the network: puts the stage, what stands on it, camera, pointer and buttons together and feeds them
 * state.
 */

import { capitalized, describeNetwork, placeOfUnit, unitName } from "../model/names.js";
import { unitOf } from "../model/wanted-views.js";
import { Content } from "./content.js";
import { Marking } from "./marking.js";
import { LayerButtons } from "./overlay/layer-buttons.js";
import { createTooltip } from "./overlay/tooltip.js";
import { UnitCard } from "./overlay/unit-card.js";
import { coverOf } from "./plan/room.js";
import { REACH, watchPointDrag } from "./point-drag.js";
import { watchPointer } from "./pointer.js";
import { createScheduler } from "./scheduler.js";
import { makeDescription, makeStatus, Stage } from "./stage.js";
import { Steering } from "./steering.js";
import { makeUniforms } from "./things/uniforms.js";
import { Viewpoint } from "./viewpoint.js";
import { showMessage, watchContext, watchFocus, watchSize } from "./watch.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Selection} from "../model/view.js" */
/** @import {Pixel} from "./pointer.js" */
/** @import {NetworkScene, SceneOptions} from "./scene.js" */

const KEYS =
  "Arrow keys turn it, plus and minus zoom, Shift and arrow keys move it, 0 goes home. " +
  "N and P select the next and the previous unit, Enter turns its pane to you, Escape selects none.";
const REST_MS = 500; // after Python is ready, before what no view has asked for is made ready: the first epochs come first
const LOST =
  "The graphics driver has dropped the picture. It is drawn again as soon as the browser allows; training goes on.";

/** @implements {NetworkScene} */
export class Picture {
  webgl = true;
  #canvas;
  #options;
  #description;
  #status = makeStatus();
  #stage;
  #buttons;
  #tooltip;
  #card;
  #marking;
  #viewpoint = new Viewpoint();
  #steering;
  #content;
  #scheduler = createScheduler((now) => this.#draw(now));
  #unwatch;
  /** @type {AppState|null} */
  #shown = null;
  /** That faces the viewer in the pose "pane", or has been asked to. */
  #pane = 1;

  /**
   * @param {HTMLElement} element
   * @param {HTMLCanvasElement} canvas
   * @param {WebGL2RenderingContext} context
   * @param {SceneOptions} options
   */
  constructor(element, canvas, context, options) {
    const { onError, onView, room } = options;
    this.#options = options;
    this.#canvas = canvas;
    this.#description = makeDescription(canvas, KEYS);
    element.append(canvas, this.#description, this.#status);
    const uniforms = makeUniforms();
    this.#stage = new Stage(canvas, context, uniforms);
    this.#buttons = new LayerButtons(element, options);
    this.#marking = new Marking(onView);
    this.#steering = new Steering(canvas, this.#viewpoint, {
      onChange: this.#scheduler.request,
      onLook: (camera) => onView({ camera }),
      onNext: this.#onNext,
    });
    this.#content = new Content(this.#stage, uniforms, this.#viewpoint, this.#buttons);
    this.#card = new UnitCard(
      options.card,
      element,
      (unit) => this.#content.boxOf(unit),
      this.#renderTooltip,
    );
    this.#tooltip = createTooltip(element, this.#card);
    this.#unwatch = [
      watchFocus(canvas),
      this.#watchPointer(),
      watchPointDrag(canvas, this.#onGrab), // after those that choose by a press
      watchSize([element, room], this.#onSize),
      watchContext(canvas, {
        onLost() {
          onError({ code: "webgl_context_lost", message: LOST });
          return showMessage(element, LOST);
        },
        onRestored: this.#scheduler.request,
      }),
    ];
  }

  /** @param {AppState} state */
  render(state) {
    const shown = this.#shown;
    this.#marking.take(state.view);
    this.#pane = state.view.pane;
    if (state.view.camera !== shown?.view.camera) this.#steering.cancel();
    if (!this.#content.update(state, shown)) return;
    this.#card.render(state);
    this.#tooltip.render(state);
    const isOther = shown?.topology !== state.topology;
    if (isOther) {
      const { layer_sizes, activations } = state.topology;
      this.#canvas.setAttribute("aria-label", describeNetwork(layer_sizes, activations));
    }
    const isBuilt = isOther && shown !== null; // which for a large network takes as long as drawing it
    this.#shown = state;
    if (isBuilt) this.#scheduler.request();
    else this.#scheduler.drawInThisFrame();
    this.#prepare(state);
  }

  info() {
    return { ...this.#stage.info(), bytes_uploaded: this.#content.bytes };
  }

  dispose() {
    this.#scheduler.cancel();
    for (const stop of this.#unwatch) stop();
    for (const part of [this.#steering, this.#buttons, this.#tooltip, this.#card, this.#content, this.#stage])
      part.dispose();
    this.#description.remove();
    this.#status.remove();
  }

  /** @param {number} now @returns {boolean}  whether another frame is needed */
  #draw(now) {
    const wasAtRest = this.#viewpoint.isAtRest;
    const moves = this.#viewpoint.advance(now);
    if (!wasAtRest) {
      this.#content.arrange();
      this.#card.arrange();
    }
    this.#stage.draw(this.#viewpoint.camera);
    return moves;
  }

  /** Make ready what later pictures will need, once the first epochs have been. @param {AppState} state */
  #prepare({ status }) {
    if (status !== "loading") this.#stage.prepare(this.#viewpoint.camera, REST_MS);
  }

  #watchPointer() {
    return watchPointer(this.#canvas, {
      pick: (pixel, reach) => this.#content.pick(pixel, reach),
      onHover: this.#onHover,
      onPress: this.#onPress,
      onLeave: () => this.#marking.select(null),
      onWalk: this.#onWalk,
      onEnter: this.#onEnter,
    });
  }

  #renderTooltip = () => {
    if (this.#shown !== null) this.#tooltip.render(this.#shown);
  };

  /** @param {Selection|null} hovered @param {Pixel} pixel */
  #onHover = (hovered, pixel) => {
    this.#marking.hover(hovered);
    this.#card.pointAt(hovered);
    this.#tooltip.pointAt(hovered, pixel);
    this.#renderTooltip();
    const isOnMark = this.#content.markAt(pixel, REACH.mouse) !== null;
    this.#canvas.style.cursor = isOnMark ? "grab" : hovered === null ? "" : "pointer";
  };

  /** A press chooses what it is on, and on a tile or a map the point of the plane as well. @param {Pixel} pixel @param {number} reach */
  #onPress = (pixel, reach) => {
    const selection = this.#content.pick(pixel, reach);
    this.#marking.select(selection);
    if (this.#content.markAt(pixel, REACH.mouse) !== null) return;
    const { pointing } = this.#content;
    const unit = selection?.kind === "unit" ? selection.unit : null;
    const target = unit ?? (pointing.isOnMap(pixel) ? "map" : null);
    if (target !== null) this.#showPoint(pointing.pointAt(pixel, target));
  };

  /** @param {Pixel} pixel @param {number} reach */
  #onGrab = (pixel, reach) => {
    const { pointing } = this.#content;
    const mark = this.#content.markAt(pixel, reach);
    if (mark === null) return null;
    const [right, down] = [mark.pixel.x - pixel.x, mark.pixel.y - pixel.y];
    return (/** @type {Pixel} */ { x, y }) =>
      this.#showPoint(pointing.pointAt({ x: x + right, y: y + down }, mark.target));
  };

  /** @param {[number, number]|null} point */
  #showPoint(point) {
    if (point !== null) this.#options.onView({ point });
  }

  /** @param {1|-1} direction */
  #onWalk = (direction) => {
    if (this.#shown === null) return;
    const { topology } = this.#shown;
    const unit = this.#marking.walk(direction, topology.n_units);
    this.#status.textContent = `${capitalized(unitName(unit, topology))} selected`;
  };

  /** Turn a unit's pane to the viewer. @param {Selection|null} pointed  null: the one that is chosen */
  #onEnter = (pointed) => {
    if (this.#shown === null) return;
    const { topology } = this.#shown;
    const selection = pointed ?? this.#marking.selection;
    if (selection) this.#pane = placeOfUnit(unitOf(selection, topology), topology).layer;
    this.#options.onView({ pose: "pane", pane: this.#pane, camera: null });
  };

  /** @param {1|-1} steps  to the next pane, or the one before */
  #onNext = (steps) => {
    if (this.#shown === null) return;
    const last = this.#shown.topology.layer_sizes.length - 1;
    this.#pane = Math.min(Math.max(Math.min(this.#pane, last) + steps, 0), last);
    this.#options.onView({ pane: this.#pane, camera: null });
  };

  #onSize = () => {
    const { parentElement: element } = this.#canvas;
    if (!element) return;
    this.#stage.resize(element.clientWidth, element.clientHeight);
    const cover = coverOf(element.getBoundingClientRect(), this.#options.room.getBoundingClientRect());
    this.#content.resize(cover);
    this.#card.resize(cover);
    if (this.#shown !== null) this.#stage.draw(this.#viewpoint.camera); // at once: a resized canvas is blank
  };
}
