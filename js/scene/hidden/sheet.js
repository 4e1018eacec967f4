/**
 * The input plane as a sheet in a layer's space: in the colours of the network's output, with the lines of its grid, and
 * the line where the shown pane cuts it. It is seen through, so its triangles are drawn from far to near. One draw call.
 */

import {
  BufferAttribute,
  DoubleSide,
  DynamicDrawUsage,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from "three";
import { fromFarToNear, sheetNormals, sheetTriangles } from "../plan/sheet.js";
import { CLASSES } from "../plan/theme.js";
import { MAP_GLSL } from "../things/relief.js";

/** @import {Point} from "../plan/fit.js" */
/** @import {Uniforms} from "../things/uniforms.js" */

/** Where it is seen from the front, and at a grazing angle, where there is more of it to look through. */
const OPACITY = { front: 0.72, grazing: 0.94 };
/** Squares of the plane along each side: one unit of x1 and x2 each. */
const SQUARES = 12;
/** Half of a line, CSS px. */
const GRID_PX = 0.5;
const CUT_PX = 1.1;

const VERTEX = /* glsl */ `
attribute vec3 facing;
attribute vec2 on_plane;
attribute vec3 low_levels;
attribute vec3 high_levels;
attribute float sum;
varying vec3 normal_view;
varying vec3 to_eye;
varying vec2 at;
varying vec3 low;
varying vec3 high;
varying float cut;

void main() {
  at = on_plane;
  low = low_levels;
  high = high_levels;
  cut = sum;
  normal_view = normalMatrix * facing;
  vec4 view = modelViewMatrix * vec4(position, 1.0);
  to_eye = -view.xyz;
  gl_Position = projectionMatrix * view;
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 text;
uniform float pixel_ratio;
uniform int n_outputs;
uniform bool has_cut;
varying vec3 normal_view;
varying vec3 to_eye;
varying vec2 at;
varying vec3 low;
varying vec3 high;
varying float cut;
${MAP_GLSL}

vec3 mapColor() {
  if (n_outputs == 1) return divergingColor(low.x);
  float levels[${CLASSES}] = float[](low.x, low.y, low.z, high.x, high.y, high.z);
  int winner = 0;
  for (int row = 1; row < ${CLASSES}; row++) {
    if (row < n_outputs && levels[row] > levels[winner]) winner = row;
  }
  float guess = 1.0 / float(n_outputs);
  return shadeOf(class_colors[winner], clamp((levels[winner] - guess) / (1.0 - guess), 0.0, 1.0));
}
float lineAt(float from_middle, float px) { // from_middle in CSS px
  return 1.0 - smoothstep(px - 0.5, px + 0.5, from_middle);
}

void main() {
  vec3 eye = normalize(to_eye);
  float size = length(normal_view);
  vec3 normal = size > 1e-9 ? normal_view / size : eye;
  if (dot(normal, eye) < 0.0) normal = -normal; // both sides are lit alike
  vec3 lamp = normalize(vec3(-0.35, 0.75, 0.55));
  float light = 0.66 + 0.42 * max(dot(normal, lamp), 0.0);
  vec2 square = at * ${SQUARES.toFixed(1)};
  vec2 steps = max(fwidth(square), vec2(1e-6));
  vec2 from_line = abs(fract(square + 0.5) - 0.5) / steps / pixel_ratio;
  // Where squares are crowded their lines would be a grey of their own.
  float room = smoothstep(3.0, 9.0, 1.0 / max(steps.x, steps.y) / pixel_ratio);
  float grid = max(lineAt(from_line.x, ${GRID_PX.toFixed(2)}), lineAt(from_line.y, ${GRID_PX.toFixed(2)}));
  vec3 color = mix(mapColor() * light, text, 0.22 * grid * room);
  float line = has_cut ? lineAt(abs(cut) / max(fwidth(cut), 1e-9) / pixel_ratio, ${CUT_PX.toFixed(2)}) : 0.0;
  float grazing = 1.0 - abs(dot(normal, eye));
  float opacity = mix(${OPACITY.front.toFixed(2)}, ${OPACITY.grazing.toFixed(2)}, grazing * grazing);
  gl_FragColor = vec4(mix(color, text, line), mix(opacity, 1.0, line));
  #include <colorspace_fragment>
}
`;

export class Sheet {
  mesh;
  #material;
  #own = { n_outputs: { value: 1 }, has_cut: { value: false } };
  #size = 0;
  #triangles = new Uint16Array();

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: { ...uniforms, ...this.#own },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      transparent: true,
      side: DoubleSide,
    });
    this.mesh = new Mesh(new InstancedBufferGeometry(), this.#material);
    this.mesh.frustumCulled = false;
    this.#rebuild(2);
    this.mesh.visible = false;
  }

  /**
   * Show another output, and another cut.
   * @param {number} size  points along each side of the grid
   * @param {Float32Array} levels  (n_outputs, size²), each 0 to 1
   * @param {Float32Array|null} sums  (size²,) of the unit whose pane cuts it where they are 0
   */
  update(size, levels, sums) {
    if (size !== this.#size) this.#rebuild(size);
    const n = size * size;
    const nOutputs = levels.length / n;
    this.#own.n_outputs.value = nOutputs;
    this.#own.has_cut.value = sums !== null;
    for (let row = 0; row < nOutputs; row++) {
      const attribute = this.#attribute(row < 3 ? "low_levels" : "high_levels");
      for (let at = 0; at < n; at++) attribute.array[at * 3 + (row % 3)] = Number(levels[row * n + at]);
      attribute.needsUpdate = true;
    }
    if (sums !== null) this.#set("sum", sums);
  }

  /**
   * Stand elsewhere; it has to be turned then.
   * @param {Float32Array} places  (size², 3)
   */
  place(places) {
    this.mesh.visible = places.length === 3 * this.#size ** 2 && places.some(Number.isFinite);
    if (!this.mesh.visible) return;
    this.#set("position", places);
    this.#set("facing", sheetNormals(places, this.#size));
  }

  /** Be seen from elsewhere. @param {Float32Array} places  (size², 3) @param {Point} back  leads to the eye */
  turn(places, back) {
    const index = this.mesh.geometry.getIndex();
    if (index === null || !this.mesh.visible) return;
    index.array.set(fromFarToNear(places, this.#triangles, back));
    index.needsUpdate = true;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.#material.dispose();
  }

  /** @param {number} size */
  #rebuild(size) {
    this.#size = size;
    this.#triangles = sheetTriangles(size);
    const n = size * size;
    const geometry = new InstancedBufferGeometry();
    geometry.instanceCount = 1;
    const onPlane = Float32Array.from({ length: 2 * n }, (_, at) =>
      at % 2 === 0 ? ((at / 2) % size) / (size - 1) : Math.floor(at / 2 / size) / (size - 1),
    );
    geometry.setAttribute("on_plane", new BufferAttribute(onPlane, 2));
    for (const [name, width] of Object.entries({
      position: 3,
      facing: 3,
      low_levels: 3,
      high_levels: 3,
      sum: 1,
    })) {
      const attribute = new BufferAttribute(new Float32Array(n * width), width);
      geometry.setAttribute(name, attribute.setUsage(DynamicDrawUsage));
    }
    geometry.setIndex(new BufferAttribute(this.#triangles.slice(), 1).setUsage(DynamicDrawUsage));
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometry;
  }

  /** @param {string} name */
  #attribute(name) {
    return /** @type {BufferAttribute} */ (this.mesh.geometry.getAttribute(name));
  }

  /** @param {string} name @param {Float32Array} values */
  #set(name, values) {
    const attribute = this.#attribute(name);
    attribute.array.set(values);
    attribute.needsUpdate = true;
  }
}
