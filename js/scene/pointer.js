/**
 * Turns pointer and keys on the canvas into what is hovered and what is selected. A press that moves is the camera's.
 */

import { keyOf } from "../kit/keys.js";

/** @import {Selection} from "../model/view.js" */

/** @typedef {{x: number, y: number}} Pixel  CSS px from the upper left corner of the canvas */

/**
 * @typedef {object} PointerOptions
 * @property {(pixel: Pixel, reach: number) => Selection|null} pick  `reach` in CSS px
 * @property {(hovered: Selection|null, pixel: Pixel) => void} onHover
 * @property {(pixel: Pixel, reach: number) => void} onPress
 * @property {() => void} onLeave  nothing is to be chosen
 * @property {(direction: 1|-1) => void} onWalk  to the next or the previous unit
 * @property {(selection: Selection|null) => void} onEnter  turn to what it is on; null: to what is chosen
 */

const REACH = { mouse: 6, touch: 14 }; // CSS px
const STILL = 5; // CSS px that a press may move and still be a choice

/**
 * @param {HTMLCanvasElement} canvas
 * @param {PointerOptions} options
 * @returns {() => void} ends it
 */
export function watchPointer(canvas, { pick, onHover, onPress, onLeave, onWalk, onEnter }) {
  const end = new AbortController();
  const listen = { signal: end.signal };
  // The camera's own listeners, which take the pointer away, come after those of the capture phase.
  const listenFirst = { ...listen, capture: true };
  /** @type {Pixel|null} */
  let pressed = null;
  let frame = 0;

  const hover = (/** @type {PointerEvent} */ event) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => onHover(pick(pixelOf(event), reachOf(event)), pixelOf(event)));
  };
  const leave = (/** @type {PointerEvent} */ event) => {
    cancelAnimationFrame(frame);
    onHover(null, pixelOf(event));
  };

  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerType !== "mouse") return;
      if (event.buttons === 0) hover(event);
      else if (!isStill(pressed, event)) leave(event);
    },
    listen,
  );
  canvas.addEventListener("pointerleave", leave, listen);
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      // A second finger makes it a gesture; other buttons move the camera.
      pressed = event.isPrimary && event.button === 0 ? pixelOf(event) : null;
    },
    listenFirst,
  );
  canvas.addEventListener("pointercancel", () => (pressed = null), listen);
  canvas.addEventListener(
    "pointerup",
    (event) => {
      if (isStill(pressed, event)) onPress(pixelOf(event), reachOf(event));
      pressed = null;
    },
    listenFirst,
  );
  canvas.addEventListener(
    "dblclick",
    (event) => onEnter(pick({ x: event.offsetX, y: event.offsetY }, REACH.mouse)),
    listen,
  );
  canvas.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const key = keyOf(event);
      if (key === "Escape") onLeave();
      else if (key === "n") onWalk(1);
      else if (key === "p") onWalk(-1);
      else if (key === "Enter") onEnter(null);
      else return;
      event.preventDefault();
    },
    listen,
  );
  return () => {
    cancelAnimationFrame(frame);
    end.abort();
  };
}

/** @param {PointerEvent} event @returns {Pixel} */
const pixelOf = (event) => ({ x: event.offsetX, y: event.offsetY });

/** @param {PointerEvent} event */
const reachOf = ({ pointerType }) => (pointerType === "mouse" ? REACH.mouse : REACH.touch);

/** @param {Pixel|null} pressed @param {PointerEvent} event */
function isStill(pressed, event) {
  const at = pixelOf(event);
  return pressed !== null && Math.hypot(at.x - pressed.x, at.y - pressed.y) <= STILL;
}
