/** Turns mouse, touch, wheel and keys on the canvas into turns, shifts and zooms. Knows neither poses nor the camera. */

import { claimTouches, claimWheel, isEmbedded } from "./embedding.js";

/** @typedef {{x: number, y: number}} Pixel  CSS px from the upper left corner of the canvas */

/**
 * @typedef {object} GestureHandlers
 * @property {(right: number, down: number) => void} onTurn  CSS px that the pointer has gone
 * @property {(right: number, down: number) => void} onShift
 * @property {(factor: number, at: Pixel) => void} onZoom
 */

/** Of one line of a wheel that turns in lines. */
const LINE_PX = 16;
const ZOOM_PER_PX = 0.0016;
/** Of one event: some wheels jump. */
const MOST_ZOOM = 0.4;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {GestureHandlers} handlers
 * @returns {() => void} ends it
 */
export function watchGestures(canvas, { onTurn, onShift, onZoom }) {
  const end = new AbortController();
  const isOurWheel = claimWheel(canvas, end.signal);
  claimTouches(canvas, end.signal, ({ touches }) => touches.length > 1);
  const scrolls = isEmbedded();
  /** By the pointer's number. @type {Map<number, Pixel>} */
  const down = new Map();

  /** @param {PointerEvent} event */
  const press = (event) => {
    down.set(event.pointerId, pixelOf(event));
    canvas.setPointerCapture(event.pointerId);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = pixelOf(event);
    const others = [...down.entries()].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    down.set(event.pointerId, now);
    const [right, below] = [now.x - before.x, now.y - before.y];
    const [other] = others;
    if (other) {
      onZoom(distance(now, other) / Math.max(distance(before, other), 1), middle(now, other));
      if (scrolls) onTurn(right / 2, below / 2);
      else onShift(right / 2, below / 2);
    } else if (scrolls && event.pointerType === "touch") return;
    else if (event.shiftKey || event.buttons !== 1) onShift(right, below);
    else onTurn(right, below);
  };
  /** @param {PointerEvent} event */
  const release = (event) => {
    down.delete(event.pointerId);
  };
  /** @param {WheelEvent} event */
  const wheel = (event) => {
    if (!isOurWheel(event)) return;
    event.preventDefault();
    const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX);
    const amount = Math.min(Math.max(-px * ZOOM_PER_PX, -MOST_ZOOM), MOST_ZOOM);
    onZoom(Math.exp(amount), pixelOf(event));
  };

  const listen = { signal: end.signal };
  canvas.addEventListener("pointerdown", press, listen);
  canvas.addEventListener("pointermove", move, listen);
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(name, release, listen);
  }
  canvas.addEventListener("wheel", wheel, { ...listen, passive: false });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault(), listen);
  return () => end.abort();
}

/** @param {MouseEvent} event @returns {Pixel} */
const pixelOf = (event) => ({ x: event.offsetX, y: event.offsetY });

/** @param {Pixel} one @param {Pixel} other */
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/** @param {Pixel} one @param {Pixel} other */
const middle = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
