/**
 * All units in one draw call: instance i is unit i. A unit is a true sphere, found per pixel on a quad that covers it,
 * so that it is round from any distance for two triangles; the shader makes size and brightness from the activation.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { MAPPING_GLSL } from "../plan/mapping.js";
import { makeInstances } from "./instances.js";
import { MARK_GLSL } from "./marks.js";
import { PLACES_GLSL } from "./places.js";
import { VALUES_GLSL } from "./values.js";

/** @import {Uniforms} from "./uniforms.js" */

const CORNERS = [-1, -1, 1, -1, -1, 1, 1, 1];
/** At full size, in halves of a tile. */
const RADIUS = 0.86;
/** Inner and outer edge of the ring around a marked unit, in radii. */
const RING = { inner: 1.15, outer: 1.45 };

const VERTEX = /* glsl */ `
attribute float role;
attribute vec2 range;
uniform vec3 unit_colors[3];
varying vec3 sphere_center;
varying float sphere_radius;
varying vec3 on_quad;
varying vec3 color;
varying float level;
varying float mark;
${MAPPING_GLSL}
${MARK_GLSL}
${PLACES_GLSL}
${VALUES_GLSL}

void main() {
  if (role > 2.5) { // the unit is the output map
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec4 place = placeOf(gl_InstanceID);
  mark = markOfUnit(gl_InstanceID);
  level = levelOf(valueOf(gl_InstanceID), range);
  color = unit_colors[int(role + 0.5)];
  sphere_radius = place.w * ${RADIUS.toFixed(2)} * sizeOf(level);
  sphere_center = (modelViewMatrix * vec4(place.xyz, 1.0)).xyz;

  // The quad stands across the line of sight and is as large as the sphere's outline in perspective.
  float far2 = dot(sphere_center, sphere_center);
  float spread = sqrt(far2 / max(far2 - sphere_radius * sphere_radius, 1e-3));
  vec3 toward = sphere_center * inversesqrt(far2);
  vec3 right = normalize(cross(toward, vec3(0.0, 1.0, 0.0)));
  vec3 up = cross(right, toward);
  on_quad = sphere_center + (right * position.x + up * position.y) * sphere_radius * spread
    * (mark > 0.0 ? ${(RING.outer * 1.05).toFixed(3)} : 1.05);
  gl_Position = projectionMatrix * vec4(on_quad, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
uniform mat4 projectionMatrix;
varying vec3 sphere_center;
varying float sphere_radius;
varying vec3 on_quad;
varying vec3 color;
varying float level;
varying float mark;
uniform vec3 mark_color;
${MAPPING_GLSL}

void main() {
  vec3 ray = normalize(on_quad);
  float nearest = dot(sphere_center, ray);
  float miss = length(sphere_center - ray * nearest);
  float coverage = clamp((sphere_radius - miss) / fwidth(miss) + 0.5, 0.0, 1.0);
  if (coverage <= 0.0) {
    float share = miss / sphere_radius;
    if (mark <= 0.0 || share < ${RING.inner.toFixed(2)} || share > mix(${RING.inner.toFixed(2)}, ${RING.outer.toFixed(2)}, mark)) discard;
    vec4 middle = projectionMatrix * vec4(sphere_center, 1.0);
    gl_FragDepth = 0.5 + 0.5 * middle.z / middle.w;
    gl_FragColor = vec4(mark_color, 1.0);
    #include <colorspace_fragment>
    return;
  }

  float depth = sqrt(max(sphere_radius * sphere_radius - miss * miss, 0.0));
  vec3 point = ray * (nearest - depth);
  vec3 normal = normalize(point - sphere_center);
  vec4 clip = projectionMatrix * vec4(point, 1.0);
  gl_FragDepth = 0.5 + 0.5 * clip.z / clip.w;

  // One lamp over the viewer's left shoulder; where it shines straight down, the colour is the page's own.
  vec3 lamp = normalize(vec3(-0.45, 0.6, 0.75));
  vec3 bisector = normalize(lamp - ray);
  float diffuse = 0.42 + 0.58 * smoothstep(-0.35, 1.0, dot(normal, lamp));
  float highlight = pow(max(dot(normal, bisector), 0.0), 48.0);
  float rim = pow(1.0 - max(dot(normal, -ray), 0.0), 3.0);
  vec3 lit = color * (brightnessOf(level) * diffuse + 0.45 * rim * (1.0 - 0.7 * level));
  lit += vec3(highlight * mix(0.06, 0.3, level));
  gl_FragColor = vec4(lit, coverage);
  #include <colorspace_fragment>
}
`;

/** @param {Uniforms} uniforms  with places and values */
export function createUnits(uniforms) {
  const material = new ShaderMaterial({
    uniforms,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    alphaToCoverage: true,
  });
  const mesh = new Mesh(new InstancedBufferGeometry(), material);
  mesh.frustumCulled = false;
  return {
    mesh,

    /**
     * Build for another network.
     * @param {Float32Array} roles  (n_units,)
     * @param {Float32Array} ranges  (n_units, 2) activations of the smallest and the largest size
     */
    rebuild(roles, ranges) {
      mesh.geometry.dispose();
      mesh.geometry = makeInstances(CORNERS, roles.length, { role: [roles, 1], range: [ranges, 2] });
    },

    dispose() {
      mesh.geometry.dispose();
      material.dispose();
    },
  };
}
