/**
 * Lines between points of space, as thick as they are asked for in CSS px, and balls: lines without length. What is
 * behind something shines through a little. One geometry, two draw calls.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { addLiveAttribute, makeInstances } from "../things/instances.js";

/** @import {InstancedBufferAttribute} from "three" */
/** @import {Stroke} from "../plan/loss-strokes.js" */
/** @import {Uniforms} from "../things/uniforms.js" */

const CORNERS = [0, -1, 1, -1, 0, 1, 1, 1];
/** How much shines through of what is behind something. */
const THROUGH = 0.28;
/** Nearer to the eye than they are, as a share of their distance: they lie on a surface. */
const BEFORE = 0.004;

const VERTEX = /* glsl */ `
attribute vec3 from;
attribute vec3 to;
attribute vec2 look; // width in CSS px, ink
uniform vec2 viewport;
uniform float pixel_ratio;
varying vec2 place; // px from the start, along the line and across it
varying float span;
varying float radius;
varying float ink;

vec4 projected(vec3 point) {
  return projectionMatrix * modelViewMatrix * vec4(point, 1.0);
}

void main() {
  vec4 start = projected(from);
  vec4 end = projected(to);
  vec2 pixels = viewport * 0.5;
  vec2 way = (end.xy / end.w - start.xy / start.w) * pixels;
  span = length(way);
  vec2 along = span > 1e-3 ? way / span : vec2(1.0, 0.0);
  ink = look.y;
  radius = look.x * 0.5 * pixel_ratio;
  float reach = radius + 1.0;
  place = vec2(mix(-reach, span + reach, position.x), position.y * reach);
  vec4 end_here = position.x < 0.5 ? start : end;
  vec2 offset = along * (position.x < 0.5 ? -reach : reach) + vec2(-along.y, along.x) * place.y;
  gl_Position = end_here;
  gl_Position.xy += offset / pixels * end_here.w;
  gl_Position.z -= ${BEFORE.toFixed(4)} * end_here.w;
}
`;

const FRAGMENT = /* glsl */ `
uniform float strength;
uniform vec3 loss_path;
uniform vec3 background;
uniform vec3 text_muted;
varying vec2 place;
varying float span;
varying float radius;
varying float ink;

void main() {
  vec2 from_line = vec2(place.x - clamp(place.x, 0.0, span), place.y);
  float distance_px = length(from_line);
  float covered = clamp(radius - distance_px + 0.5, 0.0, 1.0);
  if (covered <= 0.0) discard;
  vec3 color = ink > 3.5 ? vec3(0.01) : ink > 2.5 ? text_muted : ink > 0.5 ? loss_path : background;
  if (ink > 4.5) { // lit as a ball is
    vec2 at = from_line / max(radius, 1.0);
    vec3 normal = vec3(at, sqrt(max(1.0 - dot(at, at), 0.0)));
    color = vec3(0.3 + 0.7 * max(dot(normal, normalize(vec3(-0.5, 0.6, 0.6))), 0.0));
  }
  float opacity = ink > 1.5 && ink < 3.5 ? 0.85 : ink < 0.5 ? 0.6 : 1.0;
  gl_FragColor = vec4(color, covered * strength * opacity);
  #include <colorspace_fragment>
}
`;

export class Strokes {
  meshes;
  #materials;
  #geometry = new InstancedBufferGeometry();

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#materials = [makeMaterial(uniforms, true, 1), makeMaterial(uniforms, false, THROUGH)];
    this.meshes = this.#materials.map((material) => new Mesh(this.#geometry, material));
    for (const mesh of this.meshes) mesh.frustumCulled = false;
    this.#allocate(0);
  }

  /** Show these, and no others. @param {Stroke[]} strokes  later ones over earlier ones @returns {number} bytes to be uploaded */
  update(strokes) {
    if (strokes.length > this.#attribute("from").count) this.#allocate(strokes.length * 2);
    const [from, to, look] = ["from", "to", "look"].map((name) => this.#attribute(name));
    for (const [index, stroke] of strokes.entries()) {
      from?.setXYZ(index, ...stroke.from);
      to?.setXYZ(index, ...stroke.to);
      look?.setXY(index, stroke.width, stroke.ink);
    }
    for (const attribute of [from, to, look]) if (attribute) attribute.needsUpdate = true;
    this.#geometry.instanceCount = strokes.length;
    return strokes.length * 32;
  }

  dispose() {
    this.#geometry.dispose();
    for (const material of this.#materials) material.dispose();
  }

  /** @param {string} name */
  #attribute(name) {
    return /** @type {InstancedBufferAttribute} */ (this.#geometry.getAttribute(name));
  }

  /** @param {number} count */
  #allocate(count) {
    this.#geometry.dispose();
    this.#geometry = makeInstances(CORNERS, 0, {});
    addLiveAttribute(this.#geometry, "from", count, 3);
    addLiveAttribute(this.#geometry, "to", count, 3);
    addLiveAttribute(this.#geometry, "look", count, 2);
    for (const mesh of this.meshes) mesh.geometry = this.#geometry;
  }
}

/** @param {Uniforms} uniforms @param {boolean} depthTest @param {number} strength */
function makeMaterial(uniforms, depthTest, strength) {
  return new ShaderMaterial({
    uniforms: { ...uniforms, strength: { value: strength } },
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    depthWrite: false,
    depthTest,
  });
}
