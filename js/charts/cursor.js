/**
 * Reads a chart at one epoch: under the pointer, under a finger, or by the arrow keys.
 */

import { make, updateText } from "../kit/dom.js";

/** @import uPlot from "uplot" */

const OUTSIDE = -10; // px: where uPlot takes the cursor to be off the plot
const STRIDE = 10; // points that an arrow key moves with Shift

/**
 * @param {HTMLElement} plot  gets the keys
 * @param {() => uPlot|null} getChart
 * @param {{describe: (at: number) => string}} options  `describe` gives what a screen reader is told
 */
export function createCursor(plot, getChart, { describe }) {
  const label = make("span", { class: "chart__at", hidden: true });
  const status = make("span", { class: "visually-hidden", role: "status" });
  plot.after(status);
  plot.append(label);
  const index = () => getChart()?.cursor.idx ?? null;

  /** @param {number} at */
  const moveTo = (at) => {
    const chart = getChart();
    const epoch = chart?.data[0][at];
    if (!chart || epoch === undefined) return;
    chart.setCursor({ left: chart.valToPos(epoch, "x"), top: 0 });
    status.textContent = describe(at);
  };
  const leave = () => {
    getChart()?.setCursor({ left: OUTSIDE, top: OUTSIDE });
    status.textContent = "";
  };
  plot.addEventListener("keydown", (event) => {
    const last = (getChart()?.data[0].length ?? 0) - 1;
    const at = index() ?? last;
    const step = event.shiftKey ? STRIDE : 1;
    if (event.key === "ArrowLeft") moveTo(Math.max(0, at - step));
    else if (event.key === "ArrowRight") moveTo(Math.min(last, at + step));
    else if (event.key === "Home") moveTo(0);
    else if (event.key === "End") moveTo(last);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  plot.addEventListener("blur", leave);
  const follow = (/** @type {PointerEvent} */ { pointerType, clientX }) => {
    const chart = getChart();
    if (!chart || pointerType === "mouse") return; // uPlot follows the mouse itself
    chart.setCursor({ left: clientX - chart.over.getBoundingClientRect().left, top: 0 });
  };
  plot.addEventListener("pointerdown", follow);
  plot.addEventListener("pointermove", follow);
  return {
    /** @returns {number|null}  of the point that is read */
    index,
    /** Show which epoch that is. */
    update() {
      const at = index();
      const epoch = at === null ? undefined : getChart()?.data[0][at];
      label.hidden = epoch === undefined;
      if (epoch !== undefined) updateText(label, `epoch ${Number(epoch.toFixed(2))}`);
    },
  };
}
