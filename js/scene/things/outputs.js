/** The output over the input plane, as the shader of the surface reads it: which one is the largest, and its level. */

import { CLASSES } from "../plan/theme.js";
import { HEIGHT_GLSL } from "./heights.js";

/** Values anywhere in the grid: between its points they are interpolated, as on the flat map. */
export const OUTPUT_GLSL = /* glsl */ `
uniform highp sampler2D outputs;
uniform float size;
${HEIGHT_GLSL}

float outputAt(ivec2 point, int row) {
  ivec2 inside = clamp(point, ivec2(0), ivec2(int(size) - 1));
  return texelFetch(outputs, ivec2(inside.x, row * int(size) + inside.y), 0).r;
}
float outputAt(vec2 at, int row) {
  ivec2 cell = ivec2(floor(at));
  vec2 share = at - vec2(cell);
  float low = mix(outputAt(cell, row), outputAt(cell + ivec2(1, 0), row), share.x);
  float high = mix(outputAt(cell + ivec2(0, 1), row), outputAt(cell + ivec2(1, 1), row), share.x);
  return mix(low, high, share.y);
}
// The rows of the largest output and of the next one; of one output, twice the first.
ivec2 winnersAt(vec2 at) {
  ivec2 rows = ivec2(0);
  vec2 largest = vec2(outputAt(at, 0), -1e30);
  for (int row = 1; row < ${CLASSES}; row++) {
    if (row >= n_outputs) break;
    float other = outputAt(at, row);
    if (other > largest.x) {
      rows = ivec2(row, rows.x);
      largest = vec2(other, largest.x);
    } else if (other > largest.y) {
      rows.y = row;
      largest.y = other;
    }
  }
  return rows;
}
// The level of an output, 0 to 1.
float levelAt(vec2 at, int row) {
  return levelFrom(outputAt(at, row));
}
// The same at a point of the grid, of the largest output.
float levelAt(ivec2 point) {
  float largest = outputAt(point, 0);
  for (int row = 1; row < ${CLASSES}; row++) {
    if (row >= n_outputs) break;
    largest = max(largest, outputAt(point, row));
  }
  return levelFrom(largest);
}
`;
