/** The samples' errors, in one draw call: a thin line from each sample's target to the network's output there. */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { SAMPLE_GLSL } from "./heights.js";

/** Opacity of what belongs to samples that a line of code does not compute with, beside some that it does (by eye). */
export const FADED = 0.3;
/** From end to end, across. */
export const STEM_CORNERS = [0, -1, 1, -1, 0, 1, 1, 1];
/** CSS px. */
const HALF_WIDTH = 0.6;
/** Of a stem below the sheet: period, CSS px, and how much of it is drawn. */
const DASH = 4;
const DRAWN = 0.5;
/** How far its colour goes from its sample's on the map to that of text. */
const INK = 0.75;

const VERTEX = /* glsl */ `
attribute float touched;
uniform bool has_touched;
uniform vec2 viewport;
uniform float pixel_ratio;
varying float along;
varying float is_below;
varying vec3 color;
varying float opacity;
${SAMPLE_GLSL}

void main() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  along = is_below = 0.0;
  opacity = has_touched && touched < 0.5 ? ${FADED.toFixed(2)} : 1.0;
  color = text;
  if (!isKnown()) return;
  float level = levelFrom(outputOf(int(own_class + 0.5)));
  vec4 top = throughTheSheet(seenAt(levelFrom(target)));
  vec4 foot = throughTheSheet(seenAt(level));
  vec2 way = (foot.xy / foot.w - top.xy / top.w) * viewport * 0.5;
  float reach = length(way);
  if (reach <= 0.0) return;
  gl_Position = position.x < 0.5 ? top : foot;
  vec2 across = vec2(-way.y, way.x) / reach * position.y * (${HALF_WIDTH.toFixed(2)} * pixel_ratio);
  gl_Position.xy += across / viewport * 2.0 * gl_Position.w;
  along = position.x * reach / pixel_ratio;
  is_below = level > levelFrom(target) ? 1.0 : 0.0;
  color = inkedColor(${INK.toFixed(2)});
}
`;

const FRAGMENT = /* glsl */ `
varying float along;
varying float is_below;
varying vec3 color;
varying float opacity;

void main() {
  if (is_below > 0.5 && fract(along / ${DASH.toFixed(1)}) > ${DRAWN.toFixed(2)}) discard;
  gl_FragColor = vec4(color, opacity);
  #include <colorspace_fragment>
}
`;

/** @param {Record<string, import("three").IUniform>} uniforms */
export function createStems(uniforms) {
  const material = new ShaderMaterial({
    uniforms,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    alphaToCoverage: true,
  });
  return new Mesh(new InstancedBufferGeometry(), material);
}
