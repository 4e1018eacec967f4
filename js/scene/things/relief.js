/**
 * What response tiles and the output surface have in common: a relief over the input plane, made in the vertex shader
 * from a texture of values, and the colours of the flat map.
 */

import {
  BufferAttribute,
  DataTexture,
  FloatType,
  InstancedBufferGeometry,
  NearestFilter,
  RedFormat,
} from "three";
import { MAP_STRENGTH } from "../../kit/plane/heatmap-colors.js";
import { CLASSES } from "../plan/theme.js";
import { piecesOf, setDetail } from "./detail.js";

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

/** Colours are mixed in sRGB, as the flat map mixes them. The light of a level place seen head-on is 1. */
export const MAP_GLSL = /* glsl */ `
uniform vec3 class_colors[${CLASSES}];
uniform vec3 class_mid;
uniform vec3 weight_positive;
uniform vec3 weight_negative;

vec3 toSrgb(vec3 linear) {
  return mix(12.92 * linear, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, linear));
}
vec3 toLinear(vec3 srgb) {
  return mix(srgb / 12.92, pow((srgb + 0.055) / 1.055, vec3(2.4)), step(0.04045, srgb));
}
vec3 shadeOf(vec3 color, float share) {
  return toLinear(mix(toSrgb(class_mid), toSrgb(color), share * ${MAP_STRENGTH.toFixed(2)}));
}
vec3 divergingColor(float level) {
  return shadeOf(level < 0.5 ? class_colors[0] : class_colors[1], abs(level * 2.0 - 1.0));
}
// A signed number as a share of what full colour stands for, -1 to 1: zero is clear.
vec3 signedColor(float share) {
  vec3 full = share < 0.0 ? weight_negative : weight_positive;
  return toLinear(mix(toSrgb(class_mid), toSrgb(full), pow(min(abs(share), 1.0), 0.85)));
}
float lightOn(vec3 normal) {
  const vec3 lamp = normalize(vec3(-0.45, 0.6, 0.75));
  return 0.75 + 0.25 * max(dot(normalize(normal), lamp), 0.0) / lamp.z;
}
`;

/**
 * A square of vertices at points of a grid (x, y: indices there; z: 0), and a frame around it (x, y: corners from
 * -1 to 1; z: 1 inside, 2 outside).
 * @param {number} size  of the grid: points along each side
 * @param {number} nInstances
 * @param {number} [nAlong]  vertices along each side, at most `size`
 * @param {number[][]} [quads]  more of them: four vertices each, in the order of makeInstances
 */
export function makeRelief(size, nInstances, nAlong = size, quads = []) {
  const inner = nAlong * nAlong;
  const nVertices = inner + 8 + 4 * quads.length;
  const vertices = new Float32Array(3 * nVertices);
  const triangles = new (nVertices > 0xffff ? Uint32Array : Uint16Array)(
    6 * ((nAlong - 1) ** 2 + 4 + quads.length),
  );
  let at = 0;
  let end = 0;
  const addVertices = (/** @type {number[]} */ numbers) => {
    vertices.set(numbers, at);
    at += numbers.length;
  };
  const addQuad = (/** @type {number} */ a, b = a + 1, c = a + 2, d = a + 3) => {
    triangles.set([a, b, c, c, b, d], end);
    end += 6;
  };
  const places = Array.from({ length: nAlong }, (_, index) =>
    Math.round((index / (nAlong - 1)) * (size - 1)),
  );
  for (const y of places) for (const x of places) addVertices([x, y, 0]);
  for (let row = 0; row + 1 < nAlong; row++) {
    for (let first = row * nAlong; first + 1 < (row + 1) * nAlong; first++)
      addQuad(first, first + 1, first + nAlong, first + nAlong + 1);
  }
  for (const z of [1, 2]) addVertices([-1, -1, z, 1, -1, z, 1, 1, z, -1, 1, z]);
  for (let corner = 0; corner < 4; corner++) {
    const next = (corner + 1) % 4;
    addQuad(inner + 4 + corner, inner + 4 + next, inner + corner, inner + next);
  }
  for (const quad of quads) {
    addQuad(at / 3);
    addVertices(quad);
  }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(vertices, 3));
  geometry.setIndex(new BufferAttribute(triangles, 1));
  geometry.instanceCount = nInstances;
  return geometry;
}

/**
 * Add the triangles of coarse frames, half as many along each side.
 * @param {InstancedBufferGeometry} geometry  of makeRelief(), with whatever came after
 * @param {number} nAlong  as there
 */
export function withCoarseRelief(geometry, nAlong) {
  const { array } = /** @type {BufferAttribute} */ (geometry.getIndex());
  const pieces = piecesOf(nAlong - 1, Math.ceil((nAlong - 1) / 2));
  const triangles = [];
  for (const [top, bottom] of pieces) {
    for (const [left, right] of pieces) {
      const [a, b] = [top * nAlong + left, top * nAlong + right];
      const [c, d] = [bottom * nAlong + left, bottom * nAlong + right];
      triangles.push(a, b, c, c, b, d);
    }
  }
  geometry.setIndex([...array, ...triangles]);
  const nFine = 6 * (nAlong - 1) ** 2; // of the relief alone, which come first
  setDetail(geometry, [0, array.length], [nFine, array.length - nFine + triangles.length]);
  return geometry;
}

/**
 * A texture of one row of values for each instance or output.
 * @param {number} width
 * @param {number} height
 */
export function makeTexture(width, height) {
  const texture = new DataTexture(new Float32Array(width * height), width, height, RedFormat, FloatType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  return texture;
}

/**
 * Show other values; the texture is made anew only for another shape.
 * @param {{value: DataTexture}} uniform
 * @param {Float32Array} values  (height, width)
 * @param {number} width
 * @param {number} height
 */
export function updateTexture(uniform, values, width, height) {
  const { image } = uniform.value;
  if (image.width !== width || image.height !== height) {
    uniform.value.dispose();
    uniform.value = makeTexture(width, height);
  }
  /** @type {Float32Array} */ (uniform.value.image.data).set(values);
  uniform.value.needsUpdate = true;
}
