/** The axes of the hidden space: ranges that hold all points, and the way to pixels. Pure. */

/**
 * @typedef {object} SpaceFrame
 * @property {[[number, number], [number, number]]} range  of both axes
 * @property {(value: number) => number} x  to px
 * @property {(value: number) => number} y  to px, upwards
 */

const ROOM = 0.04; // of a range, left free at each end
const LEAST = 1e-6; // width of an axis on which all values are alike, or so much of their size

/**
 * @param {Float32Array[]} parts  (2, n) each; what is not a finite number is left out
 * @param {{width: number, height: number, margin: {left: number, top: number, right: number, bottom: number}}} place  px
 * @returns {SpaceFrame}
 */
export function frameOf(parts, { width, height, margin }) {
  const range = /** @type {[[number, number], [number, number]]} */ (
    [0, 1].map((axis) => {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const part of parts) {
        const n = part.length / 2;
        for (let index = axis * n; index < (axis + 1) * n; index++) {
          const value = part[index] ?? Number.NaN;
          if (!Number.isFinite(value)) continue;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
      if (low > high) return [0, 1];
      const least = LEAST * Math.max(1, Math.abs(low), Math.abs(high)); // or a large number would swallow it
      const room = Math.max((high - low) * ROOM, least);
      return [low - room, high + room];
    })
  );
  const [[left, right], [low, high]] = range;
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  return {
    range,
    x: (value) => margin.left + ((value - left) / (right - left)) * inner.width,
    y: (value) => margin.top + (1 - (value - low) / (high - low)) * inner.height,
  };
}
