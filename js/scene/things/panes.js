/**
 * The panes of glass on which units stand: a thin plate with a bright edge for each layer, its shadow on the floor, and
 * the line along which the network flows. Two draw calls.
 */

import { DoubleSide, Mesh, ShaderMaterial } from "three";
import { addLiveAttribute, makeInstances } from "./instances.js";

/** @import {InstancedBufferAttribute} from "three" */
/** @import {Placement} from "../plan/placement.js" */
/** @import {Uniforms} from "./uniforms.js" */

const CORNERS = [-1, -1, 1, -1, -1, 1, 1, 1];
/** Below the lowest pane. */
const FLOOR_GAP = 0.1;
/** Half of a shadow along the flow, and how far it reaches beyond the pane's sides, in world units. */
const SHADOW_HALF = 0.2;
const SHADOW_REACH = 0.1;
/** Half of the floor's line, CSS px. */
const LINE_PX = 0.75;
/** Half of what the line is drawn on, and how far it goes beyond the first and the last pane, in world units. */
const LINE_HALF = 0.02;
const LINE_REACH = 0.35;
/** In the place of a layer's role. */
const LINE = 3;

const GLASS_VERTEX = /* glsl */ `
attribute vec3 center;
attribute vec3 extent; // halves of width and height, opacity
attribute float role;
uniform vec3 unit_colors[3];
varying vec2 on_plate;
varying float opacity;
varying vec3 edge_color;

void main() {
  opacity = extent.z;
  on_plate = position.xy;
  edge_color = unit_colors[int(role + 0.5)];
  vec4 view = modelViewMatrix * vec4(center + vec3(position.xy * extent.xy, 0.0), 1.0);
  gl_Position = projectionMatrix * view;
}
`;

const GLASS_FRAGMENT = /* glsl */ `
uniform vec3 glass;
uniform vec3 glass_edge;
varying vec2 on_plate;
varying float opacity;
varying vec3 edge_color;

void main() {
  vec2 from_edge = (1.0 - abs(on_plate)) / max(fwidth(on_plate), vec2(1e-5)); // device px
  float nearest = min(from_edge.x, from_edge.y);
  float edge = 1.0 - smoothstep(0.6, 1.8, nearest);
  float sheen = smoothstep(-1.6, 1.6, on_plate.y + on_plate.x * 0.35); // light from the upper right, as on glass
  vec3 body = glass;
  float density = mix(0.30, 0.52, sheen);
  vec3 color = mix(body, mix(glass_edge, edge_color, 0.35), edge);
  gl_FragColor = vec4(color, opacity * mix(density, 0.9, edge));
  #include <colorspace_fragment>
}
`;

const FLOOR_VERTEX = /* glsl */ `
attribute vec3 center;
attribute vec3 extent; // halves along x and z, opacity
attribute float role; // of the line: above 2
varying vec2 at;
varying float opacity;
varying float is_line;

void main() {
  at = position.xy;
  is_line = step(2.5, role);
  opacity = extent.z;
  vec4 view = modelViewMatrix * vec4(center + vec3(position.x * extent.x, 0.0, position.y * extent.y), 1.0);
  gl_Position = projectionMatrix * view;
}
`;

const FLOOR_FRAGMENT = /* glsl */ `
uniform vec3 shadow;
uniform vec3 glass_edge;
uniform float pixel_ratio;
varying vec2 at;
varying float opacity;
varying float is_line;

void main() {
  if (is_line > 0.5) {
    float from_axis = abs(at.x) / max(fwidth(at.x), 1e-6) / pixel_ratio; // CSS px
    float coverage = 1.0 - smoothstep(${LINE_PX.toFixed(2)} - 0.5, ${LINE_PX.toFixed(2)} + 0.5, from_axis);
    float ends = 1.0 - smoothstep(0.8, 1.0, abs(at.y));
    gl_FragColor = vec4(glass_edge, opacity * 0.6 * coverage * ends);
    #include <colorspace_fragment>
    return;
  }
  vec2 fall = 1.0 - smoothstep(vec2(0.55, 0.0), vec2(1.0), abs(at));
  gl_FragColor = vec4(shadow, opacity * 0.55 * fall.x * fall.y * fall.y);
  #include <colorspace_fragment>
}
`;

export class Panes {
  /** In the order of drawing. */
  meshes;
  #glass;
  #floor;
  /** @type {{center: InstancedBufferAttribute, extent: InstancedBufferAttribute}[]} */
  #places = [];

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#glass = makeMesh(uniforms, GLASS_VERTEX, GLASS_FRAGMENT);
    this.#floor = makeMesh(uniforms, FLOOR_VERTEX, FLOOR_FRAGMENT);
    this.meshes = [this.#floor, this.#glass];
  }

  /** @param {number} nLayers */
  rebuild(nLayers) {
    const roles = new Float32Array(nLayers + 1).fill(1);
    roles[0] = 0;
    roles.set([2, LINE], nLayers - 1);
    this.#places = [this.#glass, this.#floor].map((mesh) => {
      mesh.geometry.dispose();
      mesh.geometry = makeInstances(CORNERS, nLayers + (mesh === this.#floor ? 1 : 0), { role: [roles, 1] });
      return {
        center: addLiveAttribute(mesh.geometry, "center", nLayers + 1, 3),
        extent: addLiveAttribute(mesh.geometry, "extent", nLayers + 1, 3),
      };
    });
  }

  /** @param {Placement} placement */
  place({ plates }) {
    const [glass, ground] = this.#places;
    if (!glass || !ground) return;
    const floor = Math.min(...plates.map(({ y, halfHeight }) => y - halfHeight)) - FLOOR_GAP;
    for (const [layer, { x, y, z, halfWidth, halfHeight, opacity }] of plates.entries()) {
      glass.center.setXYZ(layer, x, y, z);
      glass.extent.setXYZ(layer, halfWidth, halfHeight, opacity);
      ground.center.setXYZ(layer, x, floor, z);
      ground.extent.setXYZ(layer, halfWidth + SHADOW_REACH, SHADOW_HALF, opacity);
    }
    const zs = plates.map(({ z }) => z);
    const [first, last] = [Math.min(...zs), Math.max(...zs)];
    const depth = (last - first) / 2;
    const middle = plates.reduce((sum, { x }) => sum + x, 0) / plates.length;
    const opacity = Math.min(...plates.map((plate) => plate.opacity)) * Math.min(depth, 1);
    ground.center.setXYZ(plates.length, middle, floor, (first + last) / 2);
    ground.extent.setXYZ(plates.length, LINE_HALF, depth + LINE_REACH, opacity);
    for (const attribute of this.#places.flatMap(Object.values)) attribute.needsUpdate = true;
    for (const mesh of this.meshes) mesh.visible = plates.some((plate) => plate.opacity > 0);
  }

  dispose() {
    for (const { geometry, material } of [this.#glass, this.#floor]) {
      geometry.dispose();
      material.dispose();
    }
  }
}

/**
 * @param {Uniforms} uniforms
 * @param {string} vertexShader
 * @param {string} fragmentShader
 */
function makeMesh(uniforms, vertexShader, fragmentShader) {
  const material = new ShaderMaterial({
    uniforms,
    vertexShader,
    fragmentShader,
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
  });
  const mesh = new Mesh(makeInstances(CORNERS, 0, {}), material);
  mesh.frustumCulled = false;
  return mesh;
}
