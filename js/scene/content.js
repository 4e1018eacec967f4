/**
 * What stands on the stage: units or their responses, connections, the output surface, names. Rebuilt only when the
 * network has another shape or the picture another one; everything else is an update of one buffer or uniform.
 */

import { Vector3 } from "three";
import { frameBox, roomAspect } from "./plan/framing.js";
import { planLabels } from "./plan/label-plan.js";
import { makeLayout } from "./plan/layout.js";
import { pick } from "./plan/picking.js";
import { readTheme } from "./plan/theme.js";
import { createMeasure } from "./things/atlas.js";
import { createConnections } from "./things/connections.js";
import { createLabels } from "./things/labels.js";
import { twoSpans } from "./things/marks.js";
import { createSurface } from "./things/surface.js";
import { createTiles, TILE_REACH } from "./things/tiles.js";
import { createUnits } from "./things/units.js";

/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */
/** @import {createCamera} from "./camera.js" */
/** @import {createLayerButtons} from "./overlay/layer-buttons.js" */
/** @import {Layout} from "./plan/layout.js" */
/** @import {Stage} from "./stage.js" */
/** @import {Uniforms} from "./things/uniforms.js" */

const NO_GRIDS = new Float32Array();
const SLICES = /** @type {const} */ (["topology", "network", "view", "grid", "unit_grids", "dataset"]);

/**
 * @param {Stage} stage
 * @param {Uniforms} uniforms
 * @param {ReturnType<typeof createCamera>} eye
 * @param {ReturnType<typeof createLayerButtons>} buttons
 */
export function createContent(stage, uniforms, eye, buttons) {
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

  /**
   * @param {AppState} state
   * @returns {boolean} whether everything was built anew
   */
  function arrange({ topology, view }) {
    if (stage.size.width === 0 || stage.size.height === 0) {
      return false;
    }
    const aspect = roomAspect(stage.size);
    const { layer_sizes, activations, unit_ranges, input_labels, output_labels } = topology;
    const shape = [layer_sizes, activations, unit_ranges, input_labels, output_labels];
    const key = JSON.stringify([shape, aspect, view.surface, view.tiles]);
    if (key === built) {
      return false;
    }
    built = key;
    layout = makeLayout(topology, aspect, { surface: view.surface, unit_half: view.tiles ? TILE_REACH : 1 });
    const ranges = Float32Array.from(unit_ranges.flat());
    connections.rebuild(layout);
    units.rebuild(layout, ranges);
    tiles.rebuild(layout, ranges);
    surface.rebuild(layout);
    return true;
  }

  function arrangeView() {
    if (layout === null || state === null) return;
    const frame = frameBox(layout.box, stage.size);
    eye.setFrame(frame, stage.size);
    buttons.arrange(state.topology, state.catalog.limits, layout, frame, stage.size);
    arrangeLabels();
  }

  function arrangeLabels() {
    if (layout === null || state === null) return;
    const { topology: network, dataset } = state;
    const { size } = stage;
    const frame = frameBox(layout.box, size);
    const has_tiles = tiles.mesh.visible;
    const plan = { network, domain: dataset.domain, layout, has_tiles, frame, size, measure };
    labels.rebuild(planLabels(plan), family, stage.pixelRatio());
  }

  /** @param {AppState} state @param {AppState|null} previous  null: everything is new */
  function updateValues({ network, grid, unit_grids, dataset, view }, previous) {
    if (dataset !== previous?.dataset) surface.updateSamples(dataset);
    surface.choose(view.show_test, view.sample, view.touched);
    if (view.surface && (grid !== previous?.grid || dataset !== previous.dataset))
      bytes += surface.update(grid);
    const grids = view.tiles ? unit_grids : NO_GRIDS;
    const is_new = previous === null || grids !== (previous.view.tiles ? previous.unit_grids : NO_GRIDS);
    if (is_new) {
      bytes += tiles.updateResponses(grids);
      units.mesh.visible = !tiles.mesh.visible;
    }
    if (is_new || network.activations !== previous.network.activations) {
      bytes += tiles.mesh.visible ? tiles.update(network.activations) : units.update(network.activations);
    }
    if (network.parameters !== previous?.network.parameters) bytes += connections.update(network.parameters);
  }

  /** @param {ViewSettings} view */
  function updateMarks({ selection, hovered, touched: by_code }) {
    const [units, parameters, ends] = [
      uniforms.marked_units,
      uniforms.marked_parameters,
      uniforms.marked_ends,
    ];
    const marked = [selection, hovered].map((mark) => ({
      unit: mark?.kind === "unit" ? mark.unit : -1,
      parameter: mark?.kind === "parameter" ? mark.parameter : -1,
    }));
    units.value.set(marked[0].unit, marked[1].unit);
    parameters.value.set(marked[0].parameter, marked[1].parameter);
    const [chosen, touched] = marked.map(({ parameter }) =>
      layout === null || parameter < 0 ? NO_ENDS : [layout.from_units[parameter], layout.to_units[parameter]],
    );
    ends.value.set(chosen[0], chosen[1], touched[0], touched[1]);
    uniforms.touched_units.value.set(...twoSpans(by_code?.units ?? []));
    uniforms.touched_parameters.value.set(...twoSpans(by_code?.parameters ?? []));
  }

  const point = new Vector3();
  /** @param {number} x @param {number} y @param {number} z */
  function project(x, y, z) {
    const { camera } = eye;
    const { width, height } = stage.size;
    point.set(x, y, z).applyMatrix4(camera.matrixWorldInverse);
    const scale = (0.5 * camera.projectionMatrix.elements[5] * height) / Math.max(-point.z, 1e-3);
    point.applyMatrix4(camera.projectionMatrix);
    return { x: ((point.x + 1) / 2) * width, y: ((1 - point.y) / 2) * height, scale };
  }

  return {
    /**
     * @param {AppState} next
     * @param {AppState|null} previous
     * @returns {boolean} whether the picture has changed
     */
    update(next, previous) {
      if (previous !== null && SLICES.every((name) => next[name] === previous[name])) {
        return false;
      }
      const { topology, view } = next;
      const old = previous?.view;
      if (view.theme !== old?.theme || view.palette !== old.palette) stage.setTheme(readTheme());
      state = next;
      const had_tiles = tiles.mesh.visible;
      const may_differ =
        topology !== previous?.topology || view.tiles !== old?.tiles || view.surface !== old.surface;
      const is_new = (may_differ || layout === null) && arrange(next);
      updateValues(next, is_new ? null : previous);
      if (is_new) arrangeView();
      else if (tiles.mesh.visible !== had_tiles) arrangeLabels();
      if (is_new || view !== old) updateMarks(view);
      return true;
    },

    resize() {
      if (state === null) return;
      if (arrange(state)) updateValues(state, null);
      arrangeView();
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

const NO_ENDS = [-1, -1];
