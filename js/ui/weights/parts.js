/**
 * What stands around a weight table: the choice of the layer, the buttons, the words.
 */

import { make } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { makeId } from "../../kit/ids.js";
import { layerName } from "../../model/names.js";

/** @import {TopologyEvent} from "../../protocol.js" */

export function makeParts() {
  const layer = make("select", { id: makeId("layer") });
  const edit = make("button", { type: "button", class: "button" }, "Edit value");
  const freeze = make("button", { type: "button", class: "button" }, "Freeze");
  const field = make(
    "div",
    { class: "weights__layer" },
    make("label", { for: layer.id }, "Layer"),
    make("div", { class: "select" }, layer),
  );
  const toolbar = make("div", { class: "weights__toolbar" }, field, edit, freeze);
  for (const [target, text] of /** @type {const} */ ([
    [layer, "The layer whose weights and biases are shown: those that lead into it."],
    [
      edit,
      "Type another number into the cell that is named below; Enter on the cell and a double click do the same.",
    ],
    [freeze, "Training leaves a frozen number alone; the key F does the same for the cell in focus."],
  ])) {
    toolbar.append(createHint(target, { text, side: "left" }));
  }
  const frame = make("div", { class: "weights__frame" });
  let isInView = true;
  new IntersectionObserver((entries) => {
    isInView = entries.at(-1)?.isIntersecting ?? true;
  }).observe(frame);
  return {
    layer,
    edit,
    freeze,
    toolbar,
    frame,
    current: make("p", { class: "weights__current", translate: "no" }),
    note: make(
      "p",
      { class: "panel__text" },
      "A row holds what enters one unit; the colour tells sign and size. Arrow keys move, Enter edits, F freezes.",
    ),
    isInView: () => isInView,
    /** @param {TopologyEvent} topology */
    setLayers(topology) {
      const names = topology.layer_sizes.map((_, index) => layerName(index, topology));
      layer.replaceChildren(
        ...names
          .slice(1)
          .map((name, index) => make("option", { value: index + 1 }, `${names[index]} → ${name}`)),
      );
    },
  };
}
