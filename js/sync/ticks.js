/** Time that passes for the page, and time in which it was busy or frozen and could hear nobody. */

const LATE_MS = 500; // beyond two ticks

/**
 * @param {number} ms  from one tick to the next
 * @param {(now: number, isLate: boolean) => void} onTick
 */
export function everyTick(ms, onTick) {
  let tickedAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    const isLate = now - tickedAt > 2 * ms + LATE_MS;
    tickedAt = now;
    onTick(now, isLate);
  }, ms);
}
