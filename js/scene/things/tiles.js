/**
 * Every unit's response over the input plane as a tile on its pane, all in one draw call: instance i is unit i. Colour and
 * low relief are the activation, negative or positive; zero is clear and level. An output that stands for one of several
 * classes has that class's colour. At the shown point is a mark.
 */

import { DoubleSide, InstancedBufferAttribute, Mesh, ShaderMaterial } from "three";
import { TILE } from "../plan/relief-shape.js";
import { drawByDetail } from "./detail.js";
import { addLiveAttribute, updateLiveAttribute } from "./instances.js";
import { MARK_GLSL } from "./marks.js";
import { PLACES_GLSL } from "./places.js";
import { NEARER, POINT_FRAGMENT_GLSL, POINT_GLSL, withPointMark } from "./point-mark.js";
import { MAP_GLSL, makeRelief, makeTexture, RELIEF_GLSL, updateTexture, withCoarseRelief } from "./relief.js";
import { VALUES_GLSL } from "./values.js";

/** @import {Uniforms} from "./uniforms.js" */

/** Of the frame, in halves of a side: without and with a mark. */
const FRAME = 0.035;
const MARKED_FRAME = 0.13;
/** Vertices of all tiles together: the more units there are, the smaller and the coarser their tiles. */
const MAX_VERTICES = 24_000;
const MIN_ALONG = 8;

const VERTEX = /* glsl */ `
attribute float role;
attribute float scale;
uniform highp sampler2D responses;
uniform float size;
uniform int first_class;
uniform bool is_value; // each response is one number, or not known
uniform vec3 unit_colors[3];
uniform vec3 glass_edge;
varying vec3 frame_color;
varying float share;
varying vec3 normal_view;
varying float is_frame;
flat varying int own_class;
${MARK_GLSL}
${PLACES_GLSL}
${RELIEF_GLSL}
${VALUES_GLSL}
${POINT_GLSL}

// The response as a share of what full colour stands for, -1 to 1; of a class 0 to 1.
float shareOf(float response) {
  return isnan(response) ? 0.0 : clamp(response / scale, -1.0, 1.0);
}
float shareAt(ivec2 point) {
  ivec2 inside = clamp(point, ivec2(0), ivec2(int(size) - 1));
  return shareOf(texelFetch(responses, ivec2(inside.y * int(size) + inside.x, gl_InstanceID), 0).r);
}

void main() {
  if (role > 2.5) { // the unit is the output map
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec4 place = placeOf(gl_InstanceID);
  float rise = is_value ? 0.0 : place.w * ${TILE.rise.toFixed(4)} * reliefShare();
  float mark = markOfUnit(gl_InstanceID);
  frame_color = mix(mix(glass_edge, unit_colors[int(role + 0.5)], 0.75), mark_color, min(mark * 1.6, 1.0));
  is_frame = position.z;
  own_class = is_value ? -1 : gl_InstanceID - first_class;
  share = 0.0;
  normal_view = vec3(0.0, 0.0, 1.0);
  vec3 at = place.xyz + vec3(0.0, 0.0, place.w * ${TILE.before.toFixed(2)} + rise);
  bool is_empty = is_value && isnan(texelFetch(responses, ivec2(0, gl_InstanceID), 0).r);
  if (is_value && (is_frame > 4.5 || (is_frame < 0.5 && is_empty))) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  if (is_frame > 4.5) {
    at += vec3(shown_point.xy * place.w, shareOf(valueOf(gl_InstanceID)) * rise);
    gl_Position = pointMark(position, at, place.w, ${NEARER.tile.toFixed(2)});
    return;
  }
  if (is_frame > 0.5) {
    // The inner edge of the frame lies under the relief; the outer one is out by the thickness.
    float out_by = position.z > 1.5 ? mix(${FRAME.toFixed(3)}, ${MARKED_FRAME.toFixed(3)}, mark) : 0.0;
    at += vec3(position.xy * place.w * (1.0 + out_by), -rise);
  } else {
    ivec2 point = ivec2(position.xy + 0.5);
    share = shareAt(point);
    float step_size = 2.0 * place.w / (size - 1.0);
    vec2 slope = vec2(
      shareAt(point + ivec2(1, 0)) - shareAt(point - ivec2(1, 0)),
      shareAt(point + ivec2(0, 1)) - shareAt(point - ivec2(0, 1))
    ) * rise / (2.0 * step_size);
    normal_view = normalMatrix * normalize(vec3(-slope, 1.0));
    at += vec3((position.xy / (size - 1.0) * 2.0 - 1.0) * place.w, share * rise);
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(at, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
varying vec3 frame_color;
varying float share;
varying vec3 normal_view;
varying float is_frame;
flat varying int own_class;
${MAP_GLSL}
${POINT_FRAGMENT_GLSL}

void main() {
  vec3 color = own_class < 0 ? signedColor(share) : shadeOf(class_colors[own_class], max(share, 0.0));
  gl_FragColor = vec4(is_frame > 4.5 ? pointColor(is_frame) : is_frame > 0.5 ? frame_color : color * lightOn(normal_view), 1.0);
  #include <colorspace_fragment>
}
`;

export class Tiles {
  mesh;
  #responses = { value: makeTexture(1, 1) };
  #size = { value: 1 };
  #firstClass = { value: 0 }; // the unit that answers for class 0
  #isValue = { value: false };
  #material;
  #scales;
  /** @type {Float32Array} */
  #roles = new Float32Array();
  #isBuilt = false;

  /** @param {Uniforms} uniforms  with places, values and the shown point */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: {
        ...uniforms,
        responses: this.#responses,
        size: this.#size,
        first_class: this.#firstClass,
        is_value: this.#isValue,
      },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      side: DoubleSide,
    });
    // With all attributes from the start: for another set of them three.js makes another program.
    this.mesh = new Mesh(makeTile(2, 0, 2), this.#material);
    drawByDetail(this.mesh);
    this.#scales = addLiveAttribute(this.mesh.geometry, "scale", 0);
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
  }

  /**
   * Build for another network; nothing is shown until its responses are there.
   * @param {Float32Array} roles  (n_units,)
   * @param {number} firstClass  the unit that answers for the first of several classes; n_units: none does
   */
  rebuild(roles, firstClass) {
    this.#roles = roles;
    this.#firstClass.value = firstClass;
    this.mesh.visible = false;
    this.#isBuilt = false;
  }

  /**
   * Show other responses, or none.
   * @param {Float32Array} grids  (n_units, size, size); empty: none
   * @param {Float32Array} scales  (n_units,) what full colour stands for
   * @param {boolean} isValue  each is one number, the same everywhere, and NaN where it is not known: then nothing is in the
   *   frame
   * @returns {number} bytes to be uploaded
   */
  update(grids, scales, isValue) {
    this.#isValue.value = isValue;
    const nUnits = this.#roles.length;
    const points = Math.round(Math.sqrt(grids.length / Math.max(nUnits, 1)));
    this.mesh.visible = points > 1 && points * points * nUnits === grids.length;
    if (!this.mesh.visible) return 0;
    if (!this.#isBuilt || points !== this.#size.value) {
      this.#size.value = points;
      this.#isBuilt = true;
      this.#rebuildGeometry();
    }
    updateTexture(this.#responses, grids, points * points, nUnits);
    return grids.byteLength + updateLiveAttribute(this.#scales, scales);
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.#material.dispose();
    this.#responses.value.dispose();
  }

  #rebuildGeometry() {
    const size = this.#size.value;
    const nUnits = this.#roles.length;
    const most = Math.floor(Math.sqrt(MAX_VERTICES / nUnits));
    const geometry = makeTile(size, nUnits, Math.min(Math.max(most, MIN_ALONG), size));
    geometry.setAttribute("role", new InstancedBufferAttribute(this.#roles, 1));
    this.#scales = addLiveAttribute(geometry, "scale", nUnits);
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometry;
  }
}

/** @param {number} size @param {number} nInstances @param {number} nAlong  as of makeRelief() */
function makeTile(size, nInstances, nAlong) {
  return withCoarseRelief(withPointMark(makeRelief(size, nInstances, nAlong)), nAlong);
}
