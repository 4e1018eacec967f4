/**
 * Which key does what to the picture. Knows neither the camera nor the document.
 */

import { keyOf } from "../kit/keys.js";

/** @typedef {{kind: "turn", right: number, up: number}} Turn  steps */
/** @typedef {{kind: "shift", right: number, up: number}} Shift  steps */
/** @typedef {{kind: "zoom", steps: number}} Zoom  nearer when positive */
/** @typedef {Turn | Shift | Zoom | {kind: "home"}} Action */

/** @type {Map<string, [number, number]>} */
const ARROWS = new Map([
  ["ArrowLeft", [-1, 0]],
  ["ArrowRight", [1, 0]],
  ["ArrowUp", [0, 1]],
  ["ArrowDown", [0, -1]],
]);

const ZOOMS = new Map(Object.entries({ "+": 1, "=": 1, "-": -1, _: -1 }));

/**
 * The action of a key, or null: arrows turn, Shift and arrows move, + and - zoom, 0 or Home goes home.
 * @param {Pick<KeyboardEvent, "key"|"shiftKey"|"ctrlKey"|"metaKey"|"altKey"> & {code?: string}} event
 * @returns {Action|null}
 */
export function actionOf({ key: written, code, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return null;
  const key = keyOf({ key: written, code });
  const arrow = ARROWS.get(key);
  if (arrow) return { kind: shiftKey ? "shift" : "turn", right: arrow[0], up: arrow[1] };
  const steps = ZOOMS.get(key);
  if (steps) return { kind: "zoom", steps };
  return key === "0" || key === "Home" ? { kind: "home" } : null;
}
