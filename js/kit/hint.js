/**
 * One-sentence descriptions. A hint is an element that the described control names in
 * aria-describedby; it shows itself in the top layer while a pointer that has moved there is over the
 * control, while that has keyboard focus or is pressed for long. On touch screens style.css lays the
 * hints of fields out in the page instead, so that nothing needs to be opened.
 */

import { make } from "./dom.js";
import { makeId } from "./ids.js";

const HOVER_DELAY = 350; // ms; by eye: long enough to cross the page without a flicker
const LEAVE_DELAY = 120; // ms; time to move the pointer onto the hint
const PRESS_DELAY = 500; // ms; the usual length of a long press
const READ_DELAY = 4000; // ms; long enough to read a sentence after the finger is gone
const GAP = 10; // px

/** @typedef {"right"|"left"|"above"|"below"} Side */

/**
 * Make a hint and show it for a target.
 * @param {HTMLElement} target  what is hovered and focused, or contains it
 * @param {{text: string, side: Side, described?: HTMLElement, tap?: boolean}} options
 *   `described` gets aria-describedby, the target itself when left out; `tap` where a tap on the
 *   target can mean nothing else
 * @returns {HTMLElement} the hint, to be placed next to the target
 */
export function createHint(target, { text, side, described = target, tap = false }) {
  const id = makeId("hint");
  const hint = make("p", { id, class: "hint", popover: "manual" }, text);
  const ids = [described.getAttribute("aria-describedby"), id].filter(Boolean);
  described.setAttribute("aria-describedby", ids.join(" "));
  const showForTap = showOnInteraction(target, hint, side);
  if (tap) target.addEventListener("click", showForTap);
  return hint;
}

/**
 * @param {HTMLElement} target
 * @param {HTMLElement} hint
 * @param {Side} side
 */
function showOnInteraction(target, hint, side) {
  let timer = 0;
  let isTouched = false;
  const later = (/** @type {() => void} */ action, /** @type {number} */ delay) => {
    clearTimeout(timer);
    timer = window.setTimeout(action, delay);
  };
  const show = () => {
    clearTimeout(timer);
    if (!target.isConnected || laidOutInPage(hint)) return;
    hint.showPopover();
    addEventListener("pointerdown", hideFromOutside, true);
    place(hint, target.getBoundingClientRect(), side);
  };
  const hide = () => {
    clearTimeout(timer);
    removeEventListener("pointerdown", hideFromOutside, true);
    if (hint.matches(":popover-open")) hint.hidePopover();
  };
  /** @param {PointerEvent} event */
  const hideFromOutside = ({ target: pressed }) => {
    if (![target, hint].some((node) => node.contains(/** @type {Node} */ (pressed)))) hide();
  };
  const showForTap = () => {
    show();
    if (isTouched) later(hide, READ_DELAY);
  };
  const listen = hoverListeners(later, show, hide);
  listen(target);
  listen(hint);
  target.addEventListener("focusin", (event) => {
    if (/** @type {Element} */ (event.target).matches(":focus-visible")) show();
  });
  target.addEventListener("focusout", hide);
  target.addEventListener("pointerdown", (event) => {
    isTouched = event.pointerType !== "mouse";
    if (isTouched) later(show, PRESS_DELAY);
    else hide();
  });
  target.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  return showForTap;
}

/**
 * @param {(action: () => void, delay: number) => void} later
 * @param {() => void} show
 * @param {() => void} hide
 * @returns {(node: HTMLElement) => void}
 */
function hoverListeners(later, show, hide) {
  return (node) => {
    let hasMoved = false; // over it: browsers tell of an element that has come under a pointer at rest, too
    node.addEventListener("pointermove", (event) => {
      if (hasMoved || event.pointerType !== "mouse") return;
      hasMoved = true;
      later(show, HOVER_DELAY);
    });
    node.addEventListener("pointerleave", (event) => {
      hasMoved = false;
      later(hide, event.pointerType === "mouse" ? LEAVE_DELAY : READ_DELAY);
    });
  };
}

/**
 * Whether style.css shows the hint in the flow of the page.
 * @param {HTMLElement} hint
 */
function laidOutInPage(hint) {
  return !hint.matches(":popover-open") && getComputedStyle(hint).display !== "none";
}

/**
 * Put the hint beside its target, on the side asked for where there is room, inside the window.
 * @param {HTMLElement} hint
 * @param {DOMRect} target
 * @param {Side} side
 */
function place(hint, target, side) {
  const { width, height } = hint.getBoundingClientRect();
  const room = { x: document.documentElement.clientWidth, y: window.innerHeight };
  const fits = {
    right: target.right + GAP + width <= room.x,
    left: target.left - GAP - width >= 0,
    above: target.top - GAP - height >= 0,
    below: target.bottom + GAP + height <= room.y,
  };
  /** @type {Side[]} */
  const order = [side, "below", "above", "right", "left"];
  const chosen = order.find((candidate) => fits[candidate]) ?? "below";
  const corners = {
    right: [target.right + GAP, target.top],
    left: [target.left - GAP - width, target.top],
    above: [target.left, target.top - GAP - height],
    below: [target.left, target.bottom + GAP],
  };
  const [x = 0, y = 0] = corners[chosen];
  hint.style.left = `${Math.round(Math.max(8, Math.min(x, room.x - width - 8)))}px`;
  hint.style.top = `${Math.round(Math.max(8, Math.min(y, room.y - height - 8)))}px`;
}
