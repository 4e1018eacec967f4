/**
 * The plane on which a unit of the next layer has the sum 0, as a pane of glass in the cube. It is drawn behind the
 * sheet and once more before it, so that one sees which part of it is where. Two draw calls.
 */

import {
  BufferAttribute,
  DoubleSide,
  DynamicDrawUsage,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from "three";

/** @import {Point} from "../plan/fit.js" */
/** @import {Uniforms} from "../things/uniforms.js" */

/** A plane cuts a cube in so many corners at most. */
const CORNERS = 6;
/** Of its bright rim, CSS px. */
const RIM_PX = 1.6;

const VERTEX = /* glsl */ `
attribute float outward; // 0 in the middle, 1 on the rim
varying float from_middle;
varying vec3 at;

void main() {
  from_middle = outward;
  at = position;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 mark_color;
uniform float pixel_ratio;
uniform float opacity;
varying float from_middle;
varying vec3 at;

void main() {
  float from_rim = (1.0 - from_middle) / max(fwidth(from_middle), 1e-6) / pixel_ratio; // CSS px
  float rim = 1.0 - smoothstep(${(RIM_PX - 0.5).toFixed(2)}, ${(RIM_PX + 0.5).toFixed(2)}, from_rim);
  float sheen = smoothstep(-0.6, 0.9, at.y + 0.4 * at.x);
  gl_FragColor = vec4(mark_color, opacity * mix(mix(0.16, 0.34, sheen), 0.9, rim));
  #include <colorspace_fragment>
}
`;

export class Pane {
  /** Behind the sheet, and before it. */
  meshes;
  #geometry = makeGeometry();
  #material;
  #opacity = { value: 1 };
  #hasCorners = false;

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: { ...uniforms, opacity: this.#opacity },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
    });
    this.meshes = [0, 1].map(() => new Mesh(this.#geometry, this.#material));
    for (const mesh of this.meshes) mesh.frustumCulled = false;
    this.#show();
  }

  /** @param {Point[]} corners  in the order around it; none: it is not in the cube */
  update(corners) {
    this.#hasCorners = corners.length > 2;
    this.#show();
    const [first] = corners;
    if (first === undefined) return;
    const middle = [0, 1, 2].map(
      (axis) => corners.reduce((sum, corner) => sum + Number(corner[axis]), 0) / corners.length,
    );
    const attribute = this.#geometry.getAttribute("position");
    attribute.array.set(middle);
    // Around it and back to the first: triangles that are too many have no width.
    for (let at = 0; at <= CORNERS; at++) attribute.array.set(corners[at] ?? first, 3 * (at + 1));
    attribute.needsUpdate = true;
  }

  /** @param {number} opacity  0 to 1 */
  fade(opacity) {
    this.#opacity.value = opacity;
    this.#show();
  }

  dispose() {
    this.#geometry.dispose();
    this.#material.dispose();
  }

  #show() {
    for (const mesh of this.meshes) mesh.visible = this.#hasCorners && this.#opacity.value > 0;
  }
}

function makeGeometry() {
  const geometry = new InstancedBufferGeometry();
  geometry.instanceCount = 1;
  const places = new BufferAttribute(new Float32Array((CORNERS + 2) * 3), 3);
  geometry.setAttribute("position", places.setUsage(DynamicDrawUsage));
  const outward = Float32Array.from({ length: CORNERS + 2 }, (_, at) => Math.min(at, 1));
  geometry.setAttribute("outward", new BufferAttribute(outward, 1));
  geometry.setIndex(Array.from({ length: CORNERS }, (_, at) => [0, at + 1, at + 2]).flat());
  return geometry;
}
