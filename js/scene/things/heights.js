/** How high a value stands on the output map, and where its samples are, as all shaders of it read it. */

import { HEIGHT } from "../plan/stems.js";
import { CLASSES } from "../plan/theme.js";
import { MAP_GLSL, RELIEF_GLSL } from "./relief.js";

/** Texels of a row of outputs at samples. */
export const WIDTH = 256;
/** How far the sheet may bend before what is below it without hiding that, in halves of its side. */
const SHEET = 0.12;

export const HEIGHT_GLSL = /* glsl */ `
uniform int n_outputs;
uniform vec2 target_range;
uniform vec4 square; // middle; half of a side
${RELIEF_GLSL}

// The level of a value, 0 to 1: beyond an end of the range it is that of the end.
float levelFrom(float value) {
  float level = (value - target_range.x) / (target_range.y - target_range.x);
  return isnan(level) ? 0.5 : clamp(level, 0.0, 1.0);
}
float heightOf(float level) {
  return level * square.w * ${HEIGHT.toFixed(2)} * reliefShare();
}
`;

/** Instance i is sample i. */
export const SAMPLE_GLSL = /* glsl */ `
attribute vec2 place; // 0 to 1 along both axes
attribute float target;
attribute float own_class;
uniform highp sampler2D sample_outputs;
uniform int n_samples; // whose outputs are known
uniform bool has_classes;
uniform vec3 text;
${HEIGHT_GLSL}
${MAP_GLSL}

float outputOf(int row) {
  int at = row * n_samples + gl_InstanceID;
  return texelFetch(sample_outputs, ivec2(at % ${WIDTH}, at / ${WIDTH}), 0).r;
}
bool isKnown() {
  return n_samples > 0 && !isnan(outputOf(int(own_class + 0.5)));
}
// Whether the network takes it for another class.
bool isWrong() {
  if (!has_classes || !isKnown()) return false;
  int own_row = int(own_class + 0.5);
  float own = outputOf(own_row);
  float middle = (target_range.x + target_range.y) / 2.0;
  if (n_outputs == 1) return (own >= middle) != (target >= middle);
  for (int row = 0; row < ${CLASSES}; row++) {
    if (row >= n_outputs) break;
    if (outputOf(row) > own || (row < own_row && outputOf(row) == own)) return true;
  }
  return false;
}
// That of the map for its class or target, on the way to that of text.
vec3 inkedColor(float share) {
  vec3 own = n_outputs > 1 ? shadeOf(class_colors[int(own_class + 0.5)], 1.0) : divergingColor(levelFrom(target));
  return toLinear(mix(toSrgb(own), toSrgb(text), share));
}
// Where a level is at the sample's place, in view space.
vec4 seenAt(float level) {
  return modelViewMatrix * vec4(square.xyz + vec3((place * 2.0 - 1.0) * square.w, heightOf(level)), 1.0);
}
// What is below the sheet is seen through it, as through glass: where depth is compared, it is as near as the sheet is.
vec4 throughTheSheet(vec4 seen) {
  float below = isKnown() ? max(heightOf(levelFrom(outputOf(int(own_class + 0.5)))) - heightOf(levelFrom(target)), 0.0) : 0.0;
  float by = below / max(modelViewMatrix[2].z, 0.2) + ${SHEET.toFixed(2)} * square.w;
  vec4 at = projectionMatrix * seen;
  vec4 nearer = projectionMatrix * (seen + vec4(0.0, 0.0, by, 0.0));
  at.z = clamp(nearer.z / nearer.w, -1.0, 1.0) * at.w;
  return at;
}
`;
