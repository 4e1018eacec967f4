/**
 * The output over the input plane as a large relief to the right of the network, with the samples standing on it: two
 * draw calls. Height and colour are the output; of several outputs the largest one's, in the colour of its class.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial, Vector2, Vector3 } from "three";
import { makeInstances } from "./instances.js";
import { CLASSES } from "./theme.js";
import { MAP_STRENGTH, makeRelief, makeTexture, RELIEF_GLSL } from "./tiles.js";

/** @import {DatasetEvent} from "../protocol.js" */
/** @import {Layout} from "./layout.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** Greatest height in halves of the side, and radius of a sample. */
const HEIGHT = 0.8;
const SAMPLE_RADIUS = 0.026;
/** Thickness of the frame, in halves of the side. */
const FRAME = 0.015;

const OUTPUT_GLSL = /* glsl */ `
uniform highp sampler2D outputs;
uniform float size;
uniform int n_outputs;
uniform vec2 target_range;
uniform vec3 square;
uniform vec3 class_colors[${CLASSES}];
uniform vec3 class_mid;

float outputAt(ivec2 point, int row) {
  ivec2 inside = clamp(point, ivec2(0), ivec2(int(size) - 1));
  return texelFetch(outputs, ivec2(inside.y * int(size) + inside.x, row), 0).r;
}

// Level from 0 to 1, and the class of the largest output.
vec2 levelAt(ivec2 point) {
  float best = outputAt(point, 0);
  int winner = 0;
  for (int row = 1; row < ${CLASSES}; row++) {
    if (row >= n_outputs) break;
    float other = outputAt(point, row);
    if (other > best) { best = other; winner = row; }
  }
  float level = (best - target_range.x) / (target_range.y - target_range.x);
  return vec2(level > 0.0 ? min(level, 1.0) : 0.0, float(winner));
}

${RELIEF_GLSL}

vec3 colorOf(float level, int winner) {
  if (n_outputs > 1) return mix(class_mid, class_colors[winner], level * ${MAP_STRENGTH.toFixed(2)});
  float side = abs(level * 2.0 - 1.0);
  return mix(class_mid, class_colors[level < 0.5 ? 0 : 1], side * ${MAP_STRENGTH.toFixed(2)});
}
`;

const SURFACE_VERTEX = /* glsl */ `
uniform vec3 text_muted;
varying vec3 color;
varying vec3 normal_view;
varying float level;
varying float is_frame;
${OUTPUT_GLSL}

void main() {
  is_frame = position.z;
  normal_view = vec3(0.0, 0.0, 1.0);
  color = text_muted;
  level = 0.0;
  vec3 place = vec3(square.xy, 0.0);
  if (is_frame > 0.5) {
    place.xy += position.xy * square.z * (position.z > 1.5 ? ${(1 + FRAME).toFixed(3)} : 1.0);
  } else {
    ivec2 point = ivec2(position.xy + 0.5);
    vec2 here = levelAt(point);
    float height = square.z * ${HEIGHT.toFixed(2)} * reliefShare();
    float step_size = 2.0 * square.z / (size - 1.0);
    vec2 slope = vec2(
      levelAt(point + ivec2(1, 0)).x - levelAt(point - ivec2(1, 0)).x,
      levelAt(point + ivec2(0, 1)).x - levelAt(point - ivec2(0, 1)).x
    ) * height / (2.0 * step_size);
    normal_view = normalMatrix * normalize(vec3(-slope, 1.0));
    level = here.x;
    color = colorOf(here.x, int(here.y));
    place += vec3((position.xy / (size - 1.0) * 2.0 - 1.0) * square.z, here.x * height);
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
}
`;

const SURFACE_FRAGMENT = /* glsl */ `
uniform vec3 text;
uniform int n_outputs;
uniform bool has_boundary;
varying vec3 color;
varying vec3 normal_view;
varying float level;
varying float is_frame;

void main() {
  float light = is_frame > 0.5
    ? 1.0
    : 0.8 + 0.2 * max(dot(normalize(normal_view), normalize(vec3(-0.45, 0.6, 0.75))), 0.0) / 0.77;
  float from_boundary = abs(level - 0.5) / max(fwidth(level), 1e-5);
  float is_boundary = has_boundary && is_frame < 0.5 ? 1.0 - smoothstep(0.6, 1.4, from_boundary) : 0.0;
  gl_FragColor = vec4(mix(color * light, text, is_boundary), 1.0);
  #include <colorspace_fragment>
}
`;

const SAMPLE_VERTEX = /* glsl */ `
attribute vec2 place;
attribute float own_level;
attribute float own_class;
attribute float is_test;
uniform int shown;
varying vec2 on_mark;
varying vec3 color;
varying float hollow;
varying float chosen;
${OUTPUT_GLSL}

void main() {
  // Bilinear, as the surface between its vertices.
  vec2 at = clamp(place, 0.0, 1.0) * (size - 1.0);
  ivec2 cell = ivec2(floor(at));
  vec2 share = at - vec2(cell);
  float low = mix(levelAt(cell).x, levelAt(cell + ivec2(1, 0)).x, share.x);
  float high = mix(levelAt(cell + ivec2(0, 1)).x, levelAt(cell + ivec2(1, 1)).x, share.x);
  float radius = square.z * ${SAMPLE_RADIUS.toFixed(3)};
  float height = mix(low, high, share.y) * square.z * ${HEIGHT.toFixed(2)} * reliefShare() + radius;
  vec4 middle = modelViewMatrix * vec4(square.xy + (place * 2.0 - 1.0) * square.z, height, 1.0);
  chosen = gl_InstanceID == shown ? 1.0 : 0.0;
  hollow = is_test;
  on_mark = position.xy * 1.35;
  if (chosen > 0.5) on_mark *= 1.9;
  float side = abs(own_level * 2.0 - 1.0);
  color = n_outputs > 1 ? class_colors[int(own_class + 0.5)] : mix(class_mid, class_colors[own_level < 0.5 ? 0 : 1], side);
  middle.xy += on_mark * radius;
  gl_Position = projectionMatrix * middle;
}
`;

const SAMPLE_FRAGMENT = /* glsl */ `
uniform vec3 background;
uniform vec3 text;
varying vec2 on_mark;
varying vec3 color;
varying float hollow;
varying float chosen;

void main() {
  float from_middle = hollow > 0.5 ? abs(on_mark.x) + abs(on_mark.y) : length(on_mark);
  float pixel = fwidth(from_middle);
  bool is_ring = chosen > 0.5 && abs(length(on_mark) - 2.1) < 0.35;
  if (from_middle > 1.3 && !is_ring) discard;
  vec3 mark = from_middle > 1.0 || (hollow > 0.5 && from_middle < 0.5) ? background : color;
  gl_FragColor = vec4(is_ring ? text : mark, is_ring ? 1.0 : clamp((1.3 - from_middle) / pixel, 0.0, 1.0));
  #include <colorspace_fragment>
}
`;

/** @param {Uniforms} uniforms */
export function createSurface(uniforms) {
  const own = {
    outputs: { value: makeTexture(new Float32Array(1), 1, 1) },
    size: { value: 1 },
    n_outputs: { value: 1 },
    target_range: { value: new Vector2(0, 1) },
    square: { value: new Vector3() },
    has_boundary: { value: true },
    shown: { value: -1 },
  };
  const shared = { ...uniforms, ...own };
  const relief = new Mesh(
    new InstancedBufferGeometry(),
    new ShaderMaterial({ uniforms: shared, vertexShader: SURFACE_VERTEX, fragmentShader: SURFACE_FRAGMENT }),
  );
  const samples = new Mesh(
    new InstancedBufferGeometry(),
    new ShaderMaterial({
      uniforms: shared,
      vertexShader: SAMPLE_VERTEX,
      fragmentShader: SAMPLE_FRAGMENT,
      alphaToCoverage: true,
    }),
  );
  const meshes = [relief, samples];
  for (const mesh of meshes) {
    mesh.frustumCulled = false;
    mesh.visible = false;
  }
  let n_train = 0;
  let n_all = 0;
  let is_placed = false;

  return {
    meshes,

    /** @param {Layout} layout */
    rebuild({ surface }) {
      is_placed = surface !== null;
      if (surface !== null) own.square.value.set(surface.x, surface.y, surface.half);
      for (const mesh of meshes) mesh.visible = is_placed && own.size.value > 1;
    },

    /** @param {DatasetEvent} dataset */
    updateSamples(dataset) {
      const attributes = sampleAttributes(dataset);
      n_train = dataset.train_inputs.length / dataset.n_inputs;
      n_all = n_train + dataset.test_inputs.length / dataset.n_inputs;
      samples.geometry.dispose();
      samples.geometry = makeInstances([-1, -1, 1, -1, -1, 1, 1, 1], n_all, attributes);
      own.n_outputs.value = dataset.n_outputs;
      own.target_range.value.set(...dataset.target_range);
      own.has_boundary.value = dataset.task === "binary";
    },

    /** @param {boolean} show_test @param {number|null} sample */
    choose(show_test, sample) {
      samples.geometry.instanceCount = show_test ? n_all : n_train;
      own.shown.value = sample ?? -1;
    },

    /**
     * Show another output.
     * @param {Float32Array} grid  (n_outputs, size, size)
     * @returns {number} bytes to be uploaded
     */
    update(grid) {
      const n_outputs = own.n_outputs.value;
      const size = Math.round(Math.sqrt(grid.length / n_outputs));
      const fits = size > 1 && size * size * n_outputs === grid.length;
      for (const mesh of meshes) mesh.visible = is_placed && fits;
      if (!is_placed || !fits) return 0;
      const { image } = own.outputs.value;
      if (image.width !== size * size || image.height !== n_outputs) {
        own.outputs.value.dispose();
        own.outputs.value = makeTexture(new Float32Array(grid.length), size * size, n_outputs);
      }
      if (own.size.value !== size) {
        own.size.value = size;
        relief.geometry.dispose();
        relief.geometry = makeRelief(size, 1);
      }
      /** @type {Float32Array} */ (own.outputs.value.image.data).set(grid);
      own.outputs.value.needsUpdate = true;
      return grid.byteLength;
    },

    dispose() {
      for (const mesh of meshes) {
        mesh.geometry.dispose();
        mesh.material.dispose();
      }
      own.outputs.value.dispose();
    },
  };
}

/**
 * What a sample looks like and where it stands: training samples first.
 * @param {DatasetEvent} dataset
 * @returns {Record<string, [Float32Array, number]>}
 */
function sampleAttributes({
  train_inputs,
  test_inputs,
  train_targets,
  test_targets,
  domain,
  target_range,
  n_outputs,
}) {
  const n_train = train_inputs.length / 2;
  const n_all = n_train + test_inputs.length / 2;
  const place = new Float32Array(n_all * 2);
  const own_level = new Float32Array(n_all);
  const own_class = new Float32Array(n_all);
  const is_test = new Float32Array(n_all).fill(1, n_train);
  const [low, high] = target_range;
  for (let index = 0; index < n_all; index++) {
    const [inputs, targets, at] =
      index < n_train ? [train_inputs, train_targets, index] : [test_inputs, test_targets, index - n_train];
    const n = inputs.length / 2;
    for (const axis of [0, 1]) {
      place[index * 2 + axis] = (inputs[axis * n + at] - domain[0]) / (domain[1] - domain[0]);
    }
    own_level[index] = Math.min(Math.max((targets[at] - low) / (high - low), 0), 1);
    for (let row = 0; row < n_outputs; row++) {
      if (n_outputs > 1 && targets[row * n + at] > 0.5) own_class[index] = row;
    }
  }
  return { place: [place, 2], own_level: [own_level, 1], own_class: [own_class, 1], is_test: [is_test, 1] };
}
