/** The scene in a page that is embedded in another: wheel and finger belong to the page around it until they are asked for. */

export const isEmbedded = () => window.parent !== window;

/**
 * Which turns of the wheel are the scene's: in an embedded page those with Ctrl, and, after a press on the canvas, all
 * until the pointer leaves the page or something else is pressed.
 * @param {HTMLCanvasElement} canvas
 * @param {AbortSignal} signal  ends it
 * @returns {(event: WheelEvent) => boolean}
 */
export function claimWheel(canvas, signal) {
  if (!isEmbedded()) return () => true;
  let isClaimed = false;
  const giveUp = () => {
    isClaimed = false;
  };
  const listen = { signal, capture: true };
  document.addEventListener("pointerdown", ({ target }) => (isClaimed = target === canvas), listen);
  document.documentElement.addEventListener("pointerleave", giveUp, { signal });
  window.addEventListener("blur", giveUp, { signal });
  return ({ ctrlKey, metaKey }) => isClaimed || ctrlKey || metaKey;
}

/**
 * Keep from scrolling the page around it with touches that are the scene's.
 * @param {HTMLCanvasElement} canvas
 * @param {AbortSignal} signal  ends it
 * @param {(event: TouchEvent) => boolean} isOurs
 */
export function claimTouches(canvas, signal, isOurs) {
  if (!isEmbedded()) return; // there all of them are: touch-action says so
  for (const type of /** @type {const} */ (["touchstart", "touchmove"])) {
    const keep = (/** @type {TouchEvent} */ event) => {
      if (event.cancelable && isOurs(event)) event.preventDefault();
    };
    canvas.addEventListener(type, keep, { signal, passive: false });
  }
}
