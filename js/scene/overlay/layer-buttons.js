/**
 * Buttons over the head-on picture that add and remove units and hidden layers, each where its layer stands. They show
 * themselves while the pointer or the focus is in the scene, and always where there is no pointer.
 */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";

/** @import {Limit, TopologyEvent} from "../../protocol.js" */
/** @import {Frame, Size} from "../plan/framing.js" */
/** @import {Layout} from "../plan/layout.js" */

/**
 * @typedef {object} LayerActions  `layer` is an index of layer_sizes
 * @property {(layer: number) => void} onAddUnit
 * @property {(layer: number) => void} onRemoveUnit
 * @property {(position: number) => void} onAddLayer  the new layer's index
 * @property {(layer: number) => void} onRemoveLayer
 */

/** CSS px that a button takes with its gap, in a row and in height. */
const BUTTON = 26;
/** Between two layers: for a layer's three buttons and the one beside them in one row, or two and one in two rows. */
const ONE_ROW = 4 * BUTTON;
const TWO_ROWS = 2 * BUTTON;
/** What the titles of the layers take above the network, CSS px. */
const TITLES = { narrow: 38, wide: 48 };

/**
 * @param {HTMLElement} element  the scene's
 * @param {LayerActions} actions
 */
export function createLayerButtons(element, actions) {
  const bar = make("div", { class: "layer-buttons", role: "group", "aria-label": "Layers and units" });
  element.append(bar);
  let built = "";
  /** @type {{node: HTMLElement, place: number}[]} */
  let placed = [];

  /** @param {number[]} layer_sizes @param {Record<string, Limit|undefined>} limits */
  function rebuild(layer_sizes, { n_layers, layer_size }) {
    const last = layer_sizes.length - 1;
    const isFull = last + 1 >= (n_layers?.max ?? Number.POSITIVE_INFINITY);
    placed = [];
    for (let layer = 1; layer <= last; layer++) {
      const before = layer === last ? "the output" : `hidden layer ${layer}`;
      const add = makeButton(`add-layer-${layer}`, "+", `Add a layer before ${before}`, isFull, () =>
        actions.onAddLayer(layer),
      );
      placed.push({ node: make("span", { class: "layer-buttons__group" }, ...add), place: layer - 0.5 });
      if (layer === last) continue;
      const size = layer_sizes[layer];
      const name = `hidden layer ${layer}`;
      const group = make(
        "span",
        { class: "layer-buttons__group" },
        ...makeButton(
          `remove-unit-${layer}`,
          "−",
          `Remove a unit from ${name}`,
          size <= (layer_size?.min ?? 1),
          () => actions.onRemoveUnit(layer),
        ),
        ...makeButton(
          `add-unit-${layer}`,
          "+",
          `Add a unit to ${name}`,
          size >= (layer_size?.max ?? Number.POSITIVE_INFINITY),
          () => actions.onAddUnit(layer),
        ),
        ...makeButton(`remove-layer-${layer}`, "×", `Remove ${name}`, false, () =>
          actions.onRemoveLayer(layer),
        ),
      );
      placed.push({ node: group, place: layer });
    }
    const focused = document.activeElement?.id;
    bar.replaceChildren(...placed.map(({ node }) => node));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  return {
    /**
     * @param {TopologyEvent} topology
     * @param {Record<string, Limit|undefined>} limits
     * @param {Layout} layout
     * @param {Frame} frame
     * @param {Size} size
     */
    arrange({ layer_sizes }, limits, layout, frame, size) {
      const key = layer_sizes.join();
      if (key !== built) {
        built = key;
        rebuild(layer_sizes, limits);
      }
      const xs = layout.layers.map(({ x }) => size.width / 2 + (x - frame.x) * frame.scale);
      const gap = Math.min(...xs.slice(1).map((x, index) => x - xs[index]));
      const isStacked = gap < ONE_ROW;
      bar.classList.toggle("layer-buttons--stacked", isStacked);
      const titles = size.width < 560 ? TITLES.narrow : TITLES.wide;
      const bottom = size.height / 2 - (layout.box.top - frame.y) * frame.scale - titles;
      bar.style.top = `${Math.max(bottom - (isStacked ? 2 : 1) * BUTTON, 4)}px`;
      for (const { node, place } of placed) {
        node.hidden = gap < TWO_ROWS;
        node.style.left = `${(xs[Math.floor(place)] + xs[Math.ceil(place)]) / 2}px`;
      }
    },
    /** @param {boolean} isHeadOn */
    show(isHeadOn) {
      bar.hidden = !isHeadOn;
    },
    dispose: () => bar.remove(),
  };
}

/**
 * A button and its hint.
 * @param {string} id
 * @param {string} sign
 * @param {string} name
 * @param {boolean} disabled
 * @param {() => void} onPress
 */
function makeButton(id, sign, name, disabled, onPress) {
  const button = make(
    "button",
    { type: "button", id, class: "layer-buttons__button", "aria-label": name, disabled },
    sign,
  );
  button.addEventListener("click", onPress);
  const text = `${name}; training starts over, and undo brings the old network back.`;
  return [button, createHint(button, { id: `hint-${id}`, text, side: "below" })];
}
