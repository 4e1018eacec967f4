/** Drags the mark of the shown point: a press on it belongs to the point and not to the camera. Knows neither. */

import { claimTouches } from "./embedding.js";

/** @import {Pixel} from "./plan/picking.js" */

/** The mark is small: it is held within this reach, CSS px. */
export const REACH = { mouse: 9, touch: 18 };
/** A press that moves less is none of its own, CSS px. */
const STILL = 5;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {(pixel: Pixel, reach: number) => ((pixel: Pixel) => void)|null} grab  null: there is no mark; else what follows
 * @returns {() => void} ends it
 */
export function watchPointDrag(canvas, grab) {
  const end = new AbortController();
  // Before the camera's own listener, which is then not told of the press, but not before those that choose.
  const listenFirst = { signal: end.signal, capture: true };
  /** @type {{id: number, from: Pixel, moves: boolean, follow: (pixel: Pixel) => void}|null} */
  let held = null;
  claimTouches(canvas, end.signal, () => held !== null);

  canvas.addEventListener(
    "pointerdown",
    (event) => {
      held = null;
      if (!event.isPrimary || event.button !== 0 || event.shiftKey) return;
      const from = { x: event.offsetX, y: event.offsetY };
      const follow = grab(from, event.pointerType === "mouse" ? REACH.mouse : REACH.touch);
      if (follow === null) return;
      held = { id: event.pointerId, from, moves: false, follow };
      canvas.setPointerCapture(event.pointerId);
      event.stopImmediatePropagation();
    },
    listenFirst,
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (held === null || event.pointerId !== held.id) return;
      const to = { x: event.offsetX, y: event.offsetY };
      held.moves ||= Math.hypot(to.x - held.from.x, to.y - held.from.y) > STILL;
      if (held.moves) held.follow(to);
    },
    listenFirst,
  );
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(name, () => (held = null), listenFirst);
  }
  return () => end.abort();
}
