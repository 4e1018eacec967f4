/**
 * All that stands for the network, apart from names: units or their responses, connections, the output surface. Rebuilt
 * for another layout; everything else is an update of one buffer or uniform.
 */

import { createConnections } from "./connections.js";
import { createSurface } from "./surface.js";
import { Tiles } from "./tiles.js";
import { createUnits } from "./units.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {Layout} from "../plan/layout.js" */
/** @import {Uniforms} from "./uniforms.js" */

const NO_GRIDS = new Float32Array();

export class NetworkThings {
  /** To be uploaded, of parameters, activations and outputs, so far. */
  bytes = 0;
  #connections;
  #units;
  #tiles;
  #surface;

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#connections = createConnections(uniforms);
    this.#units = createUnits(uniforms);
    this.#tiles = new Tiles(uniforms);
    this.#surface = createSurface(uniforms);
  }

  /** In the order of drawing. Opaque things first: they hide what is behind them; the others are see-through. */
  get meshes() {
    return [this.#units.mesh, this.#tiles.mesh, ...this.#surface.meshes, this.#connections.mesh];
  }

  /** Whether units are shown as their responses. */
  get has_tiles() {
    return this.#tiles.mesh.visible;
  }

  /**
   * @param {Layout} layout
   * @param {Float32Array} ranges  (n_units, 2) activations of the smallest and the largest size
   */
  rebuild(layout, ranges) {
    this.#connections.rebuild(layout);
    this.#units.rebuild(layout, ranges);
    this.#tiles.rebuild(layout, ranges);
    this.#surface.rebuild(layout);
  }

  /**
   * Show what has changed since the last state.
   * @param {AppState} state
   * @param {AppState|null} previous  null: everything is new
   */
  update(state, previous) {
    const { parameters } = state.network;
    this.#updateSurface(state, previous);
    const is_other = this.#updateResponses(state, previous);
    this.#updateActivations(state, is_other ? null : previous);
    if (parameters !== previous?.network.parameters) this.bytes += this.#connections.update(parameters);
  }

  dispose() {
    for (const part of [this.#connections, this.#units, this.#tiles, this.#surface]) part.dispose();
  }

  /** @param {AppState} state @param {AppState|null} previous */
  #updateSurface({ grid, dataset, view }, previous) {
    const is_other = dataset !== previous?.dataset;
    if (is_other) this.#surface.updateSamples(dataset);
    this.#surface.choose(view.show_test, view.sample, view.touched);
    if (view.surface && (is_other || grid !== previous?.grid)) this.bytes += this.#surface.update(grid);
  }

  /**
   * @param {AppState} state
   * @param {AppState|null} previous
   * @returns {boolean}  whether other responses, or none, are shown
   */
  #updateResponses(state, previous) {
    const grids = gridsOf(state);
    if (previous !== null && grids === gridsOf(previous)) return false;
    this.bytes += this.#tiles.updateResponses(grids);
    this.#units.mesh.visible = !this.has_tiles;
    return true;
  }

  /** @param {AppState} state @param {AppState|null} previous */
  #updateActivations({ network: { activations } }, previous) {
    if (activations === previous?.network.activations) return;
    this.bytes += this.has_tiles ? this.#tiles.update(activations) : this.#units.update(activations);
  }
}

/** The responses that are asked for. @param {AppState} state */
const gridsOf = ({ view, unit_grids }) => (view.tiles ? unit_grids : NO_GRIDS);
