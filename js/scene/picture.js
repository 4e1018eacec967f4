/**
 * The picture of the network: puts the stage, what stands on it, camera, pointer and buttons together and feeds them
 * state.
 */

import { prefersJumps } from "../kit/motion.js";
import { capitalized, placeOfUnit, unitName } from "../model/names.js";
import { unitOf } from "../model/wanted-views.js";
import { Exhibits } from "./exhibits.js";
import { Marking } from "./marking.js";
import { LayerButtons } from "./overlay/layer-buttons.js";
import { createTooltip } from "./overlay/tooltip.js";
import { UnitCard } from "./overlay/unit-card.js";
import { coverOf } from "./plan/room.js";
import { readTheme } from "./plan/theme.js";
import { REACH, watchPointDrag } from "./point-drag.js";
import { watchPointer } from "./pointer.js";
import { createScheduler } from "./scheduler.js";
import { isSteady, Sharpness } from "./sharpness.js";
import { makeDescription, makeStatus, Stage } from "./stage.js";
import { Steering } from "./steering.js";
import { takeStill } from "./still.js";
import { makeUniforms } from "./things/uniforms.js";
import { Viewpoint } from "./viewpoint.js";
import { watchFocus, watchPrint, watchSize } from "./watch.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Selection} from "../model/view.js" */
/** @import {Pixel} from "./pointer.js" */
/** @import {SceneOptions} from "./scene.js" */
/** @import {StillOptions} from "./still.js" */

const KEYS =
  "Arrow keys turn it, plus and minus zoom, Shift and arrow keys move it, 0 goes home. " +
  "N and P select the next and the previous unit, Enter turns its pane to you, Escape selects none.";
/** In which one thing takes the place of another on the stage. */
const FADE_MS = 220;
const REST_MS = 500; // after Python is ready, before what no view has asked for is made ready: the first epochs come first

/** For as long as its graphics context lives. */
export class Picture {
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
  #exhibits;
  #scheduler = createScheduler((now) => this.#draw(now));
  #sharpness;
  #unwatch;
  /** @type {AppState|null} */
  #shown = null;
  /** That has come last: what it wants to see may still be on its way. @type {AppState|null} */
  #wanted = null;
  #label = "";
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
    this.#sharpness = new Sharpness(this.#stage, this.#scheduler.request);
    this.#buttons = new LayerButtons(element, options);
    this.#marking = new Marking(onView);
    this.#steering = new Steering(canvas, this.#viewpoint, {
      onChange: this.#scheduler.request,
      onLook: (camera) => onView({ camera }),
      onNext: this.#onNext,
    });
    const props = {
      ...{ stage: this.#stage, uniforms, viewpoint: this.#viewpoint, canvas },
      ...{ onChange: this.#scheduler.request, onParameter: options.onParameter },
    };
    const onReady = () => this.#wanted !== null && this.render(this.#wanted);
    this.#exhibits = new Exhibits(props, this.#buttons, { onReady, onError });
    this.#card = new UnitCard(
      options.card,
      element,
      (unit) => this.#exhibits.network.boxOf(unit),
      this.#renderTooltip,
    );
    this.#tooltip = createTooltip(element, this.#card);
    this.#unwatch = [
      watchFocus(canvas),
      watchPrint(() => this.#stage.draw(this.#viewpoint.camera)),
      this.#watchPointer(),
      watchPointDrag(canvas, this.#onGrab), // after those that choose by a press
      watchSize([element, room], this.#onSize),
    ];
  }

  /** @param {AppState} state */
  render(state) {
    this.#wanted = state;
    this.#marking.take(state.view);
    this.#pane = state.view.pane;
    const taken = this.#exhibits.take(state.view.pose);
    if (taken === null) return;
    const { exhibit, isNew } = taken;
    const shown = this.#shown;
    if (this.#viewpoint.heed(state.view)) this.#steering.cancel();
    this.#setTheme(state, shown);
    if (!exhibit.update(state, isNew ? null : shown)) return;
    this.#card.render(state);
    this.#tooltip.render(state);
    this.#describe(exhibit.describe(state));
    if (isNew && shown !== null) this.#fadeIn();
    const isBuilt = shown !== null && (isNew || shown.topology !== state.topology); // which for a large network takes as long as drawing it
    this.#shown = state;
    if (isBuilt) this.#scheduler.request();
    else this.#scheduler.drawInThisFrame();
    this.#prepare(state);
  }

  /** @param {StillOptions} options */
  takeStill(options) {
    const arrange = () => this.#exhibits.current?.arrange();
    return takeStill({ stage: this.#stage, camera: this.#viewpoint.camera, arrange }, options);
  }

  info() {
    return { ...this.#stage.info(), bytes_uploaded: this.#exhibits.network.bytes };
  }

  dispose() {
    this.#scheduler.cancel();
    for (const stop of this.#unwatch) stop();
    const parts = [
      this.#sharpness,
      this.#steering,
      this.#buttons,
      this.#tooltip,
      this.#card,
      this.#exhibits,
      this.#stage,
    ];
    for (const part of parts) part.dispose();
    this.#description.remove();
    this.#status.remove();
  }

  /** @param {number} now @returns {boolean}  whether another frame is needed */
  #draw(now) {
    const wasAtRest = this.#viewpoint.isAtRest;
    const { current } = this.#exhibits;
    const isTurning = this.#viewpoint.advance(now);
    const isMoving = current?.advance(now) ?? false;
    if (!wasAtRest) {
      current?.arrange();
      this.#card.arrange();
    }
    this.#sharpness.draw(this.#viewpoint.camera, now, isTurning || isMoving || isSteady(this.#shown));
    return isTurning || isMoving;
  }

  /** @param {AppState} state @param {AppState|null} shown */
  #setTheme({ view: { theme, palette } }, shown) {
    if (theme !== shown?.view.theme || palette !== shown.view.palette) this.#stage.setTheme(readTheme());
  }

  /** @param {string} label */
  #describe(label) {
    if (label !== this.#label) this.#canvas.setAttribute("aria-label", label);
    this.#label = label;
  }

  #fadeIn() {
    if (prefersJumps()) return;
    this.#canvas.animate({ opacity: [0, 1] }, { duration: FADE_MS, easing: "ease-out" });
  }

  /** Make ready what later pictures will need, once the first epochs have been. @param {AppState} state */
  #prepare({ status }) {
    if (status !== "loading") this.#stage.prepare(this.#viewpoint.camera, REST_MS);
  }

  #watchPointer() {
    return watchPointer(this.#canvas, {
      pick: (pixel, reach) => this.#exhibits.current?.pick(pixel, reach) ?? null,
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
    const isOnMark = Boolean(this.#network?.markAt(pixel, REACH.mouse));
    this.#canvas.style.cursor = isOnMark ? "grab" : hovered === null ? "" : "pointer";
  };

  /** As long as it stands on the stage. */
  get #network() {
    const { current, network } = this.#exhibits;
    return current === network ? network : null;
  }

  /** A press chooses what it is on, and on a tile or a map the point of the plane or a sample. @param {Pixel} pixel @param {number} reach */
  #onPress = (pixel, reach) => {
    const network = this.#network;
    if (network === null) return;
    const selection = network.pick(pixel, reach);
    this.#marking.select(selection);
    if (network.markAt(pixel, REACH.mouse) !== null) return;
    const { pointing } = network;
    const unit = selection?.kind === "unit" ? selection.unit : null;
    const target = unit ?? (pointing.isOnMap(pixel) ? "map" : null);
    if (target === null) return;
    const sample = pointing.sampleAt(pixel, target, reach);
    if (sample === null) this.#showPoint(pointing.pointAt(pixel, target));
    else this.#options.onView({ sample });
  };

  /** @param {Pixel} pixel @param {number} reach */
  #onGrab = (pixel, reach) => {
    const network = this.#network;
    const mark = network?.markAt(pixel, reach);
    if (!network || !mark) return null;
    const { pointing } = network;
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
    this.#exhibits.resize(cover);
    this.#card.resize(cover);
    if (this.#shown !== null) this.#stage.draw(this.#viewpoint.camera); // at once: a resized canvas is blank
    if (!this.#viewpoint.isAtRest) this.#scheduler.request(); // on the way to another room
  };
}
