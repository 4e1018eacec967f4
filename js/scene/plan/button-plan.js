/**
 * Which buttons stand over the layers, what they are called, and where. Pure.
 */

import { valueAt } from "../../model/value-at.js";

/** @import {Limit} from "../../protocol.js" */

/** @typedef {{x: number, y: number}} Pixel  CSS px */

/**
 * @typedef {object} LayerButton
 * @property {string} id
 * @property {string} sign
 * @property {string} name
 * @property {boolean} disabled
 * @property {"onAddUnit"|"onRemoveUnit"|"onAddLayer"|"onRemoveLayer"} action  of a layer
 * @property {number} layer  index of layer_sizes
 */

/**
 * @typedef {object} ButtonGroup
 * @property {number} place  a layer, or the middle between two: 1.5
 * @property {LayerButton[]} buttons
 */

/**
 * @typedef {object} ButtonPlaces  CSS px
 * @property {boolean} isStacked  in two rows
 * @property {boolean} hasRoom  false: none is shown
 * @property {{left: number, top: number}[]} places  of the groups: middle, and upper edge
 */

/** CSS px that a button takes with its gap, in a row and in height. */
const BUTTON = 26;
/** What the title of a layer takes above its pane, and its edge and bias below, CSS px. */
const TITLE = 24;
const FOOT = 8;

/**
 * From left to right, before every layer but the first one that adds another, and over every hidden layer its own.
 * @param {number[]} layer_sizes
 * @param {Record<string, Limit|undefined>} limits
 * @returns {ButtonGroup[]}
 */
export function planButtons(layer_sizes, { n_layers, layer_size }) {
  const last = layer_sizes.length - 1;
  const isFull = layer_sizes.length >= (n_layers?.max ?? Number.POSITIVE_INFINITY);
  return layer_sizes.flatMap((size, layer) => {
    if (layer === 0) return [];
    const groups = [{ place: layer - 0.5, buttons: [addLayerButton(layer, last, isFull)] }];
    if (layer < last) groups.push({ place: layer, buttons: buttonsOf(layer, size, layer_size) });
    return groups;
  });
}

/** @param {number} layer @param {number} last @param {boolean} disabled @returns {LayerButton} */
function addLayerButton(layer, last, disabled) {
  const name = `Add a layer before ${layer === last ? "the output" : `hidden layer ${layer}`}`;
  return { id: `add-layer-${layer}`, sign: "+", name, disabled, action: "onAddLayer", layer };
}

/** @param {number} layer  hidden @param {number} size @param {Limit|undefined} limit @returns {LayerButton[]} */
function buttonsOf(layer, size, limit) {
  const least = limit?.min ?? 1;
  const most = limit?.max ?? Number.POSITIVE_INFINITY;
  return [
    {
      id: `remove-unit-${layer}`,
      sign: "−",
      name: `Remove a unit from hidden layer ${layer}`,
      disabled: size <= least,
      action: "onRemoveUnit",
      layer,
    },
    {
      id: `add-unit-${layer}`,
      sign: "+",
      name: `Add a unit to hidden layer ${layer}`,
      disabled: size >= most,
      action: "onAddUnit",
      layer,
    },
    {
      id: `remove-layer-${layer}`,
      sign: "×",
      name: `Remove hidden layer ${layer}`,
      disabled: false,
      action: "onRemoveLayer",
      layer,
    },
  ];
}

/**
 * Where the groups stand: those of a layer over its title, those between two layers below.
 * @param {ButtonGroup[]} groups
 * @param {{title: Pixel, foot: Pixel}[]} layers  where the title of each is, and the middle of its lower edge
 * @returns {ButtonPlaces}
 */
export function placeButtons(groups, layers) {
  const layerAt = (/** @type {number} */ place) => valueAt(layers, place);
  const places = groups.map(({ place, buttons }) => {
    const width = buttons.length * BUTTON;
    if (Number.isInteger(place)) return { ...layerAt(place).title, width, isAbove: true };
    const [before, after] = [layerAt(Math.floor(place)).foot, layerAt(Math.ceil(place)).foot];
    return { x: (before.x + after.x) / 2, y: Math.max(before.y, after.y) + FOOT, width, isAbove: false };
  });
  const isWide = areApart(places, 1);
  const hasRoom = isWide || areApart(places, 2);
  const rows = isWide ? 1 : 2;
  return {
    isStacked: !isWide,
    hasRoom,
    places: places.map(({ x, y, isAbove }) => ({
      left: x,
      top: isAbove ? Math.max(y - TITLE - rows * BUTTON, 4) : y,
    })),
  };
}

/** @param {{x: number, width: number, isAbove: boolean}[]} places  from left to right @param {number} rows */
function areApart(places, rows) {
  return [true, false].every((isAbove) => {
    let right = Number.NEGATIVE_INFINITY;
    return places.every((place) => {
      if (place.isAbove !== isAbove) return true;
      const half = Math.min(place.width, Math.ceil(place.width / BUTTON / rows) * BUTTON) / 2;
      const isApart = place.x - half >= right;
      right = place.x + half;
      return isApart;
    });
  });
}
