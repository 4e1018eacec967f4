/**
 * What stands on the stage: the network and its names. Rebuilt only when the network has another shape or the picture
 * another one.
 */

import { frameBox, roomAspect } from "./plan/framing.js";
import { planLabels } from "./plan/label-plan.js";
import { makeLayout } from "./plan/layout.js";
import { pick } from "./plan/picking.js";
import { readTheme } from "./plan/theme.js";
import { createProjection } from "./projection.js";
import { createMeasure } from "./things/atlas.js";
import { createLabels } from "./things/labels.js";
import { update_marks } from "./things/marks.js";
import { NetworkThings } from "./things/network.js";
import { TILE_REACH } from "./things/tiles.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Eye} from "./camera.js" */
/** @import {LayerButtons} from "./overlay/layer-buttons.js" */
/** @import {Layout} from "./plan/layout.js" */
/** @import {Stage} from "./stage.js" */
/** @import {Uniforms} from "./things/uniforms.js" */

const SLICES = /** @type {const} */ (["topology", "network", "view", "grid", "unit_grids", "dataset"]);

export class Content {
  #stage;
  #uniforms;
  #eye;
  #buttons;
  #things;
  #labels;
  #project;
  #family = getComputedStyle(document.body).fontFamily;
  #measure = createMeasure(this.#family);
  /** @type {AppState|null} */
  #state = null;
  /** @type {Layout|null} */
  #layout = null;
  #built = "";

  /**
   * @param {Stage} stage
   * @param {Uniforms} uniforms
   * @param {Eye} eye
   * @param {LayerButtons} buttons
   */
  constructor(stage, uniforms, eye, buttons) {
    this.#stage = stage;
    this.#uniforms = uniforms;
    this.#eye = eye;
    this.#buttons = buttons;
    this.#things = new NetworkThings(uniforms);
    this.#labels = createLabels(uniforms);
    this.#project = createProjection(eye.camera, stage.size);
    for (const mesh of [...this.#things.meshes, this.#labels.mesh]) stage.add(mesh);
  }

  get bytes() {
    return this.#things.bytes;
  }

  /**
   * @param {AppState} next
   * @param {AppState|null} previous
   * @returns {boolean} whether the picture has changed
   */
  update(next, previous) {
    if (previous !== null && SLICES.every((name) => next[name] === previous[name])) return false;
    const { view } = next;
    const old = previous?.view;
    if (view.theme !== old?.theme || view.palette !== old.palette) this.#stage.setTheme(readTheme());
    this.#state = next;
    const had_tiles = this.#things.has_tiles;
    const is_new = (this.#layout === null || mayDiffer(next, previous)) && this.#build(next);
    this.#things.update(next, is_new ? null : previous);
    if (is_new) this.#arrange();
    else if (this.#things.has_tiles !== had_tiles) this.#arrangeLabels();
    if (is_new || view !== old) update_marks(this.#uniforms, view, this.#layout);
    return true;
  }

  resize() {
    if (this.#state === null) return;
    if (this.#build(this.#state)) this.#things.update(this.#state, null);
    this.#arrange();
  }

  /** @param {{x: number, y: number}} pixel @param {number} reach */
  pick(pixel, reach) {
    return this.#layout === null ? null : pick(this.#layout, this.#project, pixel, reach);
  }

  dispose() {
    this.#things.dispose();
    this.#labels.dispose();
  }

  /**
   * @param {AppState} state
   * @returns {boolean} whether everything was built anew
   */
  #build({ topology, view }) {
    const { size } = this.#stage;
    if (size.width === 0 || size.height === 0) return false;
    const aspect = roomAspect(size);
    const { layer_sizes, activations, unit_ranges, input_labels, output_labels } = topology;
    const shape = [layer_sizes, activations, unit_ranges, input_labels, output_labels];
    const key = JSON.stringify([shape, aspect, view.surface, view.tiles]);
    if (key === this.#built) return false;
    this.#built = key;
    const unit_half = view.tiles ? TILE_REACH : 1;
    this.#layout = makeLayout(topology, aspect, { surface: view.surface, unit_half });
    this.#things.rebuild(this.#layout, Float32Array.from(unit_ranges.flat()));
    return true;
  }

  /** Give camera, buttons and names their places. */
  #arrange() {
    if (this.#layout === null || this.#state === null) return;
    const { topology, catalog } = this.#state;
    const { size } = this.#stage;
    const frame = frameBox(this.#layout.box, size);
    this.#eye.setFrame(frame, size);
    this.#buttons.arrange(topology, catalog.limits, this.#layout, frame, size);
    this.#arrangeLabels();
  }

  #arrangeLabels() {
    if (this.#layout === null || this.#state === null) return;
    const { topology: network, dataset } = this.#state;
    const { size } = this.#stage;
    const plan = planLabels({
      network,
      domain: dataset.domain,
      layout: this.#layout,
      has_tiles: this.#things.has_tiles,
      frame: frameBox(this.#layout.box, size),
      size,
      measure: this.#measure,
    });
    this.#labels.rebuild(plan, this.#family, this.#stage.pixelRatio);
  }
}

/** Whether another layout may be needed. @param {AppState} next @param {AppState|null} previous */
function mayDiffer({ topology, view }, previous) {
  const old = previous?.view;
  return topology !== previous?.topology || view.tiles !== old?.tiles || view.surface !== old.surface;
}
