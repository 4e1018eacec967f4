import { watchPixelRatio } from "./pixel-ratio.js";

/**
 * Tells of an element's size, in CSS or in real pixels, in the frame that it changes in, so that nothing of another size is ever seen. Only the
 * first time it comes in a task of its own: when the page starts, many panels get their first size in the same frame.
 * @param {HTMLElement} element
 * @param {() => void} onSize
 * @returns {() => void}  tells of the size, changed or not, and of every change from then on
 */
export function createSizeWatch(element, onSize) {
  let isFirst = true;
  const observer = new ResizeObserver(() => {
    if (isFirst) setTimeout(onSize);
    else onSize();
    isFirst = false;
  });
  watchPixelRatio(onSize);
  return () => {
    observer.unobserve(element);
    observer.observe(element);
  };
}
