/**
 * Arithmetic of colours: hex text, sRGB and linear light. Knows neither the document nor three.js.
 */

/** @typedef {[number, number, number]} Rgb  red, green, blue, each 0 to 1 */

/**
 * Read "#rgb" or "#rrggbb" as sRGB.
 * @param {string} text
 * @returns {Rgb}
 * @throws {RangeError} for anything else
 */
export function parseHex(text) {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (digits === undefined) {
    throw new RangeError(`not a hex colour: "${text}"`);
  }
  const step = digits.length / 3;
  const channel = (/** @type {number} */ index) => {
    const part = digits.slice(index * step, (index + 1) * step);
    return Number.parseInt(step === 1 ? part + part : part, 16) / 255;
  };
  return [channel(0), channel(1), channel(2)];
}

/**
 * Read "#rgb" or "#rrggbb" as red, green and blue, each 0 to 255.
 * @param {string} text
 * @returns {Rgb}
 * @throws {RangeError} for anything else
 */
export function bytesFromHex(text) {
  const [red, green, blue] = parseHex(text);
  return [Math.round(red * 255), Math.round(green * 255), Math.round(blue * 255)];
}

/**
 * Write sRGB as "#rrggbb"; channels are limited to 0 to 1.
 * @param {Rgb} rgb
 */
export function formatHex(rgb) {
  const digits = rgb.map((channel) => {
    const byte = Math.round(Math.min(Math.max(channel, 0), 1) * 255);
    return byte.toString(16).padStart(2, "0");
  });
  return `#${digits.join("")}`;
}

/**
 * One channel from sRGB to linear light (IEC 61966-2-1).
 * @param {number} channel  0 to 1
 */
export function linearFromSrgb(channel) {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/**
 * One channel from linear light to sRGB (IEC 61966-2-1).
 * @param {number} channel  0 to 1
 */
export function srgbFromLinear(channel) {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
}

/**
 * The linear light of a hex colour.
 * @param {string} text
 * @returns {Rgb}
 */
export function linearFromHex(text) {
  const [red, green, blue] = parseHex(text);
  return [linearFromSrgb(red), linearFromSrgb(green), linearFromSrgb(blue)];
}

/**
 * The same colour under `factor` times the light.
 * @param {string} text  a hex colour
 * @param {number} factor  0 (black) to 1 (unchanged)
 */
export function dimHex(text, factor) {
  const [red, green, blue] = linearFromHex(text);
  return formatHex([
    srgbFromLinear(red * factor),
    srgbFromLinear(green * factor),
    srgbFromLinear(blue * factor),
  ]);
}

/**
 * A colour between two, mixed in sRGB.
 * @param {string} from  hex text
 * @param {string} to
 * @param {number} share  0: from, 1: to
 */
export function mixHex(from, to, share) {
  const [a, b] = [parseHex(from), parseHex(to)];
  const channel = (/** @type {0|1|2} */ index) => a[index] + (b[index] - a[index]) * share;
  return formatHex([channel(0), channel(1), channel(2)]);
}
