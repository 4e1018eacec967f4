/**
 * Geometry of the input plane: data coordinates, pixels, ticks, nearest sample. Pure.
 */

/**
 * @typedef {object} PlaneBox  Where the plane lies in its canvas, in CSS px; y grows downwards.
 * @property {number} left
 * @property {number} top
 * @property {number} size  of both sides
 */

/**
 * @param {PlaneBox} box
 * @param {[number, number]} domain
 * @param {number} x1
 */
export function toPixelX(box, domain, x1) {
  return box.left + ((x1 - domain[0]) / (domain[1] - domain[0])) * box.size;
}

/**
 * @param {PlaneBox} box
 * @param {[number, number]} domain
 * @param {number} x2
 */
export function toPixelY(box, domain, x2) {
  return box.top + (1 - (x2 - domain[0]) / (domain[1] - domain[0])) * box.size;
}

/**
 * The point of the plane at a pixel.
 * @param {PlaneBox} box
 * @param {[number, number]} domain
 * @param {{x: number, y: number}} pixel
 * @returns {{x1: number, x2: number}}
 */
export function fromPixel(box, [min, max], { x, y }) {
  return {
    x1: min + ((x - box.left) / box.size) * (max - min),
    x2: max - ((y - box.top) / box.size) * (max - min),
  };
}

/**
 * Round values inside a domain, a step of 1, 2 or 5 × 10ᵏ apart, about `count` of them.
 * @param {[number, number]} domain
 * @param {number} count
 * @returns {number[]}
 */
export function makeTicks([min, max], count) {
  const rough = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks = [];
  for (let index = Math.ceil(min / step - 1e-9); index * step <= max + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * Index of the sample nearest to a pixel, null when none is within `reach` px.
 * @param {Float32Array} inputs  (2, n_samples)
 * @param {PlaneBox} box
 * @param {[number, number]} domain
 * @param {{x: number, y: number}} pixel
 * @param {number} reach
 * @returns {number|null}
 */
export function nearestSample(inputs, box, domain, pixel, reach) {
  const n = inputs.length / 2;
  let best = null;
  let bestDistance = reach;
  for (let index = 0; index < n; index++) {
    const dx = toPixelX(box, domain, Number(inputs[index])) - pixel.x;
    const dy = toPixelY(box, domain, Number(inputs[n + index])) - pixel.y;
    const distance = Math.hypot(dx, dy);
    if (distance <= bestDistance) {
      best = index;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The sample after (direction 1) or before (-1) the chosen one, round the ends; from the mean
 * (null) to the first or the last.
 * @param {number|null} sample
 * @param {number} n_samples
 * @param {1|-1} direction
 */
export function adjacentSample(sample, n_samples, direction) {
  if (sample === null) return direction > 0 ? 0 : n_samples - 1;
  return (sample + direction + n_samples) % n_samples;
}
