/**
 * The network and its names, as what stands on the stage. Rebuilt only when the network has another shape; another pose
 * or window gives everything other places.
 */

import { prefersJumps } from "../kit/motion.js";
import { describeNetwork } from "../model/names.js";
import { layerPlaces, planLabels } from "./plan/label-plan.js";
import { cornersOf, pick } from "./plan/picking.js";
import { placementOf } from "./plan/poses.js";
import { marginsFor, roomAspect } from "./plan/room.js";
import { drawnOf } from "./plan/step-drawing.js";
import { explainedUnit, numbersOnUnits } from "./plan/step-numbers.js";
import { PlanePointing } from "./plane-pointing.js";
import { createMeasure } from "./things/atlas.js";
import { Labels } from "./things/labels.js";
import { updateMarks } from "./things/marks.js";
import { NetworkThings } from "./things/network.js";

/** @import {AppState} from "../model/state.js" */
/** @import {Exhibit} from "./exhibits.js" */
/** @import {Box} from "./plan/unit-map.js" */
/** @import {LayerButtons} from "./overlay/layer-buttons.js" */
/** @import {Margins} from "./plan/fit.js" */
/** @import {Stage} from "./stage.js" */
/** @import {Pixel} from "./plan/picking.js" */
/** @import {Uniforms} from "./things/uniforms.js" */
/** @import {Viewpoint} from "./viewpoint.js" */

const SLICES = /** @type {const} */ ([
  "topology",
  "network",
  "view",
  "grid",
  "sample_outputs",
  "unit_grids",
  "dataset",
  "opened",
]);

/** @implements {Exhibit} */
export class Content {
  #stage;
  #uniforms;
  #viewpoint;
  /** Of the picture, by what stands over it. */
  #cover = { top: 0, right: 0, bottom: 0, left: 0 };
  #buttons;
  #things;
  #labels;
  pointing;
  #family = getComputedStyle(document.body).fontFamily;
  #measure = createMeasure(this.#family);
  /** @type {AppState|null} */
  #state = null;
  #built = "";
  #placed = "";

  /**
   * @param {Stage} stage
   * @param {Uniforms} uniforms
   * @param {Viewpoint} viewpoint
   * @param {LayerButtons} buttons
   */
  constructor(stage, uniforms, viewpoint, buttons) {
    this.#stage = stage;
    this.#uniforms = uniforms;
    this.#viewpoint = viewpoint;
    this.#buttons = buttons;
    this.#things = new NetworkThings(uniforms);
    this.pointing = new PlanePointing(viewpoint, this.#things);
    this.#labels = new Labels(uniforms);
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
    this.#state = next;
    this.pointing.update(next);
    const hadTiles = this.#things.hasTiles;
    const mayMove = next.topology !== previous?.topology || view !== old;
    const isNew = mayMove && this.#build(next);
    const drawn = drawnOf(next);
    this.#things.update(drawn, isNew || previous === null ? null : drawnOf(previous).state);
    const isElsewhere = mayMove && this.#place(next);
    const hasOtherThings =
      this.#things.hasTiles !== hadTiles ||
      next.dataset !== previous?.dataset ||
      next.opened !== previous.opened ||
      (next.opened !== null && view.selection !== old?.selection);
    if (isElsewhere || hasOtherThings) this.arrange();
    if (isNew || view !== old || next.opened !== previous?.opened)
      updateMarks(this.#uniforms, drawn.state.view, this.#things.wiring);
    return true;
  }

  /** @param {Margins} cover  what stands over the picture's edges */
  resize(cover) {
    this.#cover = cover;
    if (this.#state === null) return;
    if (this.#build(this.#state)) this.#things.update(drawnOf(this.#state), null);
    this.#place(this.#state);
    this.arrange();
  }

  /** Give everything the places that the viewpoint has for it now. */
  arrange() {
    if (this.#state === null || this.#placed === "") return;
    const { topology, dataset, catalog } = this.#state;
    const { placement, project, share, rise, isAtRest } = this.#viewpoint;
    const { hasTiles } = this.#things;
    this.#things.place(placement, share);
    const plan = {
      network: topology,
      domain: dataset.domain,
      placement,
      heights: dataset.target_range,
      rise,
      hasTiles,
      project,
      size: this.#stage.size,
      measure: this.#measure,
      numbers: numbersOnUnits(this.#state),
      explained: explainedUnit(this.#state),
    };
    this.#labels.update(planLabels(plan), this.#family, this.#stage.pixelRatio);
    if (isAtRest) this.#buttons.arrange(topology, catalog.limits, layerPlaces(plan));
    this.#buttons.show(isAtRest);
  }

  /** Only the viewpoint moves it. */
  advance() {
    return false;
  }

  /** @param {AppState} state */
  describe({ topology: { layer_sizes, activations } }) {
    return describeNetwork(layer_sizes, activations);
  }

  leave() {
    this.#state = null;
    this.#placed = "";
    this.#buttons.show(false);
  }

  /** @param {Pixel} pixel @param {number} reach */
  pick(pixel, reach) {
    if (this.#state === null) return null;
    const { placement, project } = this.#viewpoint;
    const { topology } = this.#state;
    const isSingle = topology.layer_sizes.at(-1) === 1;
    const scenery = {
      spots: placement.spots,
      wiring: this.#things.wiring,
      hasTiles: this.#things.hasTiles,
      mapUnit: isSingle ? topology.n_units - 1 : null,
    };
    return pick(scenery, project, pixel, reach);
  }

  /** The mark of the shown point within reach of a pixel. @param {Pixel} pixel @param {number} reach */
  markAt(pixel, reach) {
    const front = this.pick(pixel, 0);
    return this.pointing.markAt(pixel, reach, front?.kind === "unit" ? front.unit : null);
  }

  /** Where a unit's tile is in the window; null: on its way. @param {number} unit @returns {Box|null} */
  boxOf(unit) {
    const { placement, project, isAtRest, rise } = this.#viewpoint;
    if (this.#placed === "" || !isAtRest) return null;
    const [x = 0, y = 0, z = 0, half = 0] = placement.spots.subarray(unit * 4, unit * 4 + 4);
    const ends = [z, z + half * rise].flatMap((at) => cornersOf(x, y, at, half).map(project));
    const [xs, ys] = [ends.map((end) => end.x), ends.map((end) => end.y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
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
    const { layer_sizes, activations, unit_ranges, input_labels, output_labels } = topology;
    const key = JSON.stringify([
      layer_sizes,
      activations,
      unit_ranges,
      input_labels,
      output_labels,
      mapPlaceOf(topology, view),
    ]);
    if (key === this.#built) return false;
    this.#built = key;
    this.#placed = "";
    this.#things.rebuild(topology, mapPlaceOf(topology, view) !== null);
    return true;
  }

  /**
   * Go where the state says.
   * @param {AppState} state
   * @returns {boolean} whether everything has got other places
   */
  #place({ topology, view }) {
    const { size } = this.#stage;
    if (size.width === 0 || size.height === 0) return false;
    const { pose, pane } = view;
    const margins = marginsFor(size, this.#cover);
    const aspect = roomAspect(size, margins);
    const layer = Math.min(pane, topology.layer_sizes.length - 1);
    const key = JSON.stringify([pose, layer, size, margins, this.#built]);
    if (key === this.#placed) return false;
    const jumps = this.#placed === "" || prefersJumps();
    this.#placed = key;
    const placement = placementOf(topology, { name: pose, layer, map: mapPlaceOf(topology, view), aspect });
    this.#viewpoint.setRoom(size, margins, jumps);
    this.#viewpoint.go(pose, placement, jumps);
    this.#things.setPlaces(this.#viewpoint.from, this.#viewpoint.to);
    return true;
  }
}

/** @param {AppState["topology"]} topology @param {AppState["view"]} view */
function mapPlaceOf({ layer_sizes }, { surface }) {
  return layer_sizes.at(-1) === 1 ? "unit" : surface ? "beside" : null;
}
