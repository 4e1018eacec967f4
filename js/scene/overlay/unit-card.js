/**
 * The map of a chosen or hovered unit, enlarged beside its tile: with axes, samples, the line where its sum is zero, and
 * its range. It does not catch the pointer. The inspector says the same to those who do not see it.
 */

import { make, updateText } from "../../kit/dom.js";
import { formatCoordinate, formatExact } from "../../kit/format.js";
import { createPace } from "../../kit/pace.js";
import { readColors } from "../../kit/page-colors.js";
import { traceContour } from "../../kit/plane/contour.js";
import { createGridPicture, pixelFromHex } from "../../kit/plane/grid-picture.js";
import { CLASS_COLORS } from "../../kit/plane/heatmap.js";
import {
  MAP_STRENGTH,
  makeColorTable,
  makeShades,
  writeScalarColorsInto,
} from "../../kit/plane/heatmap-colors.js";
import { createSampleOverlay } from "../../kit/plane/sample-overlay.js";
import { makeMark, placeMark } from "../../kit/plane/shown-mark.js";
import { capitalized, layerTitles, placeOfUnit, shortUnitName, unitName } from "../../model/names.js";
import { hasUnitMap, placeCard, unitMapOf } from "../plan/unit-map.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Selection} from "../../model/view.js" */
/** @import {Margins} from "../plan/fit.js" */
/** @import {Box, UnitMap} from "../plan/unit-map.js" */

const PACE = 100; // ms between two drawings while training
const HOVER_MS = 150; // that the pointer rests on a unit before, so that maps do not flicker by
/** Room for axes around the map, and for text above it, CSS px. style/scene.css has the same numbers. */
const MARGIN = { left: 30, top: 6, right: 10, bottom: 24 };
const HEAD = 46;
const EDGES = 2;
const NARROW = 220; // CSS px: a map beside which a unit's whole name and value have no room
const AROUND = {
  width: MARGIN.left + MARGIN.right + EDGES,
  height: MARGIN.top + MARGIN.bottom + HEAD + EDGES,
};

export class UnitCard {
  #stage;
  #boxOf;
  #name = make("strong", { translate: "no" });
  #value = make("span", { translate: "no" });
  #extent = make("span", { class: "unit-card__extent" });
  #map = make("canvas", { class: "unit-card__map" });
  #overlay = make("canvas", { class: "unit-card__overlay" });
  #mark = makeMark();
  #element;
  #picture = createGridPicture(this.#map);
  #samples;
  #pace = createPace(PACE, () => this.#draw());
  /** On which the pointer rests. @type {number|null} */
  #pointed = null;
  /** On which it is. @type {number|null} */
  #next = null;
  #timer = 0;
  /** @type {AppState|null} */
  #state = null;
  /** @type {number|null} */
  #unit = null;
  /** @type {Box} */
  #box = { x: 0, y: 0, width: 0, height: 0 };
  /** In which it may stand. @type {Box} */
  #room = { x: 0, y: 0, width: 0, height: 0 };
  /** Of the map, CSS px: to read it from the element would make the browser lay the page out. */
  #side = 0;
  #sized = "";
  #overlaid = "";
  /** @type {AppState["dataset"]|null} */
  #dataset = null;

  #onChange;

  /**
   * @param {HTMLElement} element  its own, hidden
   * @param {HTMLElement} stage  over which that lies
   * @param {(unit: number) => Box|null} boxOf  where a unit's tile is; null: on its way
   * @param {() => void} onChange  another map is shown, or none
   */
  constructor(element, stage, boxOf, onChange) {
    this.#element = element;
    this.#stage = stage;
    this.#boxOf = boxOf;
    this.#onChange = onChange;
    const head = make("p", { class: "unit-card__head" }, this.#name, this.#value);
    const plane = make("div", { class: "unit-card__plane" }, this.#map, this.#overlay, this.#mark);
    element.replaceChildren(head, this.#extent, plane);
    this.#samples = createSampleOverlay(this.#overlay);
  }

  /** Whose map is shown. */
  get unit() {
    return this.#unit;
  }

  /** Where it is shown. @returns {Box|null} */
  get box() {
    return this.#unit === null ? null : this.#box;
  }

  /** @param {Selection|null} hovered */
  pointAt(hovered) {
    const unit = hovered?.kind === "unit" ? hovered.unit : null;
    if (unit === this.#next) return;
    this.#next = unit;
    clearTimeout(this.#timer);
    if (unit === null) this.#rest(null);
    else this.#timer = window.setTimeout(() => this.#rest(unit), HOVER_MS);
  }

  /** @param {AppState} state */
  render(state) {
    this.#state = state;
    this.arrange();
    if (this.#unit === null) return;
    if (state.status === "training") this.#pace.request();
    else this.#pace.flush();
  }

  /** @param {Margins} cover  what else stands over the edges of the stage */
  resize({ left, top, right, bottom }) {
    const { clientWidth, clientHeight } = this.#stage;
    this.#room = { x: left, y: top, width: clientWidth - left - right, height: clientHeight - top - bottom };
    this.arrange();
  }

  /** Go where its unit is now. */
  arrange() {
    const unit = this.#wanted();
    const tile = unit === null ? null : this.#boxOf(unit);
    const place = tile && placeCard(tile, this.#room, AROUND);
    const shown = place ? unit : null;
    const isOther = shown !== this.#unit;
    this.#unit = shown;
    this.#element.hidden = !place;
    if (place) this.#stand(place, isOther);
    if (isOther) this.#onChange();
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#element.hidden = true;
  }

  /** @param {number|null} unit */
  #rest(unit) {
    this.#pointed = unit;
    this.arrange();
  }

  /** The one that is pointed at, else the chosen one. */
  #wanted() {
    const { view, topology, unit_grids, opened } = this.#state ?? {};
    if (opened || !view?.tiles || topology === undefined || unit_grids === undefined) return null;
    const { selection, hovered } = view;
    const pointed = hovered?.kind === "unit" && hovered.unit === this.#pointed ? this.#pointed : null;
    const unit = pointed ?? (selection?.kind === "unit" ? selection.unit : null);
    return unit !== null && hasUnitMap(unit, unit_grids, topology) ? unit : null;
  }

  /** @param {{x: number, y: number, map: number}} place @param {boolean} isOther */
  #stand({ x, y, map }, isOther) {
    this.#box = { x, y, width: map + AROUND.width, height: map + AROUND.height };
    this.#element.style.width = `${this.#box.width}px`;
    this.#element.style.transform = `translate(${x}px, ${y}px)`;
    const sized = `${map} ${window.devicePixelRatio}`;
    if (sized !== this.#sized) this.#resize(map);
    else if (isOther) this.#draw();
    this.#sized = sized;
  }

  /** @param {number} side  of the map, CSS px */
  #resize(side) {
    this.#side = side;
    const scale = window.devicePixelRatio;
    const whole = { width: side + MARGIN.left + MARGIN.right, height: side + MARGIN.top + MARGIN.bottom };
    for (const [canvas, { width, height }] of /** @type {const} */ ([
      [this.#map, { width: side, height: side }],
      [this.#overlay, whole],
    ])) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this.#dataset = null;
    this.#draw();
  }

  #draw() {
    const state = this.#state;
    if (state === null || this.#unit === null) return;
    const { topology, network, view, dataset } = state;
    const map = unitMapOf(this.#unit, state.unit_grids, topology);
    const isNarrow = this.#side < NARROW;
    const value = network.activations[this.#unit] ?? Number.NaN;
    updateText(this.#name, nameOf(this.#unit, topology, isNarrow));
    updateText(this.#value, isNarrow ? formatCoordinate(value) : formatExact(value));
    updateText(this.#extent, describeExtent(map));
    paint(this.#picture, map);
    const box = { left: MARGIN.left, top: MARGIN.top, size: this.#side };
    placeMark(this.#mark, network, dataset, box);
    const overlaid = JSON.stringify([view.theme, view.palette, view.show_test]);
    if (dataset === this.#dataset && overlaid === this.#overlaid) return;
    this.#dataset = dataset;
    this.#overlaid = overlaid;
    this.#samples.updateColors();
    this.#samples.draw({ dataset, show_test: view.show_test, touched: null, box });
  }
}

/** @param {number} unit @param {TopologyEvent} topology @param {boolean} isNarrow  there is no room for the whole name */
function nameOf(unit, topology, isNarrow) {
  if (!isNarrow) return capitalized(unitName(unit, topology));
  const titles = layerTitles(topology.layer_sizes, topology.activations);
  return `${titles[placeOfUnit(unit, topology).layer]?.name}: ${shortUnitName(unit, topology)}`;
}

/** @param {UnitMap} map */
function describeExtent({ extent: [low, high], own_class, line }) {
  const where = own_class === null ? `line at ${line.level}` : "line: where it wins";
  return `${formatCoordinate(low)} to ${formatCoordinate(high)}; ${where}`;
}

/** @param {ReturnType<typeof createGridPicture>} picture @param {UnitMap} map */
function paint(picture, { grid, size, scale, own_class, line }) {
  const names = /** @type {const} */ ([...CLASS_COLORS, "class-mid", "weight-negative", "weight-positive"]);
  const colors = readColors([...names, "text", "surface", "border"]);
  const middle = colors["class-mid"];
  const isClass = own_class !== null;
  const table = isClass
    ? makeShades(middle, colors[CLASS_COLORS[own_class] ?? "class-0"], MAP_STRENGTH)
    : makeColorTable(colors["weight-negative"], middle, colors["weight-positive"], 1);
  /** @type {[number, number]} */ const range = isClass ? [0, scale] : [-scale, scale];
  const how = { range, undefinedColor: pixelFromHex(colors.border), n_levels: 256 };
  writeScalarColorsInto(picture.resize(size), grid, table, how);
  const trace = (/** @type {CanvasRenderingContext2D} */ path) =>
    traceContour(line.grid, size, line.level, path);
  picture.draw(size, trace, colors.text, colors.surface);
}
