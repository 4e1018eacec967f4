/**
 * The input plane: the network's output as a map, the samples on it, and the choice of the sample
 * that the units show.
 */

import { make, updateText } from "./dom.js";
import { createHeatmap } from "./heatmap.js";
import { createHint } from "./hint.js";
import { adjacentSample, nearestSample } from "./plane.js";
import { describeOutput, describeSample } from "./plane-text.js";
import { createSampleOverlay } from "./sample-overlay.js";

/** @import {AppState, ViewSettings} from "../state.js" */
/** @import {PlaneBox} from "./plane.js" */

// Room for ticks and labels around the plane, px. style.css places the map by the same numbers.
const MARGIN = { left: 30, top: 6, right: 6, bottom: 24 };
const REACH = { mouse: 12, touch: 24 }; // px
const SUMMARY_PAUSE = 1000; // ms between two updates of the label that screen readers read

/**
 * @param {HTMLElement} element
 * @param {{onView: (partial: Partial<ViewSettings>) => void}} options
 */
export function createDataPanel(element, { onView }) {
  const parts = makeParts(onView);
  element.append(parts.plane, parts.key, parts.shown);
  const heatmap = createHeatmap(parts.map);
  const overlay = createSampleOverlay(parts.overlay);
  /** @type {AppState|null} */
  let state = null;
  /** @type {AppState|null} */
  let drawn = null;
  /** @type {PlaneBox} */
  let box = { left: MARGIN.left, top: MARGIN.top, size: 0 };

  const choose = (/** @type {number|null} */ sample) => {
    if (state && sample !== state.view.sample) onView({ sample });
  };
  new ResizeObserver(() => {
    box = fitCanvases(parts);
    const last = state;
    drawn = null;
    if (last) render(last);
  }).observe(parts.plane);
  listenForSamples(
    parts.overlay,
    () => state,
    () => box,
    choose,
  );
  const updateSummary = createSummary(parts.overlay);

  /** @param {AppState} next */
  function render(next) {
    state = next;
    if (box.size === 0) return;
    const restyled = drawn?.view.theme !== next.view.theme || drawn.view.palette !== next.view.palette;
    if (restyled) {
      heatmap.updateColors();
      overlay.updateColors();
    }
    if (restyled || drawn?.grid !== next.grid) drawMap(heatmap, next);
    if (restyled || drawn?.dataset !== next.dataset || drawn.view !== next.view) {
      overlay.draw({ dataset: next.dataset, ...next.view, box });
      parts.showTest.checked = next.view.show_test;
      updateText(parts.shown, describeSample(next.dataset, next.view.sample));
    }
    drawn = next;
    updateSummary(next);
  }
  return { render };
}

/**
 * @param {(partial: Partial<ViewSettings>) => void} onView
 */
function makeParts(onView) {
  const map = make("canvas", { class: "plane__map", "aria-hidden": "true" });
  const overlay = make("canvas", {
    class: "plane__overlay",
    role: "img",
    tabindex: 0,
    "aria-label": "Output",
  });
  const plane = make("div", { class: "plane" }, map, overlay);
  plane.append(
    createHint(overlay, {
      id: "hint-plane",
      text: "The colour is the network's output for each input, the line is where it is 0.5. Press a sample, or use the left and right arrow keys, to see it in the units; Escape goes back to the mean.",
      side: "left",
    }),
  );
  const showTest = make("input", { type: "checkbox", id: "show-test" });
  showTest.addEventListener("change", () => onView({ show_test: showTest.checked }));
  const toggle = make("label", { class: "check", for: "show-test" }, showTest, "Show test samples");
  toggle.append(
    createHint(toggle, {
      id: "hint-show-test",
      text: "Adds the test samples, which training never sees, as hollow marks.",
      side: "left",
      described: showTest,
    }),
  );
  const shown = make("p", { class: "plane__shown", role: "status" });
  const key = make("div", { class: "plane__key" }, makeKey(), toggle);
  return { plane, map, overlay, key, showTest, shown };
}

/** The key to the marks. */
function makeKey() {
  const entries = [
    ["class-0", "class 0"],
    ["class-1", "class 1"],
    ["train", "train"],
    ["test", "test"],
  ];
  return make(
    "ul",
    { class: "key" },
    ...entries.map(([kind, label]) =>
      make("li", {}, make("span", { class: `key__mark key__mark--${kind}` }), `${label}`),
    ),
  );
}

/**
 * Fit both canvases to the panel at the screen's resolution.
 * @param {{plane: HTMLElement, map: HTMLCanvasElement, overlay: HTMLCanvasElement}} parts
 * @returns {PlaneBox}
 */
function fitCanvases({ plane, map, overlay }) {
  const scale = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = plane;
  const size = Math.max(0, Math.min(width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom));
  for (const [canvas, w, h] of /** @type {const} */ ([
    [map, size, size],
    [overlay, width, height],
  ])) {
    canvas.width = Math.round(w * scale);
    canvas.height = Math.round(h * scale);
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
  }
  return { left: MARGIN.left, top: MARGIN.top, size };
}

/**
 * @param {ReturnType<typeof createHeatmap>} heatmap
 * @param {AppState} state
 */
function drawMap(heatmap, { grid, dataset }) {
  const size = Math.round(Math.sqrt(grid.length / dataset.n_outputs));
  if (size > 1) heatmap.draw(grid, size);
}

/**
 * Choose samples by pointer and by key.
 * @param {HTMLCanvasElement} canvas
 * @param {() => AppState|null} getState
 * @param {() => PlaneBox} getBox
 * @param {(sample: number|null) => void} choose
 */
function listenForSamples(canvas, getState, getBox, choose) {
  canvas.addEventListener("click", (event) => {
    const state = getState();
    if (!state) return;
    const { train_inputs, domain } = state.dataset;
    const reach = event instanceof PointerEvent && event.pointerType === "touch" ? REACH.touch : REACH.mouse;
    const sample = nearestSample(
      train_inputs,
      getBox(),
      domain,
      { x: event.offsetX, y: event.offsetY },
      reach,
    );
    choose(sample === state.view.sample ? null : sample);
  });
  canvas.addEventListener("keydown", (event) => {
    const state = getState();
    if (!state) return;
    const n_samples = state.dataset.train_inputs.length / state.dataset.n_inputs;
    if (event.key === "ArrowRight") choose(adjacentSample(state.view.sample, n_samples, 1));
    else if (event.key === "ArrowLeft") choose(adjacentSample(state.view.sample, n_samples, -1));
    else if (event.key === "Escape") choose(null);
    else return;
    event.preventDefault();
  });
}

/**
 * Keep the canvas's accessible name up to date, at a pace that a screen reader can use.
 * @param {HTMLElement} canvas
 * @returns {(state: AppState) => void}
 */
function createSummary(canvas) {
  let nextUpdate = 0;
  let text = "";
  return ({ dataset, network, status }) => {
    const now = performance.now();
    if (status === "training" && now < nextUpdate) return;
    nextUpdate = now + SUMMARY_PAUSE;
    const summary = describeOutput(dataset, network);
    if (summary === text) return;
    text = summary;
    canvas.setAttribute("aria-label", summary);
  };
}
