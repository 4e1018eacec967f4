/**
 * Turns pointer and keys on the canvas into what is hovered and what is selected. A press that moves is the camera's.
 */

/** @import {Selection} from "../state.js" */

const REACH = { mouse: 6, touch: 14 }; // CSS px
const STILL = 5; // CSS px that a press may move and still be a choice

/**
 * @param {HTMLCanvasElement} canvas
 * @param {object} options
 * @param {(pixel: {x: number, y: number}, reach: number) => Selection|null} options.pick
 * @param {(hovered: Selection|null, pixel: {x: number, y: number}) => void} options.onHover
 * @param {(selection: Selection|null) => void} options.onSelect
 * @param {(direction: 1|-1) => void} options.onWalk  to the next or the previous unit
 * @returns {() => void} ends it
 */
export function watchPointer(canvas, { pick, onHover, onSelect, onWalk }) {
  const end = new AbortController();
  const listen = { signal: end.signal };
  /** @type {{x: number, y: number}|null} */
  let pressed = null;
  let frame = 0;

  const pixelOf = (/** @type {PointerEvent} */ event) => ({ x: event.offsetX, y: event.offsetY });
  const reachOf = (/** @type {PointerEvent} */ { pointerType }) =>
    pointerType === "mouse" ? REACH.mouse : REACH.touch;

  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerType !== "mouse" || event.buttons !== 0) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => onHover(pick(pixelOf(event), reachOf(event)), pixelOf(event)));
    },
    listen,
  );
  canvas.addEventListener(
    "pointerleave",
    (event) => {
      cancelAnimationFrame(frame);
      onHover(null, pixelOf(event));
    },
    listen,
  );
  // In the capture phase: the camera's own listener takes the pointer away.
  canvas.addEventListener("pointerdown", (event) => (pressed = pixelOf(event)), { ...listen, capture: true });
  canvas.addEventListener(
    "pointerup",
    (event) => {
      const at = pixelOf(event);
      const isStill = pressed !== null && Math.hypot(at.x - pressed.x, at.y - pressed.y) <= STILL;
      pressed = null;
      if (isStill) onSelect(pick(at, reachOf(event)));
    },
    { ...listen, capture: true },
  );
  canvas.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape") onSelect(null);
      else if (event.key === "n" || event.key === "N") onWalk(1);
      else if (event.key === "p" || event.key === "P") onWalk(-1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    listen,
  );
  return () => {
    cancelAnimationFrame(frame);
    end.abort();
  };
}
