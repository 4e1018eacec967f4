/**
 * Where the pointer is on the plane, whichever tile or map it is on, at which sample of the map, and where the marks of
 * the shown point are. It knows the newest state and how it is seen.
 */

import { countOf, placeOf, pointWithin } from "../model/shown-point.js";
import { isInside } from "./plan/picking.js";
import { mapRelief, placeUnder, spotOn, tileRelief, valueAtPlace } from "./plan/relief-shape.js";
import { makeStems } from "./plan/stems.js";

/** @import {Point as PlanePoint} from "../model/shown-point.js" */
/** @import {AppState} from "../model/state.js" */
/** @import {Pixel} from "./plan/picking.js" */
/** @import {Square} from "./plan/placement.js" */
/** @import {Place, Relief} from "./plan/relief-shape.js" */
/** @import {NetworkThings} from "./things/network.js" */
/** @import {Viewpoint} from "./viewpoint.js" */

/** @typedef {number|"map"} Target  the tile of a unit, or the map of several outputs */

/** @typedef {{target: Target, pixel: Pixel}} Mark  of the shown point, and where it is seen */

export class PlanePointing {
  #viewpoint;
  #things;
  /** @type {AppState|null} */
  #state = null;

  /** @param {Viewpoint} viewpoint @param {NetworkThings} things */
  constructor(viewpoint, things) {
    this.#viewpoint = viewpoint;
    this.#things = things;
  }

  /** @param {AppState} state */
  update(state) {
    this.#state = state;
  }

  /**
   * The point of the plane that is seen at a pixel.
   * @param {Pixel} pixel
   * @param {Target} target
   * @returns {PlanePoint|null}
   */
  pointAt(pixel, target) {
    const relief = this.#reliefOf(target);
    if (this.#state === null || relief === null) return null;
    const { domain } = this.#state.dataset;
    const [low, high] = domain;
    const [x, y] = placeUnder(relief, pixel, this.#viewpoint.sight);
    const along = (/** @type {number} */ share) => low + ((share + 1) / 2) * (high - low);
    return pointWithin([along(x), along(y)], domain);
  }

  /**
   * The training sample that is seen at a pixel of the output map, where it stands at the height of its target.
   * @param {Pixel} pixel
   * @param {Target} target
   * @param {number} reach  CSS px
   * @returns {number|null}
   */
  sampleAt(pixel, target, reach) {
    const relief = this.#isMap(target) ? this.#reliefOf(target) : null;
    if (this.#state === null || relief === null) return null;
    const { dataset } = this.#state;
    const stems = makeStems(dataset);
    let best = null;
    let least = reach;
    for (let sample = 0; sample < countOf(dataset); sample++) {
      const [right = 0, up = 0] = stems.place.subarray(sample * 2, sample * 2 + 2);
      const level = this.#mapLevelOf(Number(stems.target[sample]));
      const at = this.#viewpoint.project(spotOn(relief, [2 * right - 1, 2 * up - 1], level));
      const away = Math.hypot(at.x - pixel.x, at.y - pixel.y);
      if (away <= least) [best, least] = [sample, away];
    }
    return best;
  }

  /** Whether a pixel is on the map that stands beside several outputs. @param {Pixel} pixel */
  isOnMap(pixel) {
    const { map } = this.#viewpoint.placement;
    if (map === null || this.#state?.dataset.n_outputs === 1) return false;
    const [x, y, z, half] = map;
    const corners = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ].map(([right = 0, up = 0]) => this.#viewpoint.project([x + right * half, y + up * half, z]));
    return isInside(pixel, corners);
  }

  /**
   * The mark within reach of a pixel, the nearest to it; not one behind the tile that is seen there.
   * @param {Pixel} pixel
   * @param {number} reach  CSS px
   * @param {number|null} front  that tile's unit
   * @returns {Mark|null}
   */
  markAt(pixel, reach, front) {
    const place = this.#shownPlace();
    if (place === null || this.#state === null) return null;
    let best = null;
    let least = reach;
    const { spots } = this.#viewpoint.placement;
    const wall = front === null ? Number.NEGATIVE_INFINITY : Number(spots[front * 4 + 2]);
    for (const target of [...Array(this.#state.topology.n_units).keys(), /** @type {const} */ ("map")]) {
      const relief = this.#reliefOf(target);
      if (relief === null || relief.high < wall) continue;
      const at = this.#viewpoint.project(spotOn(relief, place, this.#levelOf(target)));
      const away = Math.hypot(at.x - pixel.x, at.y - pixel.y);
      if (away <= least) [best, least] = [{ target, pixel: { x: at.x, y: at.y } }, away];
    }
    return best;
  }

  /** @returns {Place|null} */
  #shownPlace() {
    if (this.#state === null) return null;
    const { network, dataset } = this.#state;
    const point = placeOf(network, dataset);
    const [low, high] = dataset.domain;
    const share = (/** @type {number} */ x) => ((x - low) / (high - low)) * 2 - 1;
    return point && [share(point[0]), share(point[1])];
  }

  /** Of the mark, by the unit's own activation. @param {Target} target */
  #levelOf(target) {
    if (this.#state === null) return 0;
    const { network, dataset } = this.#state;
    const own = (/** @type {number} */ unit) => Number(network.activations[unit]);
    if (!this.#isMap(target)) return (this.#shareOf(own(Number(target)), Number(target)) + 1) / 2;
    return Math.max(
      ...[...network.activations.slice(-dataset.n_outputs)].map((value) => this.#mapLevelOf(value)),
    );
  }

  /** @param {Target} target @returns {Relief|null}  null: it is not to be seen */
  #reliefOf(target) {
    if (this.#state === null) return null;
    const { placement, reliefShare } = this.#viewpoint;
    const { grid, dataset, unit_grids, topology } = this.#state;
    if (this.#isMap(target)) {
      const size = Math.round(Math.sqrt(grid.length / dataset.n_outputs));
      if (placement.map === null || size < 2) return null;
      const rows = Array.from({ length: dataset.n_outputs }, (_, row) => row);
      return mapRelief(placement.map, reliefShare, (place) =>
        Math.max(...rows.map((row) => this.#mapLevelOf(valueAtPlace(grid, size, row, place)))),
      );
    }
    const unit = Number(target);
    const size = Math.round(Math.sqrt(unit_grids.length / topology.n_units));
    if (target === "map" || !this.#things.hasTiles || size < 2) return null;
    const square = /** @type {Square} */ ([...placement.spots.subarray(unit * 4, unit * 4 + 4)]);
    return tileRelief(square, reliefShare, (place) =>
      this.#shareOf(valueAtPlace(unit_grids, size, unit, place), unit),
    );
  }

  /** Whether it is the output map, in the place of the only output or beside several. @param {Target} target */
  #isMap(target) {
    if (target === "map") return this.#state?.dataset.n_outputs !== 1;
    return this.#state?.dataset.n_outputs === 1 && target === this.#state.topology.n_units - 1;
  }

  /** As the shader of the tiles has it. @param {number} value @param {number} unit */
  #shareOf(value, unit) {
    const share = value / Number(this.#things.responseScales[unit]);
    return Number.isNaN(share) ? 0 : Math.min(Math.max(share, -1), 1);
  }

  /** As the shader of the map has it. @param {number} value */
  #mapLevelOf(value) {
    const [low, high] = this.#state?.dataset.target_range ?? [0, 1];
    const level = (value - low) / (high - low);
    return Number.isNaN(level) ? 0.5 : Math.min(Math.max(level, 0), 1);
  }
}
