/**
 * The mark of the shown point on every tile and on the output map: a disc with a ring, which faces the eye. It is a part
 * of their reliefs, so that it takes no draw call and no program of its own.
 */

import { BufferAttribute, Vector3 } from "three";

/** @import {InstancedBufferGeometry} from "three" */

/** Corners of the disc. */
const CORNERS = 14;
/** Radius with the ring, as a share of half a side; its limits, CSS px; and on tiny tiles again as a share. */
const RADIUS = { share: 0.09, least: 3.2, most: 8, mostShare: 0.4 };
/** Where the ring begins, in radii. */
const RING = 0.66;
/** By how much it is drawn nearer, in halves of a side: neither the relief around it hides it, nor the samples on the map. */
export const NEARER = { tile: 0.2, map: 1.2 };

/** To be shared by all shaders that show it: its place on a tile, from −1 to 1; z: whether there is one. */
export const makePointUniforms = () => ({ shown_point: { value: new Vector3() } });

export const POINT_GLSL = /* glsl */ `
uniform vec2 viewport;
uniform float pixel_ratio;
uniform vec3 shown_point;

// A corner of the mark at a place; x, y: within the unit circle.
vec4 pointMark(vec3 corner, vec3 place, float half_side, float nearer) {
  if (shown_point.z < 0.5) return vec4(2.0, 2.0, 2.0, 1.0);
  vec4 middle = modelViewMatrix * vec4(place, 1.0);
  middle.xyz *= 1.0 - nearer * half_side / length(middle.xyz);
  float px_per_unit = 0.5 * projectionMatrix[1][1] * viewport.y / max(-middle.z, 1e-3);
  float half_px = half_side * px_per_unit;
  float px = clamp(half_px * ${RADIUS.share.toFixed(3)}, ${RADIUS.least.toFixed(1)} * pixel_ratio, ${RADIUS.most.toFixed(1)} * pixel_ratio);
  px = min(px, half_px * ${RADIUS.mostShare.toFixed(2)});
  middle.xy += corner.xy * px / px_per_unit;
  return projectionMatrix * middle;
}
`;

export const POINT_FRAGMENT_GLSL = /* glsl */ `
uniform vec3 text;
uniform vec3 background;

// As \`part\` comes from the vertices: 5 in the middle, 6 at the edge.
vec3 pointColor(float part) {
  float from_middle = part - 5.0;
  float soft = fwidth(from_middle) * 0.5;
  return mix(text, background, smoothstep(${RING.toFixed(2)} - soft, ${RING.toFixed(2)} + soft, from_middle));
}
`;

/**
 * Add a mark to a relief (x, y: within the unit circle; z: 5 in the middle, 6 at the edge).
 * @param {InstancedBufferGeometry} geometry  of makeRelief()
 */
export function withPointMark(geometry) {
  const { array: before } = geometry.getAttribute("position");
  const { array: triangles } = /** @type {BufferAttribute} */ (geometry.getIndex());
  const middle = before.length / 3;
  const nVertices = middle + 1 + CORNERS;
  const positions = new Float32Array(3 * nVertices);
  const index = new (nVertices > 0xffff ? Uint32Array : Uint16Array)(triangles.length + 3 * CORNERS);
  positions.set(before);
  positions.set([0, 0, 5], before.length);
  index.set(triangles);
  for (let corner = 0; corner < CORNERS; corner++) {
    const angle = (2 * Math.PI * corner) / CORNERS;
    const [vertex, next] = [middle + 1 + corner, middle + 1 + ((corner + 1) % CORNERS)];
    positions.set([Math.cos(angle), Math.sin(angle), 6], 3 * vertex);
    index.set([middle, vertex, next], triangles.length + 3 * corner);
  }
  geometry.setAttribute("position", new BufferAttribute(positions, 3));
  geometry.setIndex(new BufferAttribute(index, 1));
  return geometry;
}
