/**
 * What the network gives at the point under the pointer, else at the chosen sample; live.
 */

import { make, updateText } from "./dom.js";
import { readGrid } from "./heatmap-colors.js";
import { createHint } from "./hint.js";
import { createPace } from "./pace.js";
import { fromPixel } from "./plane.js";
import { describeOutputAt } from "./plane-text.js";

/** @import {AppState} from "../state.js" */
/** @import {PlaneBox} from "./plane.js" */

const PACE = 100; // ms between two changes of the text while training

/**
 * @param {HTMLElement} target  what the pointer moves over
 * @param {() => PlaneBox} getBox
 */
export function createPlaneReadout(target, getBox) {
  const text = make("span", { "data-readout": "output" });
  const element = make("p", { class: "plane__readout" }, text);
  element.append(
    createHint(element, {
      id: "hint-readout",
      text: "The output at the pointer, or else at the shown sample, read from the map's grid: exact at its points and interpolated between them.",
      side: "left",
      tap: true,
    }),
  );
  /** @type {AppState|null} */
  let state = null;
  /** @type {{x: number, y: number}|null} */
  let pixel = null;
  const update = () => state && updateText(text, describe(state, pixel, getBox()));
  const pace = createPace(PACE, () => void update());
  const follow = (/** @type {PointerEvent} */ { offsetX, offsetY }) => {
    pixel = { x: offsetX, y: offsetY };
    update();
  };
  target.addEventListener("pointermove", follow);
  target.addEventListener("pointerdown", follow);
  target.addEventListener("pointerleave", () => {
    pixel = null;
    update();
  });
  return {
    element,
    /** @param {AppState} next */
    render(next) {
      const last = state;
      state = next;
      if (last?.dataset !== next.dataset || last.view.sample !== next.view.sample) update();
      else if (last.grid !== next.grid) pace.request();
    },
  };
}

/**
 * @param {AppState} state
 * @param {{x: number, y: number}|null} pixel
 * @param {PlaneBox} box
 */
function describe({ dataset, grid, view: { sample } }, pixel, box) {
  const { train_inputs, n_inputs, domain } = dataset;
  const pointed = pixel && fromPixel(box, domain, pixel);
  const outputs = pointed && readGrid(grid, dataset, pointed);
  if (pointed && outputs) return `At ${describeOutputAt(dataset, pointed, outputs)}`;
  const x1 = sample === null ? undefined : train_inputs[sample];
  const x2 = train_inputs[train_inputs.length / n_inputs + (sample ?? 0)];
  if (x1 === undefined || x2 === undefined) return "Point at the map to read the output there.";
  const shown = readGrid(grid, dataset, { x1, x2 });
  return shown
    ? `At ${describeOutputAt(dataset, { x1, x2 }, shown)}`
    : "The shown sample lies outside of the map.";
}
