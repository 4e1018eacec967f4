/**
 * The lines' marks, names and numbers, as text, outside of the picture.
 */

import { make, updateText } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";

/** @import {ChartSpec, Line} from "./chart.js" */
/** @import {Columns} from "./history.js" */

/**
 * @param {ChartSpec} spec
 */
export function createLegend({ name: chart, format }) {
  const element = make("ul", { class: "chart__legend" });
  /** @type {HTMLElement[]} */
  let values = [];
  const makeItem = (/** @type {Line} */ { name, label, color, mark, hint }) => {
    const line = make("span", { class: `chart__mark chart__mark--${mark}` });
    line.style.color = `var(--${color})`;
    const value = make("span", { class: "chart__value", "data-curve": `${chart}-${name}`, translate: "no" });
    const item = make("li", {}, line, `${label} `, value);
    item.append(createHint(item, { text: hint, side: "left", tap: true }));
    element.append(item);
    return value;
  };
  return {
    element,
    /** @param {Line[]} lines */
    setLines(lines) {
      element.replaceChildren();
      values = lines.map(makeItem);
    },
    /**
     * @param {Columns} data
     * @param {number} at  which of the numbers
     */
    render(data, at) {
      values.forEach((value, line) => {
        const number = data[line + 1]?.[at];
        updateText(value, number === undefined ? "–" : format(number ?? Number.NaN));
        value.dataset.value = String(number ?? Number.NaN);
      });
    },
  };
}
