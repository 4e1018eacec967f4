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
 * Round values inside a domain, a step of 1, 2 or 5 × 10ᵏ apart, about `count` of them; none where it has no width
 * that numbers of its size can be told apart in.
 * @param {[number, number]} domain
 * @param {number} count
 * @returns {number[]}
 */
export function makeTicks([min, max], count) {
  const rough = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(min / step - 1e-9);
  const n = Math.floor(max / step + 1e-9) - first + 1;
  if (!(n > 0 && first + n < Number.MAX_SAFE_INTEGER && -first < Number.MAX_SAFE_INTEGER)) return [];
  return Array.from({ length: Math.min(n, 2 * count + 2) }, (_, at) => round((first + at) * step));
}

/** Without what binary fractions leave. @param {number} value */
const round = (value) => Number(value.toPrecision(12));

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
