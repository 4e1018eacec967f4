/**
 * Shortcuts for the whole page. Single keys stay out of the way of everything that
 * uses keys itself, and html[data-shortcuts=off] turns them off.
 */

import { keyOf } from "../kit/keys.js";

/** Elements for which a letter or the space bar means something of their own. */
const KEY_USERS = "input:not([type=range]), select, textarea, [contenteditable], dialog[open]";
const TYPING = "input:not([type=range], [type=checkbox]), textarea, [contenteditable]";
const SPACE_USERS = "button, summary, a[href], [role=button]";

/**
 * What a key was pressed at, also within a shadow tree, where the code editor is.
 * @param {KeyboardEvent} event
 */
function targetOf(event) {
  const [target] = event.composedPath();
  return target instanceof Element ? target : document.body;
}

/**
 * Whether a key pressed at a target may be a shortcut.
 * @param {KeyboardEvent} event
 * @param {boolean} [isTyped]  with what the keyboard needs for the character
 */
function isFree(event, isTyped = false) {
  if (event.defaultPrevented || event.metaKey || event.isComposing) return false;
  if (!isTyped && (event.ctrlKey || event.altKey)) return false;
  if (document.documentElement.dataset.shortcuts === "off") return false;
  const target = targetOf(event);
  if (target.closest(KEY_USERS) || document.querySelector("dialog[open]")) return false;
  return event.key !== " " || !target.closest(SPACE_USERS);
}

/**
 * Whether a key that is no letter was pressed at something that has no use of its own for keys.
 * @param {KeyboardEvent} event
 */
export function isForPage(event) {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing)
    return false;
  return !targetOf(event).closest(KEY_USERS) && !document.querySelector("dialog[open]");
}

/**
 * Call an action when its key is pressed anywhere in the page.
 * @param {Record<string, () => void>} actions  by the key as of js/kit/keys.js
 */
export function listenForShortcuts(actions) {
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
    if (!action || !isFree(event)) return;
    event.preventDefault();
    if (!event.repeat || key === "s") action();
  });
}

/**
 * Call an action for Ctrl+Z, another for Ctrl+Shift+Z and Ctrl+Y (on a Mac with the command key); in a
 * text field they are the field's own.
 * @param {{onUndo: () => void, onRedo: () => void}} actions
 */
export function listenForUndo({ onUndo, onRedo }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing || event.ctrlKey === event.metaKey)
      return;
    const target = targetOf(event);
    if (target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const key = keyOf(event);
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) onRedo();
    else onUndo();
  });
}

const FILM_KEY_USERS = "input, [role=slider], [role=tab], [role=grid], [role=listbox], [role=radio]"; // Home and End
const FILM_STRIDE = 10; // recorded states, with Shift

/**
 * Go through the run: by [ and ], which with Shift may be braces, Home and End.
 * @param {{onGoBy: (distance: number) => void, onNow: () => void}} actions
 */
export function listenForFilm({ onGoBy, onNow }) {
  /** @type {Record<string, () => void>} */
  const actions = {
    "[": () => onGoBy(-1),
    "]": () => onGoBy(1),
    "{": () => onGoBy(-FILM_STRIDE),
    "}": () => onGoBy(FILM_STRIDE),
    Home: () => onGoBy(Number.NEGATIVE_INFINITY),
    End: onNow,
  };
  document.addEventListener("keydown", (event) => {
    const { key, shiftKey } = event;
    const isBracket = key === "[" || key === "]";
    const action = actions[isBracket && shiftKey ? (key === "[" ? "{" : "}") : key];
    // On many keyboards a bracket takes AltGr, which some systems tell as Ctrl and Alt.
    if (!action || !isFree(event, event.getModifierState("AltGraph"))) return;
    if (key.length > 1 && (shiftKey || targetOf(event).closest(FILM_KEY_USERS))) return;
    event.preventDefault();
    action();
  });
}

/**
 * Call an action when Escape is pressed and nothing else has used it.
 * @param {() => void} onEscape
 */
export function listenForEscape(onEscape) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    const target = targetOf(event);
    if (!target.closest(KEY_USERS) && !document.querySelector("dialog[open]")) onEscape();
  });
}
