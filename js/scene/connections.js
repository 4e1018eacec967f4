/**
 * All weights and biases in one draw call: instance i is parameter i. A connection is a ribbon that faces the camera
 * and is shaded as a round tube; the shader makes thickness, opacity and colour from the value.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { addLiveAttribute, makeInstances, update_live_attribute } from "./instances.js";
import { MAPPING_GLSL } from "./mapping.js";

/** @import {Layout} from "./layout.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** x: 0 at the start, 1 at the end; y: the side. */
const CORNERS = [0, -1, 1, -1, 0, 1, 1, 1];

const VERTEX = /* glsl */ `
attribute vec3 start;
attribute vec3 end;
attribute float value;
uniform vec2 viewport;
uniform float max_half_width;
uniform vec3 weight_positive;
uniform vec3 weight_negative;
uniform vec3 text_muted;
varying vec2 offset_px;
varying float half_px;
varying float opacity;
varying vec3 color;
${MAPPING_GLSL}

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

void main() {
  float from_axis = length(vec2(min(offset_px.x, 0.0), offset_px.y));
  float coverage = clamp(half_px + 0.5 - from_axis, 0.0, 1.0);
  if (coverage <= 0.0) discard;
  float slope = min(from_axis / half_px, 1.0);
  float light = mix(0.45, 1.0, sqrt(1.0 - slope * slope));
  gl_FragColor = vec4(color * mix(1.0, light, smoothstep(1.0, 3.0, half_px)), opacity * coverage);
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
    rebuild({ starts, ends, kinds, half_width }) {
      max_half_width.value = half_width;
      mesh.geometry.dispose();
      mesh.geometry = makeInstances(CORNERS, kinds.length, { start: [starts, 3], end: [ends, 3] });
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
