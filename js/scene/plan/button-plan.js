/**
 * Which buttons stand over the layers, what they are called, and where. Pure.
 */

/** @import {Limit} from "../../protocol.js" */
/** @import {Frame, Size} from "./framing.js" */
/** @import {Layout} from "./layout.js" */

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
 * @property {number} top
 * @property {boolean} isStacked  in two rows
 * @property {boolean} hasRoom  false: none is shown
 * @property {number[]} xs  of the groups
 */

/** CSS px that a button takes with its gap, in a row and in height. */
const BUTTON = 26;
/** Between two layers: for a layer's three buttons and the one beside them in one row, or two and one in two rows. */
const ONE_ROW = 4 * BUTTON;
const TWO_ROWS = 2 * BUTTON;
/** What the titles of the layers take above the network, CSS px. */
const TITLES = { narrow: 38, wide: 48 };

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
 * Where the groups stand over the head-on picture.
 * @param {ButtonGroup[]} groups
 * @param {Layout} layout
 * @param {Frame} frame
 * @param {Size} size
 * @returns {ButtonPlaces}
 */
export function placeButtons(groups, layout, frame, size) {
  const xs = layout.layers.map(({ x }) => size.width / 2 + (x - frame.x) * frame.scale);
  const gap = Math.min(...xs.slice(1).map((x, index) => x - xs[index]));
  const isStacked = gap < ONE_ROW;
  const titles = size.width < 560 ? TITLES.narrow : TITLES.wide;
  const bottom = size.height / 2 - (layout.box.top - frame.y) * frame.scale - titles;
  return {
    top: Math.max(bottom - (isStacked ? 2 : 1) * BUTTON, 4),
    isStacked,
    hasRoom: gap >= TWO_ROWS,
    xs: groups.map(({ place }) => (xs[Math.floor(place)] + xs[Math.ceil(place)]) / 2),
  };
}
