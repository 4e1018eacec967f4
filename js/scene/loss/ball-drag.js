/** Drags the ball over the surface: a press on it is no turn of the picture. */

import { Vector3 } from "three";
import { claimTouches } from "../embedding.js";

/** @import {Camera} from "three" */
/** @import {Point} from "../plan/fit.js" */

/** CSS px from the middle of the ball. */
const REACH = { mouse: 14, touch: 26 };

/**
 * @typedef {object} DragOptions
 * @property {() => {point: Point, pixel: {x: number, y: number}}|null} find  the ball and where it is seen; null: it cannot be moved
 * @property {(x: number, z: number) => void} onMove  over the place of the world at the ball's own height
 * @property {(isDropped: boolean) => void} onEnd
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Camera} camera
 * @param {DragOptions} options
 * @returns {() => void} ends it
 */
export function watchBall(canvas, camera, { find, onMove, onEnd }) {
  const end = new AbortController();
  // Before the camera's own listeners, which are not of the capture phase.
  const listen = { signal: end.signal, capture: true };
  /** The pointer that has it, and how high it was. @type {{id: number, height: number}|null} */
  let held = null;
  claimTouches(canvas, end.signal, () => held !== null);

  const pressed = (/** @type {PointerEvent} */ event) => {
    const ball = find();
    if (ball === null) return null;
    const reach = event.pointerType === "mouse" ? REACH.mouse : REACH.touch;
    return Math.hypot(event.offsetX - ball.pixel.x, event.offsetY - ball.pixel.y) <= reach ? ball : null;
  };
  const release = (/** @type {PointerEvent} */ event) => {
    if (held?.id !== event.pointerId) return;
    held = null;
    onEnd(event.type === "pointerup");
  };

  canvas.addEventListener(
    "pointerdown",
    (event) => {
      const ball = event.isPrimary && event.button === 0 ? pressed(event) : null;
      if (ball === null) return;
      event.stopImmediatePropagation();
      canvas.setPointerCapture(event.pointerId);
      canvas.focus({ preventScroll: true });
      held = { id: event.pointerId, height: ball.point[1] };
    },
    listen,
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (held === null) canvas.classList.toggle("scene-canvas--grab", pressed(event) !== null);
      if (held?.id !== event.pointerId) return;
      const at = onLevel(canvas, camera, event, held.height);
      if (at !== null) onMove(at.x, at.z);
    },
    listen,
  );
  canvas.addEventListener("pointerup", release, listen);
  canvas.addEventListener("pointercancel", release, listen);
  return () => {
    end.abort();
    canvas.classList.remove("scene-canvas--grab");
  };
}

/**
 * Where a pixel's ray meets a level plane.
 * @param {HTMLCanvasElement} canvas @param {Camera} camera @param {PointerEvent} event @param {number} height
 */
function onLevel(canvas, camera, { offsetX, offsetY }, height) {
  const [x, y] = [(2 * offsetX) / canvas.clientWidth - 1, 1 - (2 * offsetY) / canvas.clientHeight];
  const near = new Vector3(x, y, -1).unproject(camera);
  const way = new Vector3(x, y, 1).unproject(camera).sub(near);
  return way.y < 0 ? near.addScaledVector(way, (height - near.y) / way.y) : null;
}
