/**
 * What a value looks like. Each rule is stated twice side by side, in JavaScript (legend, tests) and in GLSL (scene),
 * from the same constants. The constants were chosen by eye.
 */

const MIN_THICKNESS = 0.1;
const MIN_OPACITY = 0.05;
const MAX_OPACITY = 0.95;
/** Above 1, so that many weak connections do not make a fog. */
const OPACITY_POWER = 1.3;
const MIN_SIZE = 0.62;
const MIN_BRIGHTNESS = 0.2;

/**
 * Strength of a connection, 0 to 1. What is not a number has none.
 * @param {number} value  a weight or a bias
 * @param {number} scale  above 0: |value| of full strength
 */
export function strengthOf(value, scale) {
  return Number.isNaN(value) ? 0 : Math.min(Math.abs(value) / scale, 1);
}

/**
 * Thickness of a connection as a share of the greatest one.
 * @param {number} strength
 */
export function thicknessOf(strength) {
  return MIN_THICKNESS + (1 - MIN_THICKNESS) * strength;
}

/**
 * Opacity of a connection.
 * @param {number} strength
 */
export function opacityOf(strength) {
  return MIN_OPACITY + (MAX_OPACITY - MIN_OPACITY) * strength ** OPACITY_POWER;
}

/**
 * Level of a unit, 0 to 1: where its activation lies in its layer's range. What is not a number has level 0.
 * @param {number} activation
 * @param {[number, number]} range
 */
export function levelOf(activation, [low, high]) {
  const level = (activation - low) / Math.max(high - low, 1e-12);
  return level > 0 ? Math.min(level, 1) : 0;
}

/**
 * Radius of a unit as a share of the greatest one.
 * @param {number} level
 */
export function sizeOf(level) {
  return MIN_SIZE + (1 - MIN_SIZE) * level;
}

/**
 * Light of a unit, as a factor on the linear light of its colour.
 * @param {number} level
 */
export function brightnessOf(level) {
  return MIN_BRIGHTNESS + (1 - MIN_BRIGHTNESS) * level;
}

const glsl = (/** @type {number} */ number) => number.toFixed(6);

export const MAPPING_GLSL = /* glsl */ `
float strengthOf(float value, float scale) {
  return isnan(value) ? 0.0 : min(abs(value) / scale, 1.0);
}
float thicknessOf(float strength) {
  return mix(${glsl(MIN_THICKNESS)}, 1.0, strength);
}
float opacityOf(float strength) {
  return mix(${glsl(MIN_OPACITY)}, ${glsl(MAX_OPACITY)}, pow(strength, ${glsl(OPACITY_POWER)}));
}
float levelOf(float activation, vec2 range) {
  float level = (activation - range.x) / max(range.y - range.x, 1e-12);
  return level > 0.0 ? min(level, 1.0) : 0.0;
}
float sizeOf(float level) {
  return mix(${glsl(MIN_SIZE)}, 1.0, level);
}
float brightnessOf(float level) {
  return mix(${glsl(MIN_BRIGHTNESS)}, 1.0, level);
}
`;
