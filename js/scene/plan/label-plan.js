/**
 * Which names stand in the picture, where and how large, as it is seen now: upright, and none on another. Pure.
 */

import { formatShort } from "../../kit/format.js";
import { layerTitles, unitLabel } from "../../model/names.js";
import { valueAt } from "../../model/value-at.js";
import { VALUE_SHARE } from "./relief-shape.js";
import { heightTicks } from "./stems.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {LayerTitle} from "../../model/names.js" */
/** @import {Text} from "../things/atlas.js" */
/** @import {Point, Size} from "./fit.js" */
/** @import {UnitNumbers} from "./step-numbers.js" */
/** @import {Placement} from "./placement.js" */

/** @typedef {Text & {ink: number, x: number, y: number}} Label  CSS px of its middle, from the upper left corner */

/**
 * @typedef {object} Plan
 * @property {Pick<TopologyEvent, "layer_sizes"|"unit_offsets"|"activations"|"input_labels"|"output_labels">} network
 * @property {[number, number]} domain  of both axes of the output map
 * @property {Placement} placement
 * @property {[number, number]} [heights]  what stands on the output map is as high as these values, from its sheet on
 * @property {number} [rise]  of the higher one, in halves of the map's side
 * @property {boolean} hasTiles  else spheres stand for units
 * @property {(point: Point) => {x: number, y: number}} project
 * @property {Size} size
 * @property {(text: Text) => number} measure
 * @property {UnitNumbers|null} [numbers]  in an opened step
 * @property {number|null} [explained]  unit whose number stands there in any case
 */

export const INK_TEXT = 0;
export const INK_MUTED = 1;
export const INK_ON_UNIT = 2;

/** Smallest font, CSS px. */
const MIN_PX = 11;
/** From a pane's upper edge to its title, CSS px. */
const TITLE_RISE = 13;
/** Around a name, CSS px. */
const GAP = 3;
/** Between a unit and its name beside it, CSS px. */
const NAME_GAP = 7;
/** A name stands in its tile, or on its sphere, if that is at least so large, CSS px. */
const LEAST_TILE = 40;
const LEAST_SPHERE = 16;
/** The output map has axes if it is at least so large, CSS px. */
const LEAST_MAP = 110;
/** So has its axis of heights. */
const LEAST_AXIS = 20;
/** Of an opened step: size of a unit's number as a share of its tile, the largest, CSS px, and its height on the map. */
const NUMBER_SHARE = 0.26;
const MAX_PX = 17;
const ON_MAP = 0.86;
/** So much more than itself a number has around it, and so much more than its tile the smallest may take. */
const FILLED = 1.12;
const OVERFLOW = 1.15;
const NO_NUMBER = "–";
/** Of its numbers above it, CSS px. */
const HEIGHT_ABOVE = 12;

/**
 * @param {Plan} plan
 * @returns {Label[]}
 */
export function planLabels(plan) {
  const isBehind = makeBehindTheMap(plan);
  /** @type {Label[]} */ const taken = planTitles(plan).filter((label) => !isBehind(label));
  const names = planUnitNames(plan).filter((label) => !isBehind(label));
  const numbers = planNumbers(plan, isBehind);
  for (const label of [...numbers, ...names, ...planAxes(plan), ...planHeights(plan)]) {
    if (isInside(label, plan) && !taken.some((other) => overlap(label, other, plan.measure)))
      taken.push(label);
  }
  return taken;
}

/**
 * Whether a name would stand on the output map, which hides what it belongs to. Its own stand beside it.
 * @param {Pick<Plan, "placement"|"project">} plan
 * @returns {(label: Label) => boolean}
 */
function makeBehindTheMap({ placement: { map }, project }) {
  if (map === null) return () => false;
  const [x, y, z, half] = map;
  const turns = [-1, -1, 1, 1, -1];
  const corners = turns
    .slice(0, 4)
    .map((side, at) => project([x + side * half, y + valueAt(turns, at + 1) * half, z]));
  return (label) => {
    const sides = corners.map((from, at) => {
      const to = valueAt(corners, (at + 1) % 4);
      return (to.x - from.x) * (label.y - from.y) - (to.y - from.y) * (label.x - from.x) > 0;
    });
    return sides.every(Boolean) || !sides.some(Boolean);
  };
}

/** Where each layer begins and ends in the picture. @param {Pick<Plan, "placement"|"project">} plan */
export function layerPlaces({ placement: { plates }, project }) {
  return plates.map(({ x, y, z, halfHeight }) => ({
    title: project([x, y + halfHeight, z]),
    foot: project([x, y - halfHeight, z]),
  }));
}

/** The longest titles that fit beside each other. @param {Plan} plan */
function planTitles(plan) {
  const { network, size, measure } = plan;
  const titles = layerTitles(network.layer_sizes, network.activations);
  const px = size.width < 560 ? 12 : 14;
  const places = layerPlaces(plan);
  const styles = [
    titles.map((title) => oneLine(title, px, measure)),
    titles.map((title) => twoLines(title.name, title, px)),
    titles.map((title) => twoLines(title.short, title, MIN_PX)),
    titles.map(({ short }) => [line(short, MIN_PX, 600, INK_TEXT)]),
  ].map((style) =>
    style.map((lines, layer) => {
      const { x, y } = valueAt(places, layer).title;
      return lines.map((text) => ({ ...text, x: x + text.x, y: y - TITLE_RISE + text.y }));
    }),
  );
  const fitting = styles.find((style) => areApart(style, plan));
  return fitting ? fitting.flat() : someOf(styles.at(-1) ?? [], plan);
}

/** @param {Label[][]} groups  lines of one title may touch @param {Plan} plan */
function areApart(groups, plan) {
  return groups.every((lines, index) => {
    const others = groups.slice(0, index).flat();
    return lines.every(
      (label) => isInside(label, plan) && !others.some((other) => overlap(label, other, plan.measure)),
    );
  });
}

/** Those that are on none before. @param {Label[][]} groups @param {Plan} plan */
function someOf(groups, plan) {
  /** @type {Label[]} */ const taken = [];
  for (const lines of groups) {
    if (areApart([taken, lines], plan)) taken.push(...lines);
  }
  return taken;
}

/** @param {Label} one @param {Label} other @param {(text: Text) => number} measure */
export function overlap(one, other, measure) {
  const [width, height] = [(measure(one) + measure(other)) / 2 + GAP, (one.px + other.px) / 2 + GAP];
  return Math.abs(one.x - other.x) < width && Math.abs(one.y - other.y) < height;
}

/** @param {Label} label @param {Plan} plan */
function isInside({ x, y, ...text }, { size, measure }) {
  const [halfWidth, halfHeight] = [measure(text) / 2, text.px / 2];
  return x >= halfWidth && x <= size.width - halfWidth && y >= halfHeight && y <= size.height - halfHeight;
}

/** @param {LayerTitle} title @param {number} px @param {(text: Text) => number} measure @returns {Label[]} */
function oneLine({ name, activation }, px, measure) {
  const first = line(name, px, 600, INK_TEXT);
  if (activation === "") return [first];
  const second = line(`\u00a0${activation}`, px, 400, INK_MUTED);
  const [left, right] = [measure(first), measure(second)];
  return [
    { ...first, x: -right / 2 - GAP / 2 },
    { ...second, x: left / 2 + GAP / 2 },
  ];
}

/** @param {string} name @param {LayerTitle} title @param {number} px @returns {Label[]} */
function twoLines(name, { activation }, px) {
  const first = line(name, px, 600, INK_TEXT);
  if (activation === "") return [first];
  return [{ ...first, y: -px * 1.3 }, line(activation, Math.max(px - 1, MIN_PX), 400, INK_MUTED)];
}

/** Of inputs at the left, of several classes at the right, of others on them. @param {Plan} plan @returns {Label[]} */
function planUnitNames(plan) {
  const { network, placement, hasTiles, project, measure } = plan;
  const { layer_sizes, unit_offsets } = network;
  const last = layer_sizes.length - 1;
  return layer_sizes.flatMap((size, layer) => {
    if (layer === last && size === 1) return [];
    const first = valueAt(unit_offsets, layer);
    const columns = new Set(Array.from({ length: size }, (_, unit) => placement.spots[(first + unit) * 4]))
      .size;
    return Array.from({ length: size }, (_, unit) => {
      const at = (first + unit) * 4;
      const [x = 0, y = 0, z = 0, half = 0] = placement.spots.subarray(at, at + 4);
      const name = unitLabel(network, layer, unit);
      const [left, right] = [project([x - half, y, z]), project([x + half, y, z])];
      if (columns === 1 && layer === 0) return beside(line(name, 13, 600, INK_TEXT), left, -1, measure);
      if (columns === 1 && layer === last) return namedAtRight(name, right, plan);
      const width = right.x - left.x;
      if (!hasTiles && width > LEAST_SPHERE)
        return { ...line(name, MIN_PX, 600, INK_ON_UNIT), ...project([x, y, z]) };
      if (!hasTiles || layer > 0 || width < LEAST_TILE) return null;
      const corner = project([x - half, y + half, z]);
      const label = line(name, MIN_PX, 600, INK_ON_UNIT);
      return { ...label, x: corner.x + measure(label) / 2 + 3, y: corner.y + 9 };
    }).filter((label) => label !== null);
  });
}

/**
 * The number of every unit, in one size in each layer, where it has room in its tile, or in the place of the output's map.
 * @param {Plan} plan
 * @param {(label: Label) => boolean} isBehind  the map
 * @returns {Label[]}
 */
function planNumbers(plan, isBehind) {
  const { numbers = null, explained = null, placement, network, project, measure } = plan;
  const { spots, map } = placement;
  if (numbers === null) return [];
  const { layer_sizes, unit_offsets } = network;
  return layer_sizes.flatMap((size, layer) => {
    const first = valueAt(unit_offsets, layer);
    const isMap = map !== null && size === 1 && layer === layer_sizes.length - 1;
    const units = numbers.texts.slice(first, first + size).map((text, index) => {
      const [x = 0, y = 0, z = 0, half = 0] = spots.subarray((first + index) * 4, (first + index) * 4 + 4);
      const reach = isMap && !numbers.isOnMap ? half * VALUE_SHARE : half;
      const width = project([x + reach, y, z]).x - project([x - reach, y, z]).x;
      const at = project([x, isMap && numbers.isOnMap ? y + half * ON_MAP : y, z]);
      const label = line(text, MIN_PX, 600, text === NO_NUMBER ? INK_MUTED : INK_TEXT);
      return { width, at, label, isExplained: first + index === explained };
    });
    const widest = Math.max(...units.map(({ label, width }) => measure(label) / width));
    const room = Math.min(...units.map(({ width }) => width)) * NUMBER_SHARE;
    const px = Math.round(Math.max(Math.min(room, MAX_PX, MIN_PX / (widest * FILLED)), MIN_PX));
    return units
      .filter(({ label, width, isExplained }) => isExplained || isMap || measure(label) < width * OVERFLOW)
      .toSorted((one, other) => Number(other.isExplained) - Number(one.isExplained)) // it comes before its neighbours
      .map(({ label, at }) => ({ ...label, px, ...at }))
      .filter((label) => isMap || !isBehind(label));
  });
}

/** A class, by its number alone where there is no room for more. @param {string} name @param {{x: number, y: number}} at @param {Plan} plan */
function namedAtRight(name, at, plan) {
  const full = beside(line(name, 12, 600, INK_TEXT), at, 1, plan.measure);
  return isInside(full, plan)
    ? full
    : beside(line(name.replace(/^class /, ""), 12, 600, INK_TEXT), at, 1, plan.measure);
}

/** @param {Label} label @param {{x: number, y: number}} at @param {1|-1} side @param {(text: Text) => number} measure @returns {Label} */
function beside(label, at, side, measure) {
  return { ...label, x: at.x + side * (measure(label) / 2 + NAME_GAP), y: at.y };
}

/** The names of the output map's axes and their ends. @param {Plan} plan @returns {Label[]} */
function planAxes({ placement: { map }, domain, project, measure }) {
  if (map === null) return [];
  const [x, y, z, half] = map;
  const [left, right] = [project([x - half, y - half, z]), project([x + half, y - half, z])];
  if (Math.hypot(right.x - left.x, right.y - left.y) < LEAST_MAP) return [];
  const ends = domain.map((end) => String(end).replace("-", "−"));
  return ["x₁", "x₂"].flatMap((name, axis) =>
    [ends[0] ?? "", name, ends[1] ?? ""].map((text, index) => {
      const isName = index === 1;
      const label = line(text, isName ? 13 : MIN_PX, isName ? 600 : 400, isName ? INK_TEXT : INK_MUTED);
      const along = (isName ? 0.5 : index - 1) * half * 0.94; // in the middle stand the bias, and what arrives
      if (axis === 1) return beside(label, project([x - half, y + along, z]), -1, measure);
      const at = project([x + along, y - half, z]);
      return { ...label, x: at.x, y: at.y + 11 };
    }),
  );
}

/** The numbers at the axis of heights, which is on the upper right corner. @param {Plan} plan @returns {Label[]} */
function planHeights({ placement: { map }, heights, rise = 0, project }) {
  if (map === null || heights === undefined) return [];
  const [x, y, z, half] = map;
  const at = (/** @type {number} */ level) => project([x + half, y + half, z + level * half * rise]);
  const [foot, top] = [at(0), at(1)];
  if (Math.hypot(top.x - foot.x, top.y - foot.y) < LEAST_AXIS) return [];
  return heightTicks(heights).map(({ value, level }) => {
    const place = at(level);
    return { ...line(formatShort(value), MIN_PX, 400, INK_MUTED), x: place.x, y: place.y - HEIGHT_ABOVE };
  });
}

/** @param {string} text @param {number} px @param {number} weight @param {number} ink @returns {Label} */
function line(text, px, weight, ink) {
  return { text, px, weight, outline: ink === INK_ON_UNIT ? 1.25 : 2, ink, x: 0, y: 0 };
}
