/**
 * Whether the page is seen. One that stands alone is, from the start; one that is embedded in another page may be far
 * down there, one of many, and is to cost nothing until somebody comes to it.
 */

const PASSING_MS = 200; // a page that is only scrolled past is not looked at; by eye
const LONG_MS = 30_000; // out of sight, after which somebody is elsewhere; by eye

/**
 * @typedef {object} SightOptions
 * @property {() => void} onSeen  each time that it comes into sight, and at each press in it
 * @property {() => void} onLongGone  it has been out of sight for long
 */

/** @param {SightOptions} options */
export function watchSight({ onSeen, onLongGone }) {
  if (window.parent === window) {
    onSeen();
    return;
  }
  let isInside = false; // the window that is scrolled
  let timer = 0;
  const follow = () => {
    clearTimeout(timer);
    const isSeen = isInside && document.visibilityState === "visible";
    timer = isSeen ? window.setTimeout(onSeen, PASSING_MS) : window.setTimeout(onLongGone, LONG_MS);
  };
  // Without a root it is the window of the outermost page that counts, whatever its origin.
  new IntersectionObserver((entries) => {
    isInside = entries.at(-1)?.isIntersecting ?? false;
    follow();
  }).observe(document.documentElement);
  document.addEventListener("visibilitychange", follow);
  for (const press of ["pointerdown", "keydown"]) addEventListener(press, onSeen, { capture: true });
}
