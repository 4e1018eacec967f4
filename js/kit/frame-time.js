/** How long the browser takes for a frame: script, and what the graphics process draws. */

const FRAME_MS = 1000 / 60;

/**
 * @param {number} now  ms, of the animation frame
 * @param {(ms: number) => void} onTaken  gets what it took beyond a frame of the screen
 */
export function timeFrame(now, onTaken) {
  // The browser lets one frame more begin, and holds the next back until this one has been drawn.
  requestAnimationFrame(() => requestAnimationFrame((next) => onTaken(next - now - FRAME_MS)));
}
