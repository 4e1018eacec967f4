/**
 * Which key does what to the camera. Knows neither the camera nor the document.
 */

/** @typedef {{kind: "rotate", right: number, up: number}} Rotate  steps */
/** @typedef {{kind: "pan", right: number, up: number}} Pan  steps */
/** @typedef {{kind: "zoom", steps: number}} Zoom  nearer when positive */
/** @typedef {Rotate | Pan | Zoom} CameraMove */
/** @typedef {CameraMove | {kind: "head-on"}} CameraAction */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @type {Record<string, number>} */
const ZOOMS = { "+": 1, "=": 1, "-": -1, _: -1 };

/**
 * The action of a key, or null: arrows turn, Shift and arrows move, + and - zoom, 0 or Home is head-on.
 * @param {Pick<KeyboardEvent, "key"|"shiftKey"|"ctrlKey"|"metaKey"|"altKey">} event
 * @returns {CameraAction|null}
 */
export function actionOf({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) {
    return null;
  }
  if (Object.hasOwn(ARROWS, key)) {
    const [right, up] = ARROWS[key];
    return { kind: shiftKey ? "pan" : "rotate", right, up };
  }
  if (Object.hasOwn(ZOOMS, key)) {
    return { kind: "zoom", steps: ZOOMS[key] };
  }
  return key === "0" || key === "Home" ? { kind: "head-on" } : null;
}
