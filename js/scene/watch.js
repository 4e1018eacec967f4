/**
 * What happens to the scene's element from outside: size, focus, a lost graphics context. Every watch returns its end.
 */

import { watchPixelRatio } from "../kit/pixel-ratio.js";

// Until then the picture of the old size is scaled. Long enough for the first picture of the responses, for which the
// legend has grown: a size that came meanwhile would wait for it.
const SETTLED_MS = 200;

/**
 * Tell of the elements' sizes and places now, and after each change once it has settled: a canvas that gets another size
 * waits for the graphics process, which has the whole page to draw when a window changes.
 * @param {HTMLElement[]} elements
 * @param {() => void} onSize
 */
export function watchSize(elements, onSize) {
  let last = "";
  const report = () => {
    const boxes = elements.map((element) => element.getBoundingClientRect());
    const sizes = boxes.map(({ left, top, width, height }) => [left, top, width, height].map(Math.round));
    const now = [...sizes, window.devicePixelRatio].join(" ");
    if (boxes.every(({ width, height }) => width > 0 && height > 0) && now !== last) {
      last = now;
      onSize();
    }
  };
  let timer = 0;
  const reportSoon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(report, SETTLED_MS);
  };
  const observer = new ResizeObserver(reportSoon);
  const endWatch = watchPixelRatio(reportSoon);
  for (const element of elements) observer.observe(element);
  report();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    endWatch();
  };
}

/**
 * Make the canvas reachable by keyboard and show when it is.
 * @param {HTMLCanvasElement} canvas
 */
export function watchFocus(canvas) {
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "Network");
  canvas.style.outlineOffset = "-3px";
  const show = () => {
    canvas.style.outline = canvas.matches(":focus-visible") ? "3px solid var(--focus)" : "none";
  };
  const events = ["focus", "blur", "keydown"];
  for (const event of events) {
    canvas.addEventListener(event, show);
  }
  return () => {
    for (const event of events) {
      canvas.removeEventListener(event, show);
    }
  };
}

/**
 * Watch for a graphics context that is lost and comes back.
 * @param {HTMLCanvasElement} canvas
 * @param {{onLost: () => void, onRestored: () => void}} handlers
 */
export function watchContext(canvas, { onLost, onRestored }) {
  const lost = (/** @type {Event} */ event) => {
    event.preventDefault(); // else it does not come back
    onLost();
  };
  canvas.addEventListener("webglcontextlost", lost);
  canvas.addEventListener("webglcontextrestored", onRestored);
  return () => {
    canvas.removeEventListener("webglcontextlost", lost);
    canvas.removeEventListener("webglcontextrestored", onRestored);
  };
}

/**
 * Draw once more when the page is printed: a browser drops what is on a WebGL canvas as soon as it has shown it.
 * @param {() => void} draw
 */
export function watchPrint(draw) {
  addEventListener("beforeprint", draw);
  return () => removeEventListener("beforeprint", draw);
}

/**
 * Put a message over the element.
 * @param {HTMLElement} element
 * @param {string} text
 * @returns {() => void} takes it away
 */
export function showMessage(element, text) {
  const message = document.createElement("p");
  message.className = "scene-message";
  message.setAttribute("role", "status");
  message.textContent = text;
  Object.assign(message.style, {
    position: "absolute",
    inset: "0",
    display: "grid",
    placeContent: "center",
    margin: "0",
    padding: "2rem",
    textAlign: "center",
    color: "var(--text)",
    background: "var(--background)",
  });
  if (getComputedStyle(element).position === "static") {
    element.style.position = "relative";
  }
  element.append(message);
  return () => message.remove();
}
