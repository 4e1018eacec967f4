/**
 * The 3D view of the network: puts the stage, what stands on it, camera, pointer and buttons together and feeds them
 * state.
 */

import { capitalized, describeNetwork, unitName } from "../model/names.js";
import { createCamera } from "./camera.js";
import { createContent } from "./content.js";
import { createLayerButtons } from "./overlay/layer-buttons.js";
import { createTooltip } from "./overlay/tooltip.js";
import { watchPointer } from "./pointer.js";
import { createScheduler } from "./scheduler.js";
import { createStage, makeCanvas, makeDescription, makeStatus, openContext } from "./stage.js";
import { makeUniforms } from "./things/uniforms.js";
import { showMessage, watchContext, watchFocus, watchSize } from "./watch.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Selection, ViewSettings} from "../model/view.js" */
/** @import {LayerActions} from "./overlay/layer-buttons.js" */

/**
 * @typedef {object} SceneInfo  Counters for tests and benchmarks.
 * @property {number} frames  drawn so far
 * @property {number} draw_calls  of the last frame
 * @property {number} triangles  of the last frame
 * @property {number} bytes_uploaded  of parameters and activations, so far
 * @property {number} geometries  alive
 * @property {number} textures  alive
 */

/**
 * @typedef {object} NetworkScene
 * @property {(state: AppState) => void} render
 * @property {() => void} headOn
 * @property {() => void} dispose
 * @property {() => SceneInfo} info
 * @property {boolean} webgl
 */

/**
 * @typedef {LayerActions & {
 *   onError: (error: {code: string, message: string}) => void,
 *   onView: (partial: Partial<ViewSettings>) => void,
 * }} SceneOptions
 */

const KEYS =
  "Arrow keys turn it, plus and minus zoom, Shift and arrow keys move it, 0 brings back the head-on view. " +
  "N and P select the next and the previous unit, Escape selects none.";
const REST_MS = 500; // after Python is ready, before what no view has asked for is made ready: the first epochs come first
const NO_WEBGL =
  "The network cannot be drawn: this browser offers no WebGL 2. Training, the data panel and the charts work all the same.";
const LOST =
  "The graphics driver has dropped the picture. It is drawn again as soon as the browser allows; training goes on.";

/**
 * Fill the element with a picture of the network; never throws for want of WebGL.
 * @param {HTMLElement} element
 * @param {SceneOptions} options
 * @returns {NetworkScene}
 */
export function createScene(element, options) {
  const { onError } = options;
  const canvas = makeCanvas();
  const context = openContext(canvas, { width: element.clientWidth, height: element.clientHeight });
  if (context === null) {
    const remove = showMessage(element, NO_WEBGL);
    onError({ code: "no_webgl", message: NO_WEBGL });
    const info = { frames: 0, draw_calls: 0, triangles: 0, bytes_uploaded: 0, geometries: 0, textures: 0 };
    return { webgl: false, render() {}, headOn() {}, dispose: remove, info: () => info };
  }
  return createPicture(element, canvas, context, options);
}

/**
 * @param {HTMLElement} element
 * @param {HTMLCanvasElement} canvas
 * @param {WebGL2RenderingContext} context
 * @param {SceneOptions} options
 * @returns {NetworkScene}
 */
function createPicture(element, canvas, context, options) {
  const { onError, onView } = options;
  const [description, status] = [makeDescription(canvas, KEYS), makeStatus()];
  element.append(canvas, description, status);
  const uniforms = makeUniforms();
  const stage = createStage(canvas, context, uniforms);
  const buttons = createLayerButtons(element, options);
  const tooltip = createTooltip(element);
  const scheduler = createScheduler((now) => {
    const moving = eye.advance(now);
    stage.draw(eye.camera);
    buttons.show(eye.isHeadOn());
    return moving;
  });
  const eye = createCamera(canvas, scheduler.request);
  const content = createContent(stage, uniforms, eye, buttons);
  /** @type {AppState|null} */
  let shown = null;

  /** What was asked for last: several keys may be pressed before it is drawn. */
  const marks = {
    selection: /** @type {Selection|null} */ (null),
    hovered: /** @type {Selection|null} */ (null),
  };

  /** @param {"selection"|"hovered"} name @param {Selection|null} wanted */
  function mark(name, wanted) {
    if (isSame(marks[name], wanted)) return;
    marks[name] = wanted;
    onView({ [name]: wanted });
  }

  const unwatch = [
    watchFocus(canvas),
    watchPointer(canvas, {
      pick: content.pick,
      onHover(hovered, pixel) {
        mark("hovered", hovered);
        tooltip.pointAt(hovered, pixel);
        if (shown !== null) tooltip.render(shown);
        canvas.style.cursor = hovered === null ? "" : "pointer";
      },
      onSelect: (selection) => mark("selection", selection),
      onWalk(direction) {
        if (shown === null) return;
        const { n_units } = shown.topology;
        const { selection } = marks;
        const from = selection?.kind === "unit" ? selection.unit : direction > 0 ? -1 : n_units;
        const unit = (from + direction + n_units) % n_units;
        mark("selection", { kind: "unit", unit });
        status.textContent = `${capitalized(unitName(unit, shown.topology))} selected`;
      },
    }),
    watchSize(element, (width, height) => {
      stage.resize(width, height);
      content.resize();
      if (shown !== null) {
        stage.draw(eye.camera); // at once: a resized canvas is blank
      }
    }),
    watchContext(canvas, {
      onLost() {
        onError({ code: "webgl_context_lost", message: LOST });
        return showMessage(element, LOST);
      },
      onRestored: scheduler.request,
    }),
  ];

  return {
    webgl: true,
    headOn: eye.headOn,

    render(state) {
      marks.selection = state.view.selection;
      marks.hovered = state.view.hovered;
      if (!content.update(state, shown)) {
        return;
      }
      tooltip.render(state);
      const is_other = shown?.topology !== state.topology;
      if (is_other) {
        const { layer_sizes, activations } = state.topology;
        canvas.setAttribute("aria-label", describeNetwork(layer_sizes, activations));
      }
      const is_built = is_other && shown !== null; // which for a large network takes as long as drawing it
      shown = state;
      if (is_built) scheduler.request();
      else scheduler.drawInThisFrame();
      if (state.view.tiles || state.view.surface) stage.prepare(eye.camera, 0);
      else if (state.status !== "loading") stage.prepare(eye.camera, REST_MS);
    },

    info() {
      return { ...stage.info(), bytes_uploaded: content.bytes() };
    },

    dispose() {
      scheduler.cancel();
      for (const stop of unwatch) {
        stop();
      }
      eye.dispose();
      buttons.dispose();
      tooltip.dispose();
      content.dispose();
      stage.dispose();
      description.remove();
      status.remove();
    },
  };
}

/** @param {Selection|null} one @param {Selection|null} other */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
