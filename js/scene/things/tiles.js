/**
 * Every unit's response over the input plane as a relief at the unit's place, all in one draw call: instance i is
 * unit i. Height and colour are the activation; an output that stands for one of several classes has that class's
 * colour. A frame in the colour of the unit's role is as bright and thick as the sphere, which the tile stands in
 * for, would be bright and large.
 */

import { DoubleSide, InstancedBufferAttribute, Mesh, ShaderMaterial } from "three";
import { ROLE_OUTPUT } from "../plan/layout.js";
import { MAPPING_GLSL } from "../plan/mapping.js";
import { addLiveAttribute, update_live_attribute } from "./instances.js";
import { MARK_GLSL } from "./marks.js";
import { MAP_GLSL, makeRelief, makeTexture, RELIEF_GLSL, update_texture } from "./relief.js";

/** @import {Layout} from "../plan/layout.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** Half of a tile's side and its greatest height, in radii of a unit at full size: small enough to leave biases free. */
const TILE_HALF = 1.06;
const TILE_HEIGHT = 1.6;
/** Thickest frame, in halves of a side. */
const FRAME = 0.15;
/** Half of a tile with its frame, in the same radii. */
export const TILE_REACH = TILE_HALF * (1 + FRAME);
/** Vertices of all tiles together: the more units there are, the smaller and the coarser their tiles. */
const MAX_VERTICES = 90_000;
const MIN_ALONG = 8;

const VERTEX = /* glsl */ `
attribute vec3 center;
attribute float radius;
attribute float role;
attribute vec2 range;
attribute float activation;
uniform highp sampler2D responses;
uniform float size;
uniform int first_class;
uniform vec3 unit_colors[3];
varying vec3 frame_color;
varying float level;
varying vec3 normal_view;
varying float is_frame;
flat varying int own_class;
${MAPPING_GLSL}
${MARK_GLSL}
${RELIEF_GLSL}

float levelAt(ivec2 point) {
  ivec2 inside = clamp(point, ivec2(0), ivec2(int(size) - 1));
  float response = texelFetch(responses, ivec2(inside.y * int(size) + inside.x, gl_InstanceID), 0).r;
  return isnan(response) ? 0.5 : levelOf(response, range);
}

void main() {
  float half_side = radius * ${TILE_HALF.toFixed(2)};
  float height = radius * ${TILE_HEIGHT.toFixed(2)} * reliefShare();
  float own = levelOf(activation, range);
  float mark = markOfUnit(gl_InstanceID);
  frame_color = mix(unit_colors[int(role + 0.5)] * brightnessOf(own), mark_color, min(mark * 1.4, 1.0));
  is_frame = position.z;
  own_class = gl_InstanceID - first_class;
  level = 0.0;
  normal_view = vec3(0.0, 0.0, 1.0);
  // In front of the connections, whose ribbons lean out of the plane.
  vec3 place = center + vec3(0.0, 0.0, 0.15 * radius);
  if (is_frame > 0.5) {
    // The inner edge of the frame lies under the relief; the outer one is out by the thickness.
    float out_by = position.z > 1.5 ? ${FRAME.toFixed(2)} * max(sizeOf(own), mark) * (1.0 + 0.6 * mark) : 0.0;
    place.xy += position.xy * half_side * (1.0 + out_by);
  } else {
    ivec2 point = ivec2(position.xy + 0.5);
    level = levelAt(point);
    float step_size = 2.0 * half_side / (size - 1.0);
    vec2 slope = vec2(
      levelAt(point + ivec2(1, 0)) - levelAt(point - ivec2(1, 0)),
      levelAt(point + ivec2(0, 1)) - levelAt(point - ivec2(0, 1))
    ) * height / (2.0 * step_size);
    normal_view = normalMatrix * normalize(vec3(-slope, 1.0));
    place += vec3((position.xy / (size - 1.0) * 2.0 - 1.0) * half_side, level * height + 0.01);
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
varying vec3 frame_color;
varying float level;
varying vec3 normal_view;
varying float is_frame;
flat varying int own_class;
${MAP_GLSL}

void main() {
  vec3 color = own_class < 0 ? divergingColor(level) : shadeOf(class_colors[own_class], level);
  gl_FragColor = vec4(is_frame > 0.5 ? frame_color : color * lightOn(normal_view), 1.0);
  #include <colorspace_fragment>
}
`;

export class Tiles {
  mesh;
  #responses = { value: makeTexture(1, 1) };
  #size = { value: 1 };
  #first_class = { value: 0 }; // the unit that answers for class 0
  #material;
  #activations;
  /** @type {{layout: Layout, ranges: Float32Array}|null} */
  #units = null;
  #is_built = false;

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: {
        ...uniforms,
        responses: this.#responses,
        size: this.#size,
        first_class: this.#first_class,
      },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      side: DoubleSide,
    });
    // With all attributes from the start: for another set of them three.js makes another program.
    this.mesh = new Mesh(makeRelief(2, 0), this.#material);
    this.#activations = addLiveAttribute(this.mesh.geometry, "activation", 0);
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
  }

  /**
   * Build for another network; nothing is shown until its responses are there.
   * @param {Layout} layout
   * @param {Float32Array} ranges  (n_units, 2)
   */
  rebuild(layout, ranges) {
    this.#units = { layout, ranges };
    const n_units = layout.roles.length;
    const first_output = layout.roles.indexOf(ROLE_OUTPUT);
    this.#first_class.value = first_output + 1 < n_units ? first_output : n_units;
    this.mesh.visible = false;
    this.#is_built = false;
  }

  /**
   * Show other responses, or none.
   * @param {Float32Array} grids  (n_units, size, size); empty: none
   * @returns {number} bytes to be uploaded
   */
  updateResponses(grids) {
    const n_units = this.#units?.layout.radii.length ?? 0;
    const points = Math.round(Math.sqrt(grids.length / Math.max(n_units, 1)));
    this.mesh.visible = points > 1 && points * points * n_units === grids.length;
    if (!this.mesh.visible || this.#units === null) return 0;
    if (!this.#is_built || points !== this.#size.value) {
      this.#size.value = points;
      this.#is_built = true;
      this.#rebuildGeometry(this.#units);
    }
    update_texture(this.#responses, grids, points * points, n_units);
    return grids.byteLength;
  }

  /**
   * Show other activations of the shown sample.
   * @param {Float32Array} values  (n_units,)
   * @returns {number} bytes to be uploaded
   */
  update(values) {
    return this.mesh.visible ? update_live_attribute(this.#activations, values) : 0;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.#material.dispose();
    this.#responses.value.dispose();
  }

  /** @param {{layout: Layout, ranges: Float32Array}} units */
  #rebuildGeometry({ layout: { positions, radii, roles }, ranges }) {
    const size = this.#size.value;
    const n_along = Math.floor(Math.sqrt(MAX_VERTICES / radii.length));
    const geometry = makeRelief(size, radii.length, Math.min(Math.max(n_along, MIN_ALONG), size));
    geometry.setAttribute("center", new InstancedBufferAttribute(positions, 3));
    geometry.setAttribute("radius", new InstancedBufferAttribute(radii, 1));
    geometry.setAttribute("role", new InstancedBufferAttribute(Float32Array.from(roles), 1));
    geometry.setAttribute("range", new InstancedBufferAttribute(ranges, 2));
    this.#activations = addLiveAttribute(geometry, "activation", radii.length);
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometry;
  }
}
