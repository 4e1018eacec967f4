/**
 * All names in one draw call: billboards of constant size, one texel per device pixel, so that they stay crisp.
 */

import {
  CanvasTexture,
  InstancedBufferGeometry,
  LinearFilter,
  Mesh,
  ShaderMaterial,
  Texture,
  Vector2,
} from "three";
import { MAPPING_GLSL } from "../plan/mapping.js";
import { makeAtlas } from "./atlas.js";
import { makeInstances } from "./instances.js";

/** @import {Label} from "../plan/label-plan.js" */
/** @import {Cell} from "./atlas.js" */
/** @import {Uniforms} from "./uniforms.js" */

const CORNERS = [0, 0, 1, 0, 0, 1, 1, 1];

const VERTEX = /* glsl */ `
attribute vec3 anchor;
attribute vec2 shift;
attribute vec2 offset;
attribute vec3 stand;
attribute vec4 cell;
uniform vec2 viewport;
uniform vec2 atlas_size;
uniform float pixel_ratio;
varying vec2 texel;
varying float ink;
${MAPPING_GLSL}

void main() {
  float lift = stand.x;
  float room = stand.y;
  ink = stand.z;
  vec3 point = (modelViewMatrix * vec4(anchor, 1.0)).xyz;
  point.xy += shift;
  float px_per_unit = 0.5 * projectionMatrix[1][1] * viewport.y / max(-point.z, 1e-3) / pixel_ratio;
  float radius = max(lift, length(shift));
  bool hidden = radius > 0.0 && radius * sizeOf(0.0) * px_per_unit < room;
  point *= 1.0 - lift * 1.02 / length(point);
  vec4 clip = projectionMatrix * vec4(point, 1.0);

  // Whole device pixels, or the text would be blurred.
  vec2 middle = (clip.xy / clip.w * 0.5 + 0.5) * viewport + offset * pixel_ratio;
  vec2 pixel = floor(middle - cell.zw * 0.5 + 0.5) + position.xy * cell.zw;
  texel = vec2(cell.x + position.x * cell.z, cell.y + (1.0 - position.y) * cell.w) / atlas_size;
  gl_Position = hidden || clip.w <= 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : vec4((pixel / viewport * 2.0 - 1.0) * clip.w, clip.zw);
}
`;

const FRAGMENT = /* glsl */ `
uniform sampler2D atlas;
uniform vec3 background;
uniform vec3 text;
uniform vec3 text_muted;
varying vec2 texel;
varying float ink;

void main() {
  vec2 drawn = texture2D(atlas, texel).rg;
  bool on_unit = ink > 1.5;
  vec3 fill = on_unit ? vec3(1.0) : ink > 0.5 ? text_muted : text;
  vec3 outline = on_unit ? vec3(0.0) : background;
  float outlined = max(drawn.g * (on_unit ? 0.5 : 0.85), drawn.r);
  if (outlined <= 0.0) discard;
  gl_FragColor = vec4(mix(outline, fill, drawn.r / outlined), outlined);
  #include <colorspace_fragment>
}
`;

/** @param {Uniforms} uniforms */
export function createLabels(uniforms) {
  const atlas = { value: new Texture() };
  const atlas_size = { value: new Vector2(1, 1) };
  const material = new ShaderMaterial({
    uniforms: { ...uniforms, atlas, atlas_size },
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    depthWrite: false,
  });
  const mesh = new Mesh(new InstancedBufferGeometry(), material);
  mesh.frustumCulled = false;
  return {
    mesh,

    /**
     * Show other labels.
     * @param {Label[]} labels
     * @param {string} family  font family
     * @param {number} pixel_ratio
     */
    rebuild(labels, family, pixel_ratio) {
      const { canvas, cells } = makeAtlas(labels, family, pixel_ratio);
      mesh.geometry.dispose();
      mesh.geometry = makeGeometry(labels, cells);
      atlas.value.dispose();
      atlas.value = makeTexture(canvas);
      atlas_size.value.set(canvas.width, canvas.height);
    },

    dispose() {
      mesh.geometry.dispose();
      material.dispose();
      atlas.value.dispose();
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
function makeTexture(canvas) {
  const texture = new CanvasTexture(canvas);
  texture.flipY = false;
  texture.generateMipmaps = false;
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  return texture;
}

/**
 * @param {Label[]} labels
 * @param {Cell[]} cells
 */
function makeGeometry(labels, cells) {
  const gather = (/** @type {(label: Label) => number[]} */ values) =>
    Float32Array.from(labels.flatMap(values));
  return makeInstances(CORNERS, labels.length, {
    anchor: [gather(({ anchor }) => anchor), 3],
    shift: [gather(({ shift }) => shift), 2],
    offset: [gather(({ offset }) => offset), 2],
    stand: [gather(({ lift, room, ink }) => [lift, room, ink]), 3],
    cell: [Float32Array.from(cells.flatMap(({ x, y, width, height }) => [x, y, width, height])), 4],
  });
}
