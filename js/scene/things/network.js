/**
 * All that stands for the network, apart from names: panes, units as tiles or spheres, connections, the output map. Rebuilt
 * for another network; everything else is an update of one buffer, texture or uniform.
 */

import { placeOf } from "../../model/shown-point.js";
import { valueAt } from "../../model/value-at.js";
import { connectionScales, responseScales } from "../plan/scales.js";
import { makeWiring } from "../plan/wiring.js";
import { createConnections } from "./connections.js";
import { Panes } from "./panes.js";
import { Places } from "./places.js";
import { makePointUniforms } from "./point-mark.js";
import { Surface } from "./surface.js";
import { Tiles } from "./tiles.js";
import { createUnits } from "./units.js";
import { Values } from "./values.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Placement} from "../plan/placement.js" */
/** @import {Drawn, StepDrawing} from "../plan/step-drawing.js" */
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
  #point = makePointUniforms();
  #panes;
  #connections;
  #units;
  #tiles;
  #surface;
  /** What full colour stands for, of each unit's tile. @type {Float32Array} */
  responseScales = new Float32Array();
  /** What the connections show. @type {Float32Array} */
  #shown = new Float32Array();

  /** Of an opened step. @type {StepDrawing|null} */
  #drawing = null;

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    const shared = { ...uniforms, ...this.#places.uniforms, ...this.#values.uniforms, ...this.#point };
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
    this.#surface.rebuild(hasMap, firstOutput, isSingle);
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
   * @param {Drawn} drawn
   * @param {AppState|null} previous  null: everything is new
   */
  update({ state, drawing }, previous) {
    const { activations } = state.network;
    const isOtherStep = drawing !== this.#drawing;
    this.#drawing = drawing;
    if (isOtherStep || previous === null) this.#connections.lead(drawing?.path ?? null);
    this.#updateSurface(state, previous);
    this.#updateResponses(state, isOtherStep ? null : previous);
    if (activations !== previous?.network.activations) this.bytes += this.#values.update(activations);
    if (state.network !== previous?.network || state.dataset !== previous.dataset) this.#updatePoint(state);
    const names = /** @type {const} */ (["selection", "hovered", "connections"]);
    const isSameFocus = names.every((name) => state.view[name] === previous?.view[name]);
    if (state.network !== previous?.network || !isSameFocus || isOtherStep)
      this.#updateConnections(state, previous === null);
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

  /** @param {AppState} state @param {boolean} isNew */
  #updateConnections({ network, view: { selection, hovered, connections } }, isNew) {
    const { parameters, activations } = network;
    if (parameters.length !== this.wiring.toUnits.length) return; // of another network, whose shape comes next
    if (this.#drawing !== null) {
      this.#showConnections(this.#drawing.connections, isNew);
      const { scales } = this.#drawing;
      this.#connections.scale({ scales, focusScale: 1, isContribution: false }, false);
      return;
    }
    const hasFocus = connections !== "gradients"; // which are no factors of what enters a unit
    const shown = hasFocus ? parameters : (network.gradient ?? new Float32Array(parameters.length));
    this.#showConnections(shown, isNew);
    const focus = selection?.kind === "unit" ? selection.unit : hovered?.kind === "unit" ? hovered.unit : -1;
    const options = { isContribution: connections === "contributions", focus: hasFocus ? focus : -1 };
    this.#connections.scale(connectionScales(shown, activations, this.wiring, options), hasFocus);
  }

  /** @param {Float32Array} shown  of each @param {boolean} isNew */
  #showConnections(shown, isNew) {
    if (isNew || shown !== this.#shown) this.bytes += this.#connections.update(shown);
    this.#shown = shown;
  }

  /** The mark is where the activations are of. @param {AppState} state */
  #updatePoint({ network, dataset }) {
    const place = placeOf(network, dataset);
    const [low, high] = dataset.domain;
    const share = (/** @type {number} */ x) => ((x - low) / (high - low)) * 2 - 1;
    if (place === null) this.#point.shown_point.value.z = 0;
    else this.#point.shown_point.value.set(share(place[0]), share(place[1]), 1);
  }

  /** @param {AppState} state @param {AppState|null} previous */
  #updateSurface({ grid, sample_outputs, dataset, view, topology }, previous) {
    if (dataset.n_outputs !== topology.layer_sizes.at(-1)) return; // the samples of this network come next
    const isOther = dataset !== previous?.dataset;
    if (isOther) this.#surface.updateSamples(dataset);
    this.#surface.choose(view.show_test, view.touched);
    this.#surface.setContent(this.#drawing?.output ?? "map", this.#drawing?.outputShare ?? 0);
    if (isOther || grid !== previous?.grid) this.bytes += this.#surface.update(grid);
    if (isOther || sample_outputs !== previous?.sample_outputs)
      this.bytes += this.#surface.updateErrors(sample_outputs);
  }

  /** @param {AppState} state @param {AppState|null} previous */
  #updateResponses(state, previous) {
    const grids = gridsOf(state);
    if (previous !== null && grids === gridsOf(previous)) return;
    this.responseScales = this.#drawing?.tileScales ?? responseScales(grids, state.topology);
    this.bytes += this.#tiles.update(grids, this.responseScales, this.#drawing !== null);
    this.#units.mesh.visible = !this.hasTiles;
  }
}

/** The responses that are asked for. @param {AppState} state */
const gridsOf = ({ view, unit_grids }) => (view.tiles ? unit_grids : NO_GRIDS);
