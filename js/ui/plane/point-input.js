/** Chooses what the units show on the map: a press or a drag a point, a press near a sample that sample; keys go on. */

import { fromPixel, nearestSample, toPixelX, toPixelY } from "../../kit/plane/geometry.js";
import { nextSample, placeOf, pointWithin } from "../../model/shown-point.js";

/** @import {AppState, ViewChange} from "../../model/state.js" */
/** @import {PlaneBox} from "../../kit/plane/geometry.js" */

/** Within which a sample is meant, and the mark of the point, CSS px. */
const REACH = { mouse: 8, touch: 24 };
/** A press may move so far and still be one, CSS px. */
const STILL = 4;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => AppState|null} getState
 * @param {() => PlaneBox} getBox
 * @param {(change: ViewChange) => void} onView
 */
export function listenForPoint(canvas, getState, getBox, onView) {
  /** @type {{x: number, y: number, isDrag: boolean}|null} */
  let pressed = null;

  const pointAt = (/** @type {MouseEvent} */ { offsetX: x, offsetY: y }) => {
    const domain = getState()?.dataset.domain ?? [0, 0];
    const { x1, x2 } = fromPixel(getBox(), domain, { x, y });
    return pointWithin([x1, x2], domain);
  };
  canvas.addEventListener("pointerdown", (event) => {
    const { offsetX: x, offsetY: y } = event;
    pressed = event.isPrimary && event.button === 0 ? { x, y, isDrag: false } : null;
    if (pressed) canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pressed || !event.isPrimary) return;
    pressed.isDrag ||= Math.hypot(event.offsetX - pressed.x, event.offsetY - pressed.y) > STILL;
    if (pressed.isDrag) onView({ point: pointAt(event) });
  });
  canvas.addEventListener("pointerup", (event) => {
    const state = getState();
    if (pressed && !pressed.isDrag && state)
      onView(pressedOn(state, getBox(), event) ?? { point: pointAt(event) });
    pressed = null;
  });
  canvas.addEventListener("pointercancel", () => {
    pressed = null;
  });
  // A finger scrolls the page, but for one on the mark.
  canvas.addEventListener(
    "touchstart",
    (event) => {
      const state = getState();
      const [touch] = event.touches;
      const { left, top } = canvas.getBoundingClientRect();
      if (state && touch && isOnMark(state, getBox(), touch.clientX - left, touch.clientY - top))
        event.preventDefault();
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (event) => {
    const direction = { ArrowRight: /** @type {const} */ (1), ArrowLeft: /** @type {const} */ (-1) }[
      event.key
    ];
    if (!(direction || event.key === "Escape")) return;
    onView(({ view, dataset }) => ({ sample: direction ? nextSample(view, dataset, direction) : null }));
    event.preventDefault();
  });
}

/**
 * The sample that a press means.
 * @param {AppState} state
 * @param {PlaneBox} box
 * @param {PointerEvent} event
 */
function pressedOn({ dataset }, box, { offsetX: x, offsetY: y, pointerType }) {
  const reach = pointerType === "touch" ? REACH.touch : REACH.mouse;
  const sample = nearestSample(dataset.train_inputs, box, dataset.domain, { x, y }, reach);
  return sample === null ? null : { sample };
}

/** @param {AppState} state @param {PlaneBox} box @param {number} x  CSS px @param {number} y */
function isOnMark({ view, dataset }, box, x, y) {
  const place = placeOf(view, dataset);
  if (place === null) return false;
  const [right, down] = [toPixelX(box, dataset.domain, place[0]), toPixelY(box, dataset.domain, place[1])];
  return Math.hypot(right - x, down - y) <= REACH.touch;
}
