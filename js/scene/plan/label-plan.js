/**
 * Decides which names stand in the scene, where and how large, for one network in one size. Pure.
 */

import { layerTitles, unitLabel } from "../../model/names.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {Text} from "../things/atlas.js" */
/** @import {Frame, Size} from "./framing.js" */
/** @import {Layout} from "./layout.js" */
/** @import {LayerTitle} from "../../model/names.js" */

/**
 * @typedef {object} Place
 * @property {[number, number, number]} anchor  world
 * @property {[number, number]} shift  world units in the plane of the picture, from the anchor
 * @property {[number, number]} offset  CSS px from there to the middle of the text, y up
 * @property {number} lift  world units towards the viewer: a name stands on the front of its unit
 * @property {number} room  the name is shown where its unit's smallest radius is at least this many CSS px
 * @property {number} ink  INK_TEXT, INK_MUTED or INK_ON_UNIT
 */

/** @typedef {Text & Place} Label */
/**
 * @typedef {object} Plan
 * @property {TopologyEvent} network
 * @property {[number, number]} domain  of both axes of the output surface
 * @property {Layout} layout
 * @property {boolean} has_tiles  whether the units are drawn as tiles now: responses come after the layout for them
 * @property {Frame} frame
 * @property {Size} size
 * @property {(text: Text) => number} measure
 */

export const INK_TEXT = 0;
export const INK_MUTED = 1;
export const INK_ON_UNIT = 2;

/** Smallest font, CSS px. */
const MIN_PX = 11;
/** Between the titles of two layers, CSS px. */
const TITLE_GAP = 10;
/** Between a unit and its name beside it, CSS px. */
const NAME_GAP = 7;
const SHORT_NAME_GAP = 4;
/** Where the frame of a tile ends, as a share of its half. */
const TILE_CORNER = 0.87;
const SURFACE_TITLES = ["Output over the plane", "Output"];

/**
 * Plan all labels.
 * @param {Plan} plan
 * @returns {Label[]}
 */
export function planLabels(plan) {
  return [...planTitles(plan), ...planUnitNames(plan), ...planSurface(plan)];
}

/**
 * @param {Plan} plan
 * @returns {Label[]}
 */
function planTitles({ network, layout, frame, size, measure }) {
  const titles = layerTitles(network.layer_sizes, network.activations);
  const px = size.width < 560 ? 12 : 14;
  const styles = [
    titles.map((title) => oneLine(title, px, measure)),
    titles.map((title) => twoLines(title.name, title, px)),
    titles.map((title) => twoLines(title.name, title, MIN_PX)),
    titles.map((title) => twoLines(title.short, title, MIN_PX)),
    titles.map(({ short }) => [line(short, MIN_PX, 600, INK_TEXT, [0, 0])]),
  ];
  const xs = layout.layers.map(({ x }) => size.width / 2 + (x - frame.x) * frame.scale);
  const fitting = styles.find((style) => titlesFit(style, xs, size.width, measure)) ?? [];
  return fitting.flatMap((lines, layer) =>
    lines.map((text) => ({
      ...text,
      anchor: /** @type {[number, number, number]} */ ([layout.layers[layer].x, layout.box.top, 0]),
      offset: /** @type {[number, number]} */ ([text.offset[0], text.offset[1] + px * 1.4]),
    })),
  );
}

/**
 * @param {Label[][]} titles  per layer
 * @param {number[]} xs  middle of each, CSS px
 * @param {number} width  CSS px
 * @param {(text: Text) => number} measure
 */
function titlesFit(titles, xs, width, measure) {
  let taken = TITLE_GAP / 2 - TITLE_GAP;
  for (const [index, lines] of titles.entries()) {
    const half = Math.max(...lines.map((text) => Math.abs(text.offset[0]) + measure(text) / 2));
    if (xs[index] - half < taken + TITLE_GAP || xs[index] + half > width - TITLE_GAP / 2) {
      return false;
    }
    taken = xs[index] + half;
  }
  return true;
}

/**
 * @param {LayerTitle} title
 * @param {number} px
 * @param {(text: Text) => number} measure
 * @returns {Label[]}
 */
function oneLine({ name, activation }, px, measure) {
  const first = line(name, px, 600, INK_TEXT, [0, 0]);
  if (activation === "") {
    return [first];
  }
  const second = line(`\u00a0· ${activation}`, px, 400, INK_MUTED, [0, 0]);
  const [left, right] = [measure(first), measure(second)];
  first.offset[0] = -right / 2;
  second.offset[0] = left / 2;
  return [first, second];
}

/**
 * @param {string} name
 * @param {LayerTitle} title
 * @param {number} px
 * @returns {Label[]}
 */
function twoLines(name, { activation }, px) {
  const first = line(name, px, 600, INK_TEXT, [0, px * 1.3]);
  if (activation === "") {
    return [first];
  }
  return [first, line(activation, Math.max(px - 1, MIN_PX), 400, INK_MUTED, [0, 0])];
}

/**
 * @param {Plan} plan
 * @returns {Label[]}
 */
function planUnitNames(plan) {
  const { network, layout, has_tiles, frame, measure } = plan;
  const { layer_sizes, unit_offsets } = network;
  const last = layer_sizes.length - 1;
  const share = has_tiles ? 0.45 : 0.6;
  const px = Math.min(Math.max(Math.round(layout.radii[0] * frame.scale * share), MIN_PX), 16);
  const rooms = layer_sizes.map((size, layer) => {
    const names = Array.from({ length: size }, (_, unit) => unitLabel(network, layer, unit));
    const widest = Math.max(...names.map((name) => measure(line(name, px, 600, INK_ON_UNIT))));
    return Math.max(widest / 2, px / 2) + 1;
  });
  const room_beside_outputs = roomBesideOutputs(plan);
  return layer_sizes.flatMap((size, layer) =>
    Array.from({ length: size }, (_, unit) => unit).flatMap((unit) => {
      const index = unit_offsets[layer] + unit;
      const radius = layout.radii[index];
      const anchor = layout.positions.subarray(index * 3, index * 3 + 3);
      const side = layout.layers[layer].columns > 1 ? 0 : layer === 0 ? -1 : layer === last ? 1 : 0;
      const beside = side !== 0;
      const room = side > 0 ? room_beside_outputs : Number.POSITIVE_INFINITY;
      const style = /** @type {const} */ ([beside ? px + 1 : px, 600, beside ? INK_TEXT : INK_ON_UNIT]);
      const full = line(unitLabel(network, layer, unit), ...style);
      const isFull = NAME_GAP + measure(full) + NAME_GAP <= room;
      // Where room is scarce, a class has its name alone.
      const text = isFull ? full : line(unitLabel(network, layer, unit).replace(/^class /, ""), ...style);
      const gap = isFull ? NAME_GAP : SHORT_NAME_GAP;
      if (gap + measure(text) > room) return [];
      text.anchor = [anchor[0], anchor[1], anchor[2]];
      text.shift = [side * radius * layout.unit_half, 0];
      text.offset = [side * (measure(text) / 2 + gap), 0];
      if (has_tiles && !beside) {
        // In the corner: the middle of the plane is where the response tends to be worth seeing.
        const corner = radius * layout.unit_half * TILE_CORNER;
        text.shift = [-corner, corner];
        text.offset = [measure(text) / 2 + 2, -px * 0.36 - 3];
      }
      text.lift = beside ? 0 : radius;
      text.room = beside ? 0 : rooms[layer];
      return [text];
    }),
  );
}

/**
 * Between the output units and what stands at the vertical axis of the output surface, CSS px.
 * @param {Plan} plan
 */
function roomBesideOutputs({ layout, domain, frame, measure }) {
  const { layers, radii, surface, unit_half } = layout;
  if (surface === null) return Number.POSITIVE_INFINITY;
  const right = layers[layers.length - 1].x + radii[radii.length - 1] * unit_half;
  const taken = planAxes(surface, domain, measure).map((label) => measure(label) / 2 - label.offset[0]);
  return (surface.x - surface.half - right) * frame.scale - Math.max(...taken);
}

/**
 * The output surface's title, the names of its axes and their ends.
 * @param {Plan} plan
 * @returns {Label[]}
 */
function planSurface({ layout: { surface }, domain, frame, measure }) {
  if (surface === null) return [];
  const { x, y, half } = surface;
  const titles = SURFACE_TITLES.map((text) => line(text, 13, 600, INK_TEXT, [0, 16]));
  const title = titles.find((label) => measure(label) < 2 * half * frame.scale) ?? titles[0];
  title.anchor = [x, y + half, 0];
  return [title, ...planAxes(surface, domain, measure)];
}

/**
 * @param {import("./layout.js").Square} surface
 * @param {[number, number]} domain
 * @param {(text: Text) => number} measure
 * @returns {Label[]}
 */
function planAxes({ x, y, half }, domain, measure) {
  const texts = /** @type {const} */ (["x₁", "x₂"]);
  const ends = domain.map((end) => String(end).replace("-", "−"));
  return texts.flatMap((name, axis) =>
    [ends[0], name, ends[1]].map((text, index) => {
      const isName = index === 1;
      const label = line(text, isName ? 13 : MIN_PX, isName ? 600 : 400, isName ? INK_TEXT : INK_MUTED);
      const along = (index - 1) * half * 0.94;
      label.anchor = axis === 0 ? [x + along, y - half, 0] : [x - half, y + along, 0];
      label.offset = axis === 0 ? [0, -11] : [-measure(label) / 2 - 6, 0];
      return label;
    }),
  );
}

/**
 * @param {string} text
 * @param {number} px
 * @param {number} weight
 * @param {number} ink
 * @param {[number, number]} [offset]
 * @returns {Label}
 */
function line(text, px, weight, ink, offset = [0, 0]) {
  const outline = ink === INK_ON_UNIT ? 1.25 : 2;
  return { text, px, weight, outline, ink, offset, anchor: [0, 0, 0], shift: [0, 0], lift: 0, room: 0 };
}
