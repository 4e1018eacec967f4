/** The input plane: the network's output as a map, the samples on it, and a mark at the point that the units show. */

import { followDetails } from "../../kit/details.js";
import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { makeId } from "../../kit/ids.js";
import { Heatmap } from "../../kit/plane/heatmap.js";
import { createSampleOverlay } from "../../kit/plane/sample-overlay.js";
import { makeMark, placeMark } from "../../kit/plane/shown-mark.js";
import { createSizeWatch } from "../../kit/size-watch.js";
import { shownIn, touchedIn } from "../../model/step-picture.js";
import { createPlaneKey } from "./key.js";
import { listenForPoint } from "./point-input.js";
import { createPlaneReadout } from "./readout.js";
import { describeMap, describeOutput } from "./text.js";
import { createWrongMarks } from "./wrong-marks.js";

/** @import {AppState, ViewChange} from "../../model/state.js" */
/** @import {PlaneBox} from "../../kit/plane/geometry.js" */

// Room for ticks and labels around the plane, px. style.css places the map by the same numbers.
const MARGIN = { left: 30, top: 6, right: 6, bottom: 24 };
const SUMMARY_PAUSE = 1000; // ms between two updates of the label that screen readers read

/**
 * @param {HTMLDetailsElement} element
 * @param {{onView: (change: ViewChange) => void}} options
 */
export function createDataPanel(element, { onView }) {
  const details = followDetails(element, "data", onView);
  const parts = makeParts(onView);
  const readout = createPlaneReadout(parts.overlay, () => box, onView);
  const body = [parts.plane, readout.element, parts.wrong, parts.key.element, parts.toggles];
  element.append(make("div", { class: "panel__body" }, ...body));
  const heatmap = new Heatmap(parts.map);
  const overlay = createSampleOverlay(parts.overlay);
  const wrongMarks = createWrongMarks(parts.crosses, parts.wrong, () => box);
  /** @type {AppState|null} */
  let state = null;
  /** @type {AppState|null} */
  let drawn = null;
  /** @type {PlaneBox} */
  let box = { left: MARGIN.left, top: MARGIN.top, size: 0 };

  createSizeWatch(parts.plane, () => {
    box = fitCanvases(parts);
    const last = state;
    drawn = null;
    if (last) render(last);
  })();
  listenForPoint(
    parts.overlay,
    () => state,
    () => box,
    onView,
  );
  const updateSummary = createSummary(parts.overlay);

  /** @param {AppState} next */
  function render(next) {
    state = next;
    if (!details.update(next.view) || box.size === 0) return;
    const restyled = drawn?.view.theme !== next.view.theme || drawn.view.palette !== next.view.palette;
    if (restyled) {
      heatmap.updateColors();
      overlay.updateColors();
    }
    if (restyled || hasNewMap(drawn, next)) heatmap.draw({ ...next, discretize: next.view.discretize });
    if (restyled || hasNewSamples(drawn, next)) {
      overlay.draw({ dataset: next.dataset, show_test: next.view.show_test, touched: touchedIn(next), box });
      parts.showTest.input.checked = next.view.show_test;
    }
    placeMark(parts.mark, shownIn(next), next.dataset, box);
    if (drawn?.dataset !== next.dataset) {
      parts.key.render(next.dataset);
      parts.discretize.element.hidden = next.dataset.task === "regression";
      updateText(parts.planeHint, describeMap(next.dataset.task, next.dataset.target_range));
    }
    parts.discretize.input.checked = next.view.discretize;
    wrongMarks.render(next, restyled);
    drawn = next;
    readout.render(next);
    updateSummary(next);
  }
  return { render };
}

/**
 * @param {AppState|null} drawn
 * @param {AppState} next
 */
function hasNewMap(drawn, { grid, dataset, view }) {
  return drawn?.grid !== grid || drawn.dataset !== dataset || drawn.view.discretize !== view.discretize;
}

/**
 * @param {AppState|null} drawn
 * @param {AppState} next
 */
function hasNewSamples(drawn, next) {
  if (drawn?.dataset !== next.dataset || drawn.view.show_test !== next.view.show_test) return true;
  return touchedIn(drawn) !== touchedIn(next);
}

/**
 * @param {(change: ViewChange) => void} onView
 */
function makeParts(onView) {
  const map = make("canvas", { class: "plane__map", "aria-hidden": "true" });
  const overlay = make("canvas", {
    class: "plane__overlay",
    role: "img",
    tabindex: 0,
    "aria-label": "Output",
  });
  const crosses = make("canvas", { class: "plane__crosses", "aria-hidden": "true" });
  const mark = makeMark();
  const plane = make("div", { class: "plane" }, map, overlay, crosses, mark);
  const planeHint = createHint(overlay, { text: "", side: "left" });
  plane.append(planeHint);
  const showTest = makeToggle({
    label: "Show test samples",
    hint: "Adds the test samples, which training never sees, as hollow marks.",
    onChange: (show_test) => onView({ show_test }),
  });
  const discretize = makeToggle({
    label: "Classes only",
    hint: "The map shows only the class that the output stands for, not how sure the network is.",
    onChange: (discretize) => onView({ discretize }),
  });
  const wrong = make("p", { class: "plane__wrong" });
  const toggles = make("div", { class: "plane__toggles" }, showTest.element, discretize.element);
  return {
    plane,
    planeHint,
    map,
    overlay,
    crosses,
    mark,
    wrong,
    key: createPlaneKey(),
    toggles,
    showTest,
    discretize,
  };
}

/**
 * @param {{label: string, hint: string, onChange: (checked: boolean) => void}} options
 */
function makeToggle({ label, hint, onChange }) {
  const input = make("input", { type: "checkbox", id: makeId("toggle") });
  input.addEventListener("change", () => onChange(input.checked));
  const element = make("label", { class: "check", for: input.id }, input, label);
  element.append(createHint(element, { text: hint, side: "left", described: input }));
  return { element, input };
}

/**
 * Fit the canvases to the panel at the screen's resolution.
 * @param {Record<"map"|"overlay"|"crosses", HTMLCanvasElement> & {plane: HTMLElement}} parts
 * @returns {PlaneBox}
 */
function fitCanvases({ plane, map, overlay, crosses }) {
  const scale = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = plane;
  const size = Math.max(0, Math.min(width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom));
  for (const [canvas, w, h] of /** @type {const} */ ([
    [map, size, size],
    [overlay, width, height],
    [crosses, width, height],
  ])) {
    canvas.width = Math.round(w * scale);
    canvas.height = Math.round(h * scale);
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
  }
  return { left: MARGIN.left, top: MARGIN.top, size };
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
