/**
 * The cube around a space: its far walls as faint glass with a grid, and its edges, thin and of constant thickness. Two
 * draw calls.
 */

import { BackSide, Mesh, ShaderMaterial } from "three";
import { ALL_EDGES, HALF } from "../plan/cube.js";
import { makeInstances } from "../things/instances.js";

/** @import {Uniforms} from "../things/uniforms.js" */

/** Of an edge, and of a line of the grid, CSS px. */
const EDGE_PX = 1.25;
const GRID_PX = 1;
/** Squares of the grid along a wall. */
const SQUARES = 4;

const WALL_VERTEX = /* glsl */ `
attribute vec3 outward;
attribute vec3 across;
varying vec2 on_wall;

void main() {
  on_wall = position.xy;
  vec3 up = cross(outward, across);
  vec3 at = outward + across * position.x + up * position.y;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(at * ${HALF.toFixed(2)}, 1.0);
}
`;

const WALL_FRAGMENT = /* glsl */ `
uniform vec3 glass;
uniform vec3 glass_edge;
uniform float pixel_ratio;
varying vec2 on_wall;

void main() {
  vec2 at = (on_wall * 0.5 + 0.5) * ${SQUARES.toFixed(1)};
  vec2 from_line = abs(fract(at + 0.5) - 0.5) / max(fwidth(at), vec2(1e-6)) / pixel_ratio; // CSS px
  float line = 1.0 - smoothstep(${(GRID_PX / 2 - 0.5).toFixed(2)}, ${(GRID_PX / 2 + 0.5).toFixed(2)}, min(from_line.x, from_line.y));
  gl_FragColor = vec4(mix(glass, glass_edge, line), mix(0.28, 0.42, line));
  #include <colorspace_fragment>
}
`;

const EDGE_VERTEX = /* glsl */ `
attribute vec3 from_end;
attribute vec3 to_end;
uniform vec2 viewport;
uniform float pixel_ratio;
varying float off_axis;

void main() {
  vec4 from = projectionMatrix * modelViewMatrix * vec4(from_end, 1.0);
  vec4 to = projectionMatrix * modelViewMatrix * vec4(to_end, 1.0);
  vec2 way = (to.xy / to.w - from.xy / from.w) * viewport;
  vec2 beside = normalize(vec2(-way.y, way.x) + vec2(1e-6, 0.0));
  float half_width = (${(EDGE_PX / 2).toFixed(3)} + 1.0) * pixel_ratio;
  off_axis = position.y * half_width / pixel_ratio;
  gl_Position = position.x < 0.0 ? from : to;
  gl_Position.xy += beside * position.y * half_width * 2.0 / viewport * gl_Position.w;
}
`;

const EDGE_FRAGMENT = /* glsl */ `
uniform vec3 glass_edge;
varying float off_axis;

void main() {
  float coverage = clamp(${(EDGE_PX / 2 + 0.5).toFixed(3)} - abs(off_axis), 0.0, 1.0);
  gl_FragColor = vec4(glass_edge, 0.75 * coverage);
  #include <colorspace_fragment>
}
`;

const QUAD = [-1, -1, 1, -1, -1, 1, 1, 1];
/** Outward, across: the wall is seen from outside counter-clockwise. */
const WALLS = [
  [1, 0, 0, 0, 1, 0],
  [-1, 0, 0, 0, 0, 1],
  [0, 1, 0, 0, 0, 1],
  [0, -1, 0, 1, 0, 0],
  [0, 0, 1, 1, 0, 0],
  [0, 0, -1, 0, 1, 0],
];

export class Cube {
  /** In the order of drawing. */
  meshes;

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    const walls = makeInstances(QUAD, WALLS.length, {
      outward: [new Float32Array(WALLS.flatMap((wall) => wall.slice(0, 3))), 3],
      across: [new Float32Array(WALLS.flatMap((wall) => wall.slice(3))), 3],
    });
    const edges = makeInstances(QUAD, ALL_EDGES.length, {
      from_end: [new Float32Array(ALL_EDGES.flatMap(([low]) => low)), 3],
      to_end: [new Float32Array(ALL_EDGES.flatMap(([, high]) => high)), 3],
    });
    const look = { uniforms, transparent: true, depthWrite: false };
    this.meshes = [
      new Mesh(
        walls,
        new ShaderMaterial({
          ...look,
          vertexShader: WALL_VERTEX,
          fragmentShader: WALL_FRAGMENT,
          side: BackSide,
        }),
      ),
      new Mesh(
        edges,
        new ShaderMaterial({ ...look, vertexShader: EDGE_VERTEX, fragmentShader: EDGE_FRAGMENT }),
      ),
    ];
    for (const mesh of this.meshes) mesh.frustumCulled = false;
  }

  dispose() {
    for (const { geometry, material } of this.meshes) {
      geometry.dispose();
      material.dispose();
    }
  }
}
