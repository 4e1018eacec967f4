/**
 * All weights and biases in one draw call: instance i is parameter i. A connection is a ribbon that faces the camera
 * and is shaded as a round tube; the shader makes thickness, opacity and colour from the value.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { MAPPING_GLSL } from "../plan/mapping.js";
import { addLiveAttribute, makeInstances, update_live_attribute } from "./instances.js";
import { MARK_GLSL } from "./marks.js";

/** @import {Layout} from "../plan/layout.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** x: 0 at the start, 1 at the end; y: the side. */
const CORNERS = [0, -1, 1, -1, 0, 1, 1, 1];

/** What a selection leaves of the opacity of connections that have nothing to do with it (by eye). */
const FADED = 0.22;
/** Least opacity of those that have. */
const RAISED = 0.5;
/** The same for the unit that the pointer is on. */
const FADED_LIGHTLY = 0.55;
const RAISED_LIGHTLY = 0.35;
/** Edge of a marked connection, CSS px. */
const EDGE = 2;

const VERTEX = /* glsl */ `
attribute vec3 start;
attribute vec3 end;
attribute float value;
attribute float from_unit;
attribute float to_unit;
uniform vec2 viewport;
uniform float pixel_ratio;
uniform float max_half_width;
uniform vec3 weight_positive;
uniform vec3 weight_negative;
uniform vec3 text_muted;
varying vec2 offset_px;
varying float half_px;
varying float opacity;
varying vec3 color;
varying float mark;
varying float edge_px;
${MAPPING_GLSL}
${MARK_GLSL}

void main() {
  vec3 a = (modelViewMatrix * vec4(start, 1.0)).xyz;
  vec3 b = (modelViewMatrix * vec4(end, 1.0)).xyz;
  float extent = max(length(b - a), 1e-6);
  vec3 along = (b - a) / extent;
  vec3 point = mix(a, b, position.x);
  vec3 across = cross(-point, along);
  across /= max(length(across), 1e-6);

  float strength = strengthOf(value);
  float px_per_unit = 0.5 * projectionMatrix[1][1] * viewport.y / max(-point.z, 1e-3);
  float true_half_px = max_half_width * thicknessOf(strength) * px_per_unit;
  // Never thinner than a pixel: what is missing in width is taken from the opacity.
  half_px = max(true_half_px, 0.5);
  opacity = opacityOf(strength) * true_half_px / half_px;
  mark = markOf(gl_InstanceID, marked_parameters);
  edge_px = mark > 0.0 ? ${EDGE.toFixed(1)} * pixel_ratio : 0.0;
  ivec2 ends = ivec2(from_unit + 0.5, to_unit + 0.5);
  bool has_selection = marked_units.x >= 0 || marked_parameters.x >= 0;
  bool is_related = mark > 0.0 || ends.x == marked_units.x || ends.y == marked_units.x;
  bool is_hovered = ends.x == marked_units.y || ends.y == marked_units.y;
  bool has_touched = touched_units.y > 0 || touched_parameters.y > 0;
  if (has_touched) {
    opacity = isWithin(gl_InstanceID, touched_parameters) ? max(opacity, ${RAISED.toFixed(2)}) : opacity * ${FADED.toFixed(2)};
  } else if (has_selection) opacity = is_related ? max(opacity, ${RAISED.toFixed(2)}) : opacity * ${FADED.toFixed(2)};
  else if (marked_units.y >= 0 && !is_hovered) opacity *= ${FADED_LIGHTLY.toFixed(2)};
  if (is_hovered) opacity = max(opacity, ${RAISED_LIGHTLY.toFixed(2)});
  if (mark > 0.0) opacity = max(opacity, 0.9);
  half_px += edge_px;
  color = value > 0.0 ? weight_positive : value < 0.0 ? weight_negative : text_muted;

  // Half a pixel more on each side for the soft edge, and a round cap at the start (the end is inside a unit).
  float reach_px = half_px + 0.5;
  point += (across * position.y - along * (1.0 - position.x)) * (reach_px / px_per_unit);
  offset_px = vec2(mix(-reach_px, extent * px_per_unit, position.x), reach_px * position.y);
  gl_Position = projectionMatrix * vec4(point, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
varying vec2 offset_px;
varying float half_px;
varying float opacity;
varying vec3 color;
varying float mark;
varying float edge_px;
uniform vec3 mark_color;

void main() {
  float from_axis = length(vec2(min(offset_px.x, 0.0), offset_px.y));
  float coverage = clamp(half_px + 0.5 - from_axis, 0.0, 1.0);
  if (coverage <= 0.0) discard;
  float slope = min(from_axis / half_px, 1.0);
  float light = mix(0.45, 1.0, sqrt(1.0 - slope * slope));
  vec3 shaded = color * mix(1.0, light, smoothstep(1.0, 3.0, half_px));
  float is_edge = mark * smoothstep(-0.5, 0.5, from_axis - half_px + edge_px);
  gl_FragColor = vec4(mix(shaded, mark_color, is_edge), opacity * coverage);
  #include <colorspace_fragment>
}
`;

/** @param {Uniforms} uniforms */
export function createConnections(uniforms) {
  const max_half_width = { value: 0 };
  const material = new ShaderMaterial({
    uniforms: { ...uniforms, max_half_width },
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    depthWrite: false,
  });
  const mesh = new Mesh(new InstancedBufferGeometry(), material);
  mesh.frustumCulled = false;
  let values = addLiveAttribute(mesh.geometry, "value", 0);
  return {
    mesh,

    /**
     * Build for another network.
     * @param {Layout} layout
     */
    rebuild({ starts, ends, kinds, from_units, to_units, half_width }) {
      max_half_width.value = half_width;
      mesh.geometry.dispose();
      mesh.geometry = makeInstances(CORNERS, kinds.length, {
        start: [starts, 3],
        end: [ends, 3],
        from_unit: [Float32Array.from(from_units), 1],
        to_unit: [Float32Array.from(to_units), 1],
      });
      values = addLiveAttribute(mesh.geometry, "value", kinds.length);
    },

    /**
     * Show other values.
     * @param {Float32Array} parameters  (n_parameters,)
     * @returns {number} bytes to be uploaded
     */
    update(parameters) {
      return update_live_attribute(values, parameters);
    },

    dispose() {
      mesh.geometry.dispose();
      material.dispose();
    },
  };
}
