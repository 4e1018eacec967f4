/**
 * Colours for canvases: custom properties of style.css as text, and a lookup table for the map.
 */

/**
 * Read colours that style.css has in force now.
 * @template {string} Name
 * @param {Name[]} names  without the leading dashes
 * @returns {Record<Name, string>}
 */
export function readColors(names) {
  const style = getComputedStyle(document.documentElement);
  const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries);
}

/**
 * Red, green and blue, 0 to 255, of a colour written #rrggbb.
 * @param {string} hex
 * @returns {[number, number, number]}
 */
export function parseHex(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/**
 * A table of 256 colours from the colour of output 0 over the middle to the colour of output 1,
 * each one little-endian RGBA as ImageData has it.
 * @param {string} zero  #rrggbb
 * @param {string} middle
 * @param {string} one
 * @param {number} strength  how far the ends go from the middle towards the pure colours, 0 to 1
 * @returns {Uint32Array}
 */
export function makeColorTable(zero, middle, one, strength) {
  const [low, mid, high] = [parseHex(zero), parseHex(middle), parseHex(one)];
  return Uint32Array.from({ length: 256 }, (_, index) => {
    const position = (index / 255) * 2 - 1;
    const end = position < 0 ? low : high;
    const share = Math.abs(position) * strength;
    const channel = (/** @type {0|1|2} */ at) => Math.round(mid[at] + (end[at] - mid[at]) * share);
    return ((255 << 24) | (channel(2) << 16) | (channel(1) << 8) | channel(0)) >>> 0;
  });
}
