/**
 * The 3D view of the network: puts stage, camera, connections, units and labels together and feeds them state.
 */

import { createMeasure } from "./atlas.js";
import { createCamera } from "./camera.js";
import { createConnections } from "./connections.js";
import { frameBox, roomAspect } from "./framing.js";
import { planLabels } from "./label-plan.js";
import { createLabels } from "./labels.js";
import { makeLayout } from "./layout.js";
import { describeNetwork } from "./names.js";
import { createScheduler } from "./scheduler.js";
import { createStage, makeCanvas, makeDescription, openContext } from "./stage.js";
import { readTheme } from "./theme.js";
import { makeUniforms } from "./uniforms.js";
import { createUnits, rangesOfUnits } from "./units.js";
import { showMessage, watchContext, watchFocus, watchSize } from "./watch.js";

/** @import {StateEvent, TopologyEvent} from "../protocol.js" */
/** @import {AppState, ViewSettings} from "../state.js" */
/** @import {Layout} from "./layout.js" */

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

/** @typedef {{onError?: (error: {code: string, message: string}) => void}} SceneOptions */

const KEYS =
  "Arrow keys turn it, plus and minus zoom, Shift and arrow keys move it, 0 brings back the head-on view.";
const NO_WEBGL =
  "The network cannot be drawn: this browser offers no WebGL 2. Training, the data panel and the charts work all the same.";
const LOST =
  "The graphics driver has dropped the picture. It is drawn again as soon as the browser allows; training goes on.";

/**
 * Fill the element with a picture of the network; never throws for want of WebGL.
 * @param {HTMLElement} element
 * @param {SceneOptions} [options]
 * @returns {NetworkScene}
 */
export function createScene(element, { onError = () => {} } = {}) {
  const canvas = makeCanvas();
  const context = openContext(canvas);
  if (context === null) {
    const remove = showMessage(element, NO_WEBGL);
    onError({ code: "no_webgl", message: NO_WEBGL });
    const info = { frames: 0, draw_calls: 0, triangles: 0, bytes_uploaded: 0, geometries: 0, textures: 0 };
    return { webgl: false, render() {}, headOn() {}, dispose: remove, info: () => info };
  }
  return createPicture(element, canvas, context, onError);
}

/**
 * @param {HTMLElement} element
 * @param {HTMLCanvasElement} canvas
 * @param {WebGL2RenderingContext} context
 * @param {NonNullable<SceneOptions["onError"]>} onError
 * @returns {NetworkScene}
 */
function createPicture(element, canvas, context, onError) {
  element.append(canvas, makeDescription(canvas, KEYS));
  const uniforms = makeUniforms();
  const stage = createStage(canvas, context, uniforms);
  const scheduler = createScheduler((now) => {
    const moving = eye.advance(now);
    stage.draw(eye.camera);
    return moving;
  });
  const eye = createCamera(canvas, scheduler.request);
  const content = createContent(stage, uniforms, eye);
  /** @type {AppState|null} */
  let shown = null;

  const unwatch = [
    watchFocus(canvas),
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
      if (!content.update(state, shown)) {
        return;
      }
      if (shown?.topology !== state.topology) {
        const { layer_sizes, activations } = state.topology;
        canvas.setAttribute("aria-label", describeNetwork(layer_sizes, activations));
      }
      shown = state;
      scheduler.drawInThisFrame();
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
      content.dispose();
      stage.dispose();
    },
  };
}

/**
 * What stands on the stage. Rebuilt only when the network has another shape or the picture another one.
 * @param {import("./stage.js").Stage} stage
 * @param {import("./uniforms.js").Uniforms} uniforms
 * @param {ReturnType<typeof createCamera>} eye
 */
function createContent(stage, uniforms, eye) {
  const connections = createConnections(uniforms);
  const units = createUnits(uniforms);
  const labels = createLabels(uniforms);
  // Units first: they are opaque and hide what is behind them; the others are see-through.
  for (const { mesh } of [units, connections, labels]) {
    stage.add(mesh);
  }
  const family = getComputedStyle(document.body).fontFamily;
  const measure = createMeasure(family);
  /** @type {TopologyEvent|null} */
  let topology = null;
  /** @type {StateEvent|null} */
  let network = null;
  /** @type {Layout|null} */
  let layout = null;
  let built = "";
  let bytes = 0;

  /** @param {ViewSettings} view @param {ViewSettings|undefined} previous */
  function updateTheme(view, previous) {
    if (view.theme !== previous?.theme || view.palette !== previous.palette) {
      stage.setTheme(readTheme());
    }
  }

  function arrange() {
    if (topology === null || stage.size.width === 0 || stage.size.height === 0) {
      return;
    }
    const aspect = roomAspect(stage.size);
    const { layer_sizes, activations, activation_ranges } = topology;
    const key = JSON.stringify([layer_sizes, activations, activation_ranges, aspect]);
    if (key !== built || layout === null) {
      built = key;
      layout = makeLayout(topology, aspect);
      connections.rebuild(layout);
      units.rebuild(layout, rangesOfUnits(layer_sizes, activation_ranges));
      updateValues();
      arrangeView(topology, layout);
    }
  }

  /** @param {TopologyEvent} network @param {Layout} layout */
  function arrangeView(network, layout) {
    const frame = frameBox(layout.box, stage.size);
    eye.setFrame(frame, stage.size);
    labels.rebuild(
      planLabels({ network, layout, frame, size: stage.size, measure }),
      family,
      stage.pixelRatio(),
    );
  }

  function updateValues() {
    if (network !== null) {
      bytes += connections.update(network.parameters) + units.update(network.activations);
    }
  }

  return {
    /**
     * @param {AppState} state
     * @param {AppState|null} previous
     * @returns {boolean} whether the picture has changed
     */
    update(state, previous) {
      if (
        state.topology === previous?.topology &&
        state.network === previous.network &&
        state.view === previous.view
      ) {
        return false;
      }
      updateTheme(state.view, previous?.view);
      ({ topology, network } = state);
      if (state.topology !== previous?.topology) {
        arrange();
      }
      if (state.network !== previous?.network) {
        updateValues();
      }
      return true;
    },

    resize() {
      const before = layout;
      arrange();
      if (layout !== null && layout === before && topology !== null) {
        arrangeView(topology, layout);
      }
    },

    bytes: () => bytes,

    dispose() {
      for (const part of [connections, units, labels]) {
        part.dispose();
      }
    },
  };
}
