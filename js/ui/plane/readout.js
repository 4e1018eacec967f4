/**
 * What the network gives at the point under the pointer, else at the chosen sample; live. Asks for the
 * point by `ViewSettings.probe`.
 */

import { make, updateText } from "../../kit/dom.js";
import { createHint } from "../../kit/hint.js";
import { createPace } from "../../kit/pace.js";
import { fromPixel } from "../../kit/plane/geometry.js";
import { describeOutputAt, readOutput } from "./text.js";

/** @import {AppState} from "../../model/state.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {PlaneBox} from "../../kit/plane/geometry.js" */

const PACE = 100; // ms between two changes of the text while training
const PATIENCE = 150; // ms that the last place keeps its number while the next one's is computed; by eye, not to flicker

/**
 * @param {HTMLElement} target  what the pointer moves over
 * @param {() => PlaneBox} getBox
 * @param {(partial: Partial<ViewSettings>) => void} onView
 */
export function createPlaneReadout(target, getBox, onView) {
  const text = make("span", { "data-readout": "output" });
  const element = make("p", { class: "plane__readout" }, text);
  element.append(
    createHint(element, {
      text: "The network's output at the pointer, or else at the shown sample, computed for that very point.",
      side: "left",
      tap: true,
    }),
  );
  /** @type {AppState|null} */
  let state = null;
  let shown = "";
  let timer = 0;
  const update = () => {
    clearTimeout(timer);
    timer = 0;
    if (state === null) return;
    shown = placeOf(state);
    updateText(text, describe(state));
  };
  const pace = createPace(PACE, () => {
    if (timer === 0) update();
  });
  followPointer(target, (pixel) => {
    if (!state) return;
    const probe = pixel && pointAt(getBox(), state.dataset.domain, pixel);
    if (String(probe) !== String(state.view.probe)) onView({ probe });
  });
  return {
    element,
    /** @param {AppState} next */
    render(next) {
      const last = state;
      state = next;
      const isOther = last?.topology !== next.topology || last.dataset !== next.dataset;
      if (!isOther && readOutput(next)?.outputs === null) timer ||= window.setTimeout(update, PATIENCE);
      else if (isOther || next.status !== "training" || placeOf(next) !== shown) update();
      else if (last.network !== next.network) pace.request();
    },
  };
}

/**
 * @param {HTMLElement} target
 * @param {(pixel: {x: number, y: number}|null) => void} onMove  null: it has left
 */
function followPointer(target, onMove) {
  const follow = (/** @type {PointerEvent} */ { offsetX, offsetY }) => onMove({ x: offsetX, y: offsetY });
  target.addEventListener("pointermove", follow);
  target.addEventListener("pointerdown", follow);
  target.addEventListener("pointerleave", () => onMove(null));
}

/**
 * @param {PlaneBox} box
 * @param {[number, number]} domain
 * @param {{x: number, y: number}} pixel
 * @returns {[number, number]|null}  null: outside of the plane
 */
function pointAt(box, domain, pixel) {
  const { x1, x2 } = fromPixel(box, domain, pixel);
  return [x1, x2].every((x) => x >= domain[0] && x <= domain[1]) ? [x1, x2] : null;
}

/** @param {AppState} state */
function placeOf(state) {
  const read = readOutput(state);
  return `${read?.x1} ${read?.x2}`;
}

/** @param {AppState} state */
function describe(state) {
  const read = readOutput(state);
  return read === null
    ? "Point at the map to read the output there."
    : `At ${describeOutputAt(state.dataset, read, read.outputs)}`;
}
