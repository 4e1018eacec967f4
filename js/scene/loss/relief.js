/**
 * The surface of the loss as a solid block of relief, in one draw call: coloured by height, its walls too, with contour
 * lines at round losses.
 */

import { BufferAttribute, BufferGeometry, DoubleSide, DynamicDrawUsage, Mesh, ShaderMaterial } from "three";
import { BASE, HALF, HEIGHT, reliefOf, SIDE } from "../plan/loss-relief.js";
import { heightOf, MOST_LEVELS, roundLosses } from "../plan/loss-scale.js";

/** @import {LossSurface} from "../../protocol.js" */
/** @import {LossScale} from "../plan/loss-scale.js" */
/** @import {Uniforms} from "../things/uniforms.js" */

/** Of the vertices of a wall: its upper edge, and its foot. */
const [TOP, EDGE, FOOT] = [0, 1, 2];

const VERTEX = /* glsl */ `
attribute float level;
attribute vec2 slope;
attribute vec2 outward; // of a wall; zero on top
varying float drawn_level;
varying float hole;
varying vec3 normal_world;

void main() {
  hole = isnan(level) ? 1.0 : 0.0;
  bool is_foot = position.z > ${(FOOT - 0.5).toFixed(1)};
  float height = is_foot ? ${(-BASE).toFixed(3)} : (hole > 0.5 ? 0.0 : level) * ${HEIGHT.toFixed(3)};
  drawn_level = height / ${HEIGHT.toFixed(3)};
  normal_world = position.z > ${(EDGE - 0.5).toFixed(1)}
    ? vec3(outward.x, 0.0, outward.y)
    : normalize(vec3(-slope.x, 1.0, slope.y));
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position.x, height, position.y, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 loss_colors[3];
uniform float levels[${MOST_LEVELS}];
uniform int n_levels;
varying float drawn_level;
varying float hole;
varying vec3 normal_world;

vec3 toSrgb(vec3 linear) {
  return mix(12.92 * linear, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, linear));
}
vec3 toLinear(vec3 srgb) {
  return mix(srgb / 12.92, pow((srgb + 0.055) / 1.055, vec3(2.4)), step(0.04045, srgb));
}
vec3 colorOf(float level) {
  float at = clamp(level, 0.0, 1.0) * 2.0;
  vec3 low = toSrgb(loss_colors[0]), mid = toSrgb(loss_colors[1]), high = toSrgb(loss_colors[2]);
  return at < 1.0 ? mix(low, mid, at) : mix(mid, high, at - 1.0);
}
// Light from one side; of a level place it is 1.
float lightOn(vec3 normal) {
  const vec3 lamp = normalize(vec3(-0.55, 0.8, 0.35));
  return 0.58 + 0.42 * max(dot(normalize(normal), lamp), 0.0) / lamp.y;
}
float contourAt(float level) {
  float pixel = max(fwidth(level), 1e-6);
  float line = 0.0;
  for (int at = 0; at < ${MOST_LEVELS}; at++) {
    if (at >= n_levels) break;
    line = max(line, 1.0 - smoothstep(0.35, 1.25, abs(level - levels[at]) / pixel));
  }
  return line * (1.0 - smoothstep(0.03, 0.12, pixel)); // where they are too dense to be told apart there are none
}

void main() {
  if (hole > 0.001) discard;
  vec3 color = colorOf(drawn_level) * lightOn(normal_world);
  float bright = dot(color, vec3(0.3, 0.6, 0.1));
  vec3 ink = mix(color + 0.28, color * 0.62, smoothstep(0.25, 0.5, bright));
  gl_FragColor = vec4(toLinear(min(mix(color, ink, contourAt(drawn_level)), 1.0)), 1.0);
  #include <colorspace_fragment>
}
`;

export class LossRelief {
  mesh;
  #own = { levels: { value: new Float32Array(MOST_LEVELS) }, n_levels: { value: 0 } };
  #material;
  #geometry = makeBlock();

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: { ...uniforms, ...this.#own },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      side: DoubleSide,
    });
    this.mesh = new Mesh(this.#geometry, this.#material);
    this.mesh.frustumCulled = false;
  }

  /**
   * @param {LossSurface} surface
   * @param {LossScale} scale
   * @returns {number} bytes to be uploaded
   */
  update(surface, scale) {
    const { heights, slopes } = reliefOf(surface, scale);
    const level = this.#geometry.getAttribute("level");
    const slope = this.#geometry.getAttribute("slope");
    level.array.set(heights);
    slope.array.set(slopes);
    for (const [index, at] of WALL.entries()) level.array[SIDE * SIDE + index] = Number(heights[at]);
    level.needsUpdate = true;
    slope.needsUpdate = true;
    const levels = roundLosses(scale).slice(0, MOST_LEVELS);
    this.#own.n_levels.value = levels.length;
    for (const [at, loss] of levels.entries()) this.#own.levels.value[at] = heightOf(scale, loss);
    return level.array.byteLength + slope.array.byteLength;
  }

  dispose() {
    this.#geometry.dispose();
    this.#material.dispose();
  }
}

/** The four sides: where the points of the upper edge are among those of the grid, and which way they look. */
const SIDES = /** @type {const} */ ([
  { first: 0, stride: 1, outward: [0, 1] },
  { first: SIDE * (SIDE - 1), stride: 1, outward: [0, -1] },
  { first: 0, stride: SIDE, outward: [-1, 0] },
  { first: SIDE - 1, stride: SIDE, outward: [1, 0] },
]);
/** Points of the grid, by vertices of the walls: of each side edge and foot of every point. @type {number[]} */
const WALL = SIDES.flatMap(({ first, stride }) =>
  Array.from({ length: SIDE }, (_, at) => [first + at * stride, first + at * stride]).flat(),
);

function makeBlock() {
  const place = (/** @type {number} */ at) => [
    ((2 * (at % SIDE)) / (SIDE - 1) - 1) * HALF,
    (1 - (2 * Math.floor(at / SIDE)) / (SIDE - 1)) * HALF,
  ];
  const top = Array.from({ length: SIDE * SIDE }, (_, at) => [...place(at), TOP]);
  const walls = WALL.map((at, index) => [...place(at), index % 2 === 0 ? EDGE : FOOT]);
  const triangles = [];
  for (let at = 0; at < SIDE * (SIDE - 1); at++) {
    if (at % SIDE === SIDE - 1) continue;
    triangles.push(at, at + 1, at + SIDE, at + SIDE, at + 1, at + SIDE + 1);
  }
  for (const [side] of SIDES.entries()) {
    for (let at = 0; at < SIDE - 1; at++) {
      const edge = SIDE * SIDE + 2 * (side * SIDE + at);
      triangles.push(edge, edge + 1, edge + 2, edge + 2, edge + 1, edge + 3);
    }
  }
  const count = top.length + walls.length;
  const outward = SIDES.flatMap((side) => Array.from({ length: 2 * SIDE }, () => side.outward).flat());
  const geometry = new BufferGeometry();
  const add = (
    /** @type {string} */ name,
    /** @type {Float32Array} */ values,
    /** @type {number} */ size,
  ) => {
    const attribute = new BufferAttribute(values, size);
    geometry.setAttribute(name, attribute);
    return attribute;
  };
  add("position", Float32Array.from([...top, ...walls].flat()), 3);
  add("outward", Float32Array.from([...new Array(2 * top.length).fill(0), ...outward]), 2);
  add("level", new Float32Array(count).fill(Number.NaN), 1).setUsage(DynamicDrawUsage);
  add("slope", new Float32Array(2 * count), 2).setUsage(DynamicDrawUsage);
  geometry.setIndex(triangles);
  return geometry;
}
