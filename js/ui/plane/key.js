/**
 * The key to the map: class names, or a colour bar with numbers; and the marks of the samples.
 */

import { make } from "../../kit/dom.js";
import { formatShort } from "../../kit/format.js";
import { createHint } from "../../kit/hint.js";
import { describeClass } from "./text.js";

/** @import {DatasetEvent} from "../../protocol.js" */

/** @typedef {{kind: string, label: string, hint: string}} Entry */

/** @type {Entry[]} */
const SETS = [
  { kind: "train", label: "train", hint: "Training samples: what the network learns from." },
  {
    kind: "test",
    label: "test",
    hint: "Test samples: never learned from, they tell how well it does on new data.",
  },
];

export function createPlaneKey() {
  const element = make("div", { class: "plane__legend" });
  return {
    element,
    /** @param {DatasetEvent} dataset */
    render({ task, class_names, target_range }) {
      const classes = class_names.map((name, index) => ({
        kind: `class-${index}`,
        label: describeClass(name),
        hint: `Samples of ${describeClass(name)}, and the inputs that the network takes for it.`,
      }));
      const list = make("ul", { class: "key" }, ...[...classes, ...SETS].map(makeEntry));
      element.replaceChildren(...(task === "regression" ? [makeBar(target_range)] : []), list);
    },
  };
}

/** @param {Entry} entry */
function makeEntry({ kind, label, hint }) {
  const entry = make("li", {}, make("span", { class: `key__mark key__mark--${kind}` }), label);
  entry.append(createHint(entry, { text: hint, side: "left", tap: true }));
  return entry;
}

/**
 * @param {[number, number]} range
 */
function makeBar([low, high]) {
  const numbers = [low, (low + high) / 2, high].map((value) => make("span", {}, formatShort(value)));
  const bar = make(
    "div",
    { class: "color-bar" },
    make("span", { class: "color-bar__title" }, "output and target"),
    make("div", { class: "color-bar__colors", "aria-hidden": "true" }),
    make("div", { class: "color-bar__numbers" }, ...numbers),
  );
  const text =
    "Outputs, and targets of the samples in stronger colours; what is beyond an end has the colour of that end. The line on the map is at the middle.";
  bar.append(createHint(bar, { text, side: "left", tap: true }));
  return bar;
}
