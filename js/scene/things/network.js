/**
 * All that stands for the network, apart from names: panes, units as tiles or spheres, connections, the output map. Rebuilt
 * for another network; everything else is an update of one buffer, texture or uniform.
 */

import { valueAt } from "../../model/value-at.js";
import { connectionScales, responseScales } from "../plan/scales.js";
import { makeWiring } from "../plan/wiring.js";
import { createConnections } from "./connections.js";
import { Panes } from "./panes.js";
import { Places } from "./places.js";
import { Surface } from "./surface.js";
import { Tiles } from "./tiles.js";
import { createUnits } from "./units.js";
import { Values } from "./values.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Placement} from "../plan/placement.js" */
/** @import {Wiring} from "../plan/wiring.js" */
/** @import {Uniforms} from "./uniforms.js" */

const NO_GRIDS = new Float32Array();
const [INPUT, HIDDEN, OUTPUT, MAP] = [0, 1, 2, 3];

export class NetworkThings {
  /** To be uploaded, of parameters, activations and outputs, so far. */
  bytes = 0;
  /** @type {Wiring} */
  wiring = { fromUnits: new Int32Array(), toUnits: new Int32Array(), layers: new Uint8Array() };
  #places = new Places();
  #values = new Values();
  #panes;
  #connections;
  #units;
  #tiles;
  #surface;

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    const shared = { ...uniforms, ...this.#places.uniforms, ...this.#values.uniforms };
    this.#panes = new Panes(uniforms);
    this.#connections = createConnections(shared);
    this.#units = createUnits(shared);
    this.#tiles = new Tiles(shared);
    this.#surface = new Surface(shared);
  }

  /** In the order of drawing. Opaque things first: they hide what is behind them; the others are see-through. */
  get meshes() {
    return [
      this.#units.mesh,
      this.#tiles.mesh,
      ...this.#surface.meshes,
      ...this.#panes.meshes,
      this.#connections.mesh,
    ];
  }

  /** Whether units are shown as their responses. */
  get hasTiles() {
    return this.#tiles.mesh.visible;
  }

  /**
   * @param {TopologyEvent} topology
   * @param {boolean} hasMap
   */
  rebuild(topology, hasMap) {
    const { layer_sizes, unit_offsets, n_units, unit_ranges } = topology;
    const firstOutput = valueAt(unit_offsets, -1);
    const isSingle = n_units - firstOutput === 1;
    const roles = new Float32Array(n_units).fill(HIDDEN);
    roles.fill(INPUT, 0, layer_sizes[0]);
    roles.fill(isSingle && hasMap ? MAP : OUTPUT, firstOutput);
    this.wiring = makeWiring(topology);
    this.#connections.rebuild(this.wiring);
    this.#units.rebuild(roles, Float32Array.from(unit_ranges.flat()));
    this.#tiles.rebuild(roles, isSingle ? n_units : firstOutput);
    this.#panes.rebuild(layer_sizes.length);
    this.#surface.rebuild(hasMap, isSingle ? firstOutput : -1);
  }

  /**
   * Take other places: everything is on the way from one placement to the other.
   * @param {Placement} from
   * @param {Placement} to
   */
  setPlaces(from, to) {
    this.#places.set(from, to);
  }

  /**
   * @param {Placement} placement  now
   * @param {number} share  of the way
   */
  place(placement, share) {
    this.#places.go(share);
    this.#panes.place(placement);
    if (placement.map !== null) this.#surface.place(placement.map);
  }

  /**
   * Show what has changed since the last state.
   * @param {AppState} state
   * @param {AppState|null} previous  null: everything is new
   */
  update(state, previous) {
    const { parameters, activations } = state.network;
    this.#updateSurface(state, previous);
    this.#updateResponses(state, previous);
    if (activations !== previous?.network.activations) this.bytes += this.#values.update(activations);
    if (parameters !== previous?.network.parameters) this.bytes += this.#connections.update(parameters);
    const { selection, hovered } = state.view;
    const isSameFocus = selection === previous?.view.selection && hovered === previous?.view.hovered;
    if (state.network !== previous?.network || !isSameFocus) this.#updateScales(state);
  }

  dispose() {
    const parts = [
      this.#connections,
      this.#units,
      this.#tiles,
      this.#surface,
      this.#panes,
      this.#places,
      this.#values,
    ];
    for (const part of parts) part.dispose();
  }

  /** @param {AppState} state */
  #updateScales({ network: { parameters, activations }, view: { selection, hovered } }) {
    if (parameters.length !== this.wiring.toUnits.length) return; // of another network, whose shape comes next
    const focus = selection?.kind === "unit" ? selection.unit : hovered?.kind === "unit" ? hovered.unit : -1;
    const options = { isContribution: false, focus };
    this.#connections.scale(connectionScales(parameters, activations, this.wiring, options));
  }

  /** @param {AppState} state @param {AppState|null} previous */
  #updateSurface({ grid, sample_outputs, dataset, view, topology }, previous) {
    if (dataset.n_outputs !== topology.layer_sizes.at(-1)) return; // the samples of this network come next
    const isOther = dataset !== previous?.dataset;
    if (isOther) this.#surface.updateSamples(dataset);
    this.#surface.choose(view.show_test, view.sample, view.touched);
    if (isOther || grid !== previous?.grid) this.bytes += this.#surface.update(grid);
    if (isOther || sample_outputs !== previous?.sample_outputs)
      this.bytes += this.#surface.updateErrors(sample_outputs);
  }

  /** @param {AppState} state @param {AppState|null} previous */
  #updateResponses(state, previous) {
    const grids = gridsOf(state);
    if (previous !== null && grids === gridsOf(previous)) return;
    this.bytes += this.#tiles.update(grids, responseScales(grids, state.topology));
    this.#units.mesh.visible = !this.hasTiles;
  }
}

/** The responses that are asked for. @param {AppState} state */
const gridsOf = ({ view, unit_grids }) => (view.tiles ? unit_grids : NO_GRIDS);
