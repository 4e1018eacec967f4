/**
 * The 3D view of the network: puts stage, camera, connections, units and labels together and feeds them state.
 */

import { Vector3 } from "three";
import { createMeasure } from "./atlas.js";
import { createCamera } from "./camera.js";
import { createConnections } from "./connections.js";
import { frameBox, roomAspect } from "./framing.js";
import { planLabels } from "./label-plan.js";
import { createLabels } from "./labels.js";
import { createLayerButtons } from "./layer-buttons.js";
import { makeLayout } from "./layout.js";
import { describeNetwork } from "./names.js";
import { pick } from "./picking.js";
import { watchPointer } from "./pointer.js";
import { createScheduler } from "./scheduler.js";
import { createStage, makeCanvas, makeDescription, openContext } from "./stage.js";
import { createSurface } from "./surface.js";
import { readTheme } from "./theme.js";
import { createTiles, TILE_REACH } from "./tiles.js";
import { createTooltip } from "./tooltip.js";
import { makeUniforms } from "./uniforms.js";
import { createUnits } from "./units.js";
import { showMessage, watchContext, watchFocus, watchSize } from "./watch.js";

/** @import {AppState, Selection, ViewSettings} from "../state.js" */
/** @import {LayerActions} from "./layer-buttons.js" */
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

/**
 * @typedef {LayerActions & {
 *   onError: (error: {code: string, message: string}) => void,
 *   onView: (partial: Partial<ViewSettings>) => void,
 * }} SceneOptions
 */

const KEYS =
  "Arrow keys turn it, plus and minus zoom, Shift and arrow keys move it, 0 brings back the head-on view. " +
  "N and P select the next and the previous unit, Escape selects none.";
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
  const context = openContext(canvas);
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
  element.append(canvas, makeDescription(canvas, KEYS));
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

  /** @param {"selection"|"hovered"} name @param {Selection|null} wanted */
  function mark(name, wanted) {
    if (shown !== null && !isSame(shown.view[name], wanted)) onView({ [name]: wanted });
  }

  const unwatch = [
    watchFocus(canvas),
    watchPointer(canvas, {
      pick: content.pick,
      onHover(hovered, pixel) {
        mark("hovered", hovered);
        tooltip.moveTo(pixel);
        canvas.style.cursor = hovered === null ? "" : "pointer";
      },
      onSelect: (selection) => mark("selection", selection),
      onWalk(direction) {
        if (shown === null) return;
        const { n_units } = shown.topology;
        const { selection } = shown.view;
        const from = selection?.kind === "unit" ? selection.unit : direction > 0 ? -1 : n_units;
        mark("selection", { kind: "unit", unit: (from + direction + n_units) % n_units });
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
      if (!content.update(state, shown)) {
        return;
      }
      tooltip.render(state, state.view.hovered);
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
      buttons.dispose();
      tooltip.dispose();
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
 * @param {ReturnType<typeof createLayerButtons>} buttons
 */
function createContent(stage, uniforms, eye, buttons) {
  const connections = createConnections(uniforms);
  const units = createUnits(uniforms);
  const tiles = createTiles(uniforms);
  const surface = createSurface(uniforms);
  const labels = createLabels(uniforms);
  // Opaque things first: they hide what is behind them; the others are see-through.
  for (const mesh of [units.mesh, tiles.mesh, ...surface.meshes, connections.mesh, labels.mesh]) {
    stage.add(mesh);
  }
  const family = getComputedStyle(document.body).fontFamily;
  const measure = createMeasure(family);
  /** @type {AppState|null} */
  let state = null;
  /** @type {Layout|null} */
  let layout = null;
  let built = "";
  let bytes = 0;

  /** @param {AppState} state */
  function arrange({ topology, view }) {
    if (stage.size.width === 0 || stage.size.height === 0) {
      return;
    }
    const aspect = roomAspect(stage.size);
    const { layer_sizes, activations, unit_ranges, input_labels, output_labels } = topology;
    const key = JSON.stringify([
      layer_sizes,
      activations,
      unit_ranges,
      input_labels,
      output_labels,
      aspect,
      view.surface,
      view.tiles,
    ]);
    if (key === built) return;
    built = key;
    layout = makeLayout(topology, aspect, { surface: view.surface, unit_half: view.tiles ? TILE_REACH : 1 });
    const ranges = Float32Array.from(unit_ranges.flat());
    connections.rebuild(layout);
    units.rebuild(layout, ranges);
    tiles.rebuild(layout, ranges);
    surface.rebuild(layout);
    arrangeView();
  }

  function arrangeView() {
    if (layout === null || state === null) return;
    const frame = frameBox(layout.box, stage.size);
    eye.setFrame(frame, stage.size);
    buttons.arrange(state.topology, state.catalog.limits, layout, frame, stage.size);
    labels.rebuild(
      planLabels({
        network: state.topology,
        domain: state.dataset.domain,
        layout,
        frame,
        size: stage.size,
        measure,
      }),
      family,
      stage.pixelRatio(),
    );
  }

  /** @param {AppState} state @param {AppState|null} previous  null: everything is new */
  function updateValues({ network, grid, unit_grids, dataset, view }, previous) {
    if (dataset !== previous?.dataset) surface.updateSamples(dataset);
    surface.choose(view.show_test, view.sample);
    if (view.surface && grid !== previous?.grid) bytes += surface.update(grid);
    const grids = view.tiles ? unit_grids : NO_GRIDS;
    if (grids !== (previous?.view.tiles ? previous.unit_grids : NO_GRIDS) || previous === null) {
      bytes += tiles.updateResponses(grids);
      units.mesh.visible = !tiles.mesh.visible;
    }
    bytes += connections.update(network.parameters) + units.update(network.activations);
    bytes += tiles.update(network.activations);
  }

  /** @param {ViewSettings} view */
  function updateMarks({ selection, hovered }) {
    uniforms.marked_units.value.set(
      selection?.kind === "unit" ? selection.unit : -1,
      hovered?.kind === "unit" ? hovered.unit : -1,
    );
    uniforms.marked_parameters.value.set(
      selection?.kind === "parameter" ? selection.parameter : -1,
      hovered?.kind === "parameter" ? hovered.parameter : -1,
    );
  }

  const point = new Vector3();
  const project = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => {
    const { camera } = eye;
    point.set(x, y, z).applyMatrix4(camera.matrixWorldInverse);
    const scale = (0.5 * camera.projectionMatrix.elements[5] * stage.size.height) / Math.max(-point.z, 1e-3);
    point.applyMatrix4(camera.projectionMatrix);
    return { x: ((point.x + 1) / 2) * stage.size.width, y: ((1 - point.y) / 2) * stage.size.height, scale };
  };

  return {
    /**
     * @param {AppState} next
     * @param {AppState|null} previous
     * @returns {boolean} whether the picture has changed
     */
    update(next, previous) {
      const names = /** @type {const} */ (["topology", "network", "view", "grid", "unit_grids", "dataset"]);
      if (previous !== null && names.every((name) => next[name] === previous[name])) {
        return false;
      }
      if (next.view.theme !== previous?.view.theme || next.view.palette !== previous.view.palette) {
        stage.setTheme(readTheme());
      }
      state = next;
      const before = built;
      arrange(next);
      updateValues(next, built === before ? previous : null);
      updateMarks(next.view);
      return true;
    },

    resize() {
      if (state === null) return;
      const before = built;
      arrange(state);
      if (built === before) arrangeView();
      else updateValues(state, null);
    },

    /** @param {{x: number, y: number}} pixel @param {number} reach */
    pick: (pixel, reach) => (layout === null ? null : pick(layout, project, pixel, reach)),

    bytes: () => bytes,

    dispose() {
      for (const part of [connections, units, tiles, surface, labels]) {
        part.dispose();
      }
    },
  };
}

const NO_GRIDS = new Float32Array();

/** @param {Selection|null} one @param {Selection|null} other */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
