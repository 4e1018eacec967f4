/**
 * Every unit's response over the input plane as a relief at the unit's place, all in one draw call: instance i is
 * unit i. Height and colour are the activation; a frame in the colour of the unit's role is as bright and thick as the
 * sphere, which the tile stands in for, would be bright and large.
 */

import {
  BufferAttribute,
  DataTexture,
  FloatType,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  NearestFilter,
  RedFormat,
  ShaderMaterial,
} from "three";
import { addLiveAttribute, update_live_attribute } from "./instances.js";
import { MAPPING_GLSL } from "./mapping.js";
import { MARK_GLSL } from "./marks.js";
import { CLASSES } from "./theme.js";

/** @import {Layout} from "./layout.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** Half of a tile's side and its greatest height, in radii of a unit at full size. */
const TILE_HALF = 1.22;
const TILE_HEIGHT = 1.6;
/** How far the ends of the range go from the middle colour towards the classes' own, as on the flat map (by eye). */
export const MAP_STRENGTH = 0.75;
/** Thickest frame, in halves of a side. */
const FRAME = 0.16;
/** Half of a tile with its frame, in the same radii. */
export const TILE_REACH = TILE_HALF * (1 + FRAME);

/**
 * Seen head-on, relief could only shift what should be read as a map: it rises as the viewer turns the scene.
 * reliefShare() is 0 head-on and 1 from a turn of about 20 degrees on.
 */
export const RELIEF_GLSL = /* glsl */ `
float reliefShare() {
  float toward = modelViewMatrix[2].z; // the cosine of the turn
  return smoothstep(0.0, 0.35, sqrt(max(1.0 - toward * toward, 0.0)));
}
`;

const VERTEX = /* glsl */ `
attribute vec3 center;
attribute float radius;
attribute float role;
attribute vec2 range;
attribute float activation;
uniform highp sampler2D responses;
uniform float size;
uniform vec3 unit_colors[3];
varying vec3 color;
varying float level;
varying vec3 normal_view;
varying float is_frame;
${MAPPING_GLSL}
${MARK_GLSL}
${RELIEF_GLSL}

float levelAt(ivec2 point) {
  ivec2 inside = clamp(point, ivec2(0), ivec2(int(size) - 1));
  return levelOf(texelFetch(responses, ivec2(inside.y * int(size) + inside.x, gl_InstanceID), 0).r, range);
}

void main() {
  float half_side = radius * ${TILE_HALF.toFixed(2)};
  float height = radius * ${TILE_HEIGHT.toFixed(2)} * reliefShare();
  float own = levelOf(activation, range);
  is_frame = position.z;
  color = mix(unit_colors[int(role + 0.5)], mark_color, markOf(gl_InstanceID, marked_units));
  level = own;
  normal_view = vec3(0.0, 0.0, 1.0);
  vec3 place = center;
  if (is_frame > 0.5) {
    // The inner edge of the frame lies under the relief; the outer one is out by the thickness.
    float out_by = position.z > 1.5 ? ${FRAME.toFixed(2)} * sizeOf(own) * (1.0 + markOf(gl_InstanceID, marked_units)) : 0.0;
    place.xy += position.xy * half_side * (1.0 + out_by);
  } else {
    ivec2 point = ivec2(position.xy + 0.5);
    vec2 across = position.xy / (size - 1.0) * 2.0 - 1.0;
    level = levelAt(point);
    float step_size = 2.0 * half_side / (size - 1.0);
    vec2 slope = vec2(
      levelAt(point + ivec2(1, 0)) - levelAt(point - ivec2(1, 0)),
      levelAt(point + ivec2(0, 1)) - levelAt(point - ivec2(0, 1))
    ) * height / (2.0 * step_size);
    normal_view = normalMatrix * normalize(vec3(-slope, 1.0));
    place += vec3(across * half_side, level * height + 0.01);
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 class_colors[${CLASSES}];
uniform vec3 class_mid;
varying vec3 color;
varying float level;
varying vec3 normal_view;
varying float is_frame;
${MAPPING_GLSL}

void main() {
  if (is_frame > 0.5) {
    gl_FragColor = vec4(color * brightnessOf(level), 1.0);
  } else {
    float side = abs(level * 2.0 - 1.0);
    vec3 mapped = mix(class_mid, class_colors[level < 0.5 ? 0 : 1], side * ${MAP_STRENGTH.toFixed(2)});
    float light = 0.8 + 0.2 * max(dot(normalize(normal_view), normalize(vec3(-0.45, 0.6, 0.75))), 0.0) / 0.77;
    gl_FragColor = vec4(mapped * light, 1.0);
  }
  #include <colorspace_fragment>
}
`;

/** @param {Uniforms} uniforms */
export function createTiles(uniforms) {
  const responses = { value: makeTexture(new Float32Array(1), 1, 1) };
  const size = { value: 1 };
  const material = new ShaderMaterial({
    uniforms: { ...uniforms, responses, size },
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
  });
  const mesh = new Mesh(new InstancedBufferGeometry(), material);
  mesh.frustumCulled = false;
  mesh.visible = false;
  let activations = addLiveAttribute(mesh.geometry, "activation", 0);
  /** @type {{layout: Layout, ranges: Float32Array}|null} */
  let units = null;
  let n_built = 0;

  /** @param {number} points  along each side */
  function rebuildGeometry(points) {
    if (units === null) return;
    const { positions, radii, roles } = units.layout;
    mesh.geometry.dispose();
    mesh.geometry = makeRelief(points, radii.length);
    const attributes = /** @type {const} */ ([
      ["center", positions, 3],
      ["radius", radii, 1],
      ["role", Float32Array.from(roles), 1],
      ["range", units.ranges, 2],
    ]);
    for (const [name, values, width] of attributes) {
      mesh.geometry.setAttribute(name, new InstancedBufferAttribute(values, width));
    }
    activations = addLiveAttribute(mesh.geometry, "activation", radii.length);
    n_built = points;
  }

  return {
    mesh,

    /**
     * Build for another network; nothing is shown until its responses are there.
     * @param {Layout} layout
     * @param {Float32Array} ranges  (n_units, 2)
     */
    rebuild(layout, ranges) {
      units = { layout, ranges };
      mesh.visible = false;
      n_built = 0;
    },

    /**
     * Show other responses, or none.
     * @param {Float32Array} grids  (n_units, size, size); empty: none
     * @returns {number} bytes to be uploaded
     */
    updateResponses(grids) {
      const n_units = units?.layout.radii.length ?? 0;
      const points = Math.round(Math.sqrt(grids.length / Math.max(n_units, 1)));
      mesh.visible = points > 1 && points * points * n_units === grids.length;
      if (!mesh.visible) return 0;
      if (points !== n_built) rebuildGeometry(points);
      const { image } = responses.value;
      if (image.width !== points * points || image.height !== n_units) {
        responses.value.dispose();
        responses.value = makeTexture(new Float32Array(grids.length), points * points, n_units);
        size.value = points;
      }
      /** @type {Float32Array} */ (responses.value.image.data).set(grids);
      responses.value.needsUpdate = true;
      return grids.byteLength;
    },

    /**
     * Show other activations of the shown sample.
     * @param {Float32Array} values  (n_units,)
     * @returns {number} bytes to be uploaded
     */
    update(values) {
      return mesh.visible ? update_live_attribute(activations, values) : 0;
    },

    dispose() {
      mesh.geometry.dispose();
      material.dispose();
      responses.value.dispose();
    },
  };
}

/**
 * @param {Float32Array} data
 * @param {number} width
 * @param {number} height
 */
export function makeTexture(data, width, height) {
  const texture = new DataTexture(data, width, height, RedFormat, FloatType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  return texture;
}

/**
 * A square of `points` × `points` vertices (x, y: indices; z: 0), and a frame around it (x, y: corners from -1 to 1;
 * z: 1 inside, 2 outside).
 * @param {number} points
 * @param {number} n_instances
 */
export function makeRelief(points, n_instances) {
  const vertices = [];
  const triangles = [];
  for (let row = 0; row < points; row++) {
    for (let column = 0; column < points; column++) {
      const at = row * points + column;
      vertices.push(column, row, 0);
      if (row + 1 < points && column + 1 < points) {
        triangles.push(at, at + 1, at + points, at + points, at + 1, at + points + 1);
      }
    }
  }
  const first = points * points;
  const corners = [-1, -1, 1, -1, 1, 1, -1, 1];
  for (const z of [1, 2]) {
    for (let corner = 0; corner < 4; corner++) vertices.push(corners[corner * 2], corners[corner * 2 + 1], z);
  }
  for (let corner = 0; corner < 4; corner++) {
    const next = (corner + 1) % 4;
    const [inner, inner_next, outer, outer_next] = [corner, next, corner + 4, next + 4].map((i) => first + i);
    triangles.push(outer, outer_next, inner, inner, outer_next, inner_next);
  }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(vertices), 3));
  geometry.setIndex(triangles);
  geometry.instanceCount = n_instances;
  return geometry;
}
