/**
 * The x axis of a chart as a timeline: dragging on it goes through the run, and its ticks name what was done.
 */

import { make } from "../kit/dom.js";
import { createHint } from "../kit/hint.js";

/** @import uPlot from "uplot" */

/** @typedef {{epoch: number, words: string}} Tick */

const SNAP = 4; // px within which a press is at a tick
const STRIDE = 10; // recorded states that an arrow key goes with Shift

/**
 * @typedef {object} TimelineOptions
 * @property {(epoch: number) => void} onEpoch
 * @property {(distance: number) => void} onGoBy  in recorded states
 * @property {() => void} onNow
 * @property {boolean} isSpoken  for keys and screen readers too; else for the pointer alone
 */

/**
 * @param {HTMLElement} plot  whose lower end it takes
 * @param {() => uPlot|null} getChart
 * @param {TimelineOptions} options
 */
export function createTimeline(plot, getChart, options) {
  const slider = make("div", {
    class: "timeline__slider",
    ...(options.isSpoken && {
      role: "slider",
      tabindex: 0,
      "aria-label": "Moment of the run",
      "aria-valuemin": 0,
    }),
  });
  const marks = make("div", { class: "timeline__ticks", "aria-hidden": "true" });
  const text = "Drag to see any step of the run again (keys [ and ]); the ticks name what was done.";
  const element = make("div", { class: "timeline", "data-control": "timeline" }, slider, marks);
  plot.after(element);
  if (options.isSpoken) plot.after(createHint(slider, { text, side: "left" }));
  /** @type {Tick[]} */
  let ticks = [];
  listenForDrag(element, getChart, () => ticks, options.onEpoch);
  listenForKeys(slider, options);
  const place = () => {
    const chart = getChart();
    if (!chart) return;
    const [left, width] = [chart.bbox.left, chart.bbox.width].map((length) => length / devicePixelRatio);
    [...marks.children].forEach((mark, index) => {
      const { epoch = 0 } = ticks[index] ?? {};
      const x = Math.min(Math.max(chart.valToPos(epoch, "x"), 0), Number(width));
      /** @type {HTMLElement} */ (mark).style.left = `${Number(left) + x}px`;
    });
  };
  return {
    place,
    /** @param {{step: number, end: number, text: string, ticks: Tick[]}} shown */
    render({ step, end, text, ticks: next }) {
      if (options.isSpoken) {
        slider.setAttribute("aria-valuemax", String(end));
        slider.setAttribute("aria-valuenow", String(step));
        slider.setAttribute("aria-valuetext", text);
      }
      element.hidden = end === 0; // there is nothing to go through
      const isSame =
        next.length === ticks.length && next.every(({ words }, at) => words === ticks[at]?.words);
      ticks = next;
      if (!isSame) marks.replaceChildren(...next.flatMap(makeTick));
      place();
    },
  };
}

/** @param {Tick} tick @returns {HTMLElement[]} */
function makeTick({ words }) {
  const mark = make("span", { class: "timeline__tick" });
  mark.append(createHint(mark, { text: words, side: "above" }));
  return [mark];
}

/**
 * @param {HTMLElement} element
 * @param {() => uPlot|null} getChart
 * @param {() => Tick[]} getTicks
 * @param {(epoch: number) => void} onEpoch
 */
function listenForDrag(element, getChart, getTicks, onEpoch) {
  let isDragged = false;
  const follow = (/** @type {PointerEvent} */ { clientX }) => {
    const chart = getChart();
    if (!chart) return;
    const x = clientX - chart.over.getBoundingClientRect().left;
    const near = getTicks().find(({ epoch }) => Math.abs(chart.valToPos(epoch, "x") - x) <= SNAP);
    onEpoch(near ? near.epoch : chart.posToVal(x, "x"));
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    isDragged = true;
    element.setPointerCapture(event.pointerId);
    follow(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (isDragged) follow(event);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
    element.addEventListener(end, () => {
      isDragged = false;
    });
}

/** @param {HTMLElement} slider @param {TimelineOptions} options */
function listenForKeys(slider, { onGoBy, onNow }) {
  const distances = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
  slider.addEventListener("keydown", (event) => {
    const { key, shiftKey } = event;
    if (key === "Home") onGoBy(Number.NEGATIVE_INFINITY);
    else if (key === "End") onNow();
    else if (key in distances)
      onGoBy(distances[/** @type {keyof typeof distances} */ (key)] * (shiftKey ? STRIDE : 1));
    else return;
    event.preventDefault();
  });
}
