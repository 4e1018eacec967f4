/**
 * The samples on the output surface, in one draw call: each at the height of the network's output at its place, in the
 * colour of its own class or target. A training sample is a disc, a test sample a hollow diamond.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { CLASSES } from "../plan/theme.js";
import { addLiveAttribute, makeInstances } from "./instances.js";

/** @import {DatasetEvent} from "../../protocol.js" */
/** @import {Touched} from "../../model/view.js" */

const CORNERS = [-1, -1, 1, -1, -1, 1, 1, 1];
/** Radius of a sample, in halves of the surface's side. */
const RADIUS = 0.026;
/** Opacity of samples that a line of code does not compute with, beside some that it does (by eye). */
const FADED = 0.3;
/** Outer edge of the rim, and inner and outer edge of the ring around the chosen sample, in radii. */
const RIM = 1.3;
const RING = [1.75, 2.35];

/** @param {string} output_glsl  levelAt() and heightOf() of the surface */
const makeVertex = (output_glsl) => /* glsl */ `
attribute vec2 place;
attribute float own_level;
attribute float own_class;
attribute float is_test;
attribute float touched;
uniform int shown;
uniform bool has_touched;
uniform vec3 text;
uniform vec3 class_colors[${CLASSES}];
uniform vec3 class_mid;
uniform vec3 background;
uniform vec3 text_muted;
varying vec2 on_mark;
varying vec3 color;
varying vec3 rim;
varying float hollow;
varying float chosen;
varying float opacity;
${output_glsl}

void main() {
  float radius = square.z * ${RADIUS.toFixed(3)};
  float level = levelAt(clamp(place, 0.0, 1.0) * (size - 1.0));
  chosen = gl_InstanceID == shown ? 1.0 : 0.0;
  // Above the surface, the chosen one above the others.
  float height = heightOf(level) + radius * (1.0 + chosen);
  vec4 middle = modelViewMatrix * vec4(square.xy + (place * 2.0 - 1.0) * square.z, height, 1.0);
  hollow = is_test;
  on_mark = position.xy * (chosen > 0.5 ? ${(RING[1] + 0.15).toFixed(2)} : ${(RIM + 0.1).toFixed(2)});
  float purity = n_outputs > 1 ? 1.0 : abs(own_level * 2.0 - 1.0);
  color = mix(class_mid, class_colors[n_outputs > 1 ? int(own_class + 0.5) : own_level < 0.5 ? 0 : 1], purity);
  rim = touched > 0.5 ? text : mix(text_muted, background, smoothstep(0.0, 1.0, purity));
  opacity = has_touched && touched < 0.5 ? ${FADED.toFixed(2)} : 1.0;
  middle.xy += on_mark * radius;
  gl_Position = projectionMatrix * middle;
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 text;
varying vec2 on_mark;
varying vec3 color;
varying vec3 rim;
varying float hollow;
varying float chosen;
varying float opacity;

void main() {
  float from_middle = hollow > 0.5 ? abs(on_mark.x) + abs(on_mark.y) : length(on_mark);
  float pixel = max(fwidth(from_middle), 1e-4);
  float ring = chosen * clamp((${((RING[1] - RING[0]) / 2).toFixed(2)} - abs(length(on_mark) - ${((RING[0] + RING[1]) / 2).toFixed(2)})) / pixel + 0.5, 0.0, 1.0);
  float mark = clamp((${RIM.toFixed(2)} - from_middle) / pixel + 0.5, 0.0, 1.0);
  if (max(ring, mark) <= 0.0) discard;
  float is_filled = clamp((1.0 - from_middle) / pixel + 0.5, 0.0, 1.0);
  if (hollow > 0.5) is_filled *= clamp((from_middle - 0.5) / pixel + 0.5, 0.0, 1.0);
  gl_FragColor = vec4(mark > 0.0 ? mix(rim, color, is_filled) : text, max(ring, mark * opacity));
  #include <colorspace_fragment>
}
`;

/**
 * @param {Record<string, import("three").IUniform>} shared
 * @param {string} output_glsl
 */
export function createSamples(shared, output_glsl) {
  const shown = { value: -1 };
  const has_touched = { value: false };
  const material = new ShaderMaterial({
    uniforms: { ...shared, shown, has_touched },
    vertexShader: makeVertex(output_glsl),
    fragmentShader: FRAGMENT,
    alphaToCoverage: true,
  });
  const mesh = new Mesh(new InstancedBufferGeometry(), material);
  let n_train = 0;
  let n_all = 0;
  /** @type {Touched|null} */
  let marked = null;
  let marks = addLiveAttribute(mesh.geometry, "touched", 0);

  /** @param {Touched|null} touched */
  function mark(touched) {
    marked = touched;
    const samples = touched?.samples ?? [];
    has_touched.value = samples.length > 0;
    marks.array.fill(0);
    for (const sample of samples) marks.array[sample] = 1;
    marks.needsUpdate = true;
  }

  return {
    mesh,

    /** @param {DatasetEvent} dataset */
    rebuild(dataset) {
      const attributes = makeAttributes(dataset);
      n_train = dataset.train_inputs.length / dataset.n_inputs;
      n_all = n_train + dataset.test_inputs.length / dataset.n_inputs;
      mesh.geometry.dispose();
      mesh.geometry = makeInstances(CORNERS, n_all, attributes);
      marks = addLiveAttribute(mesh.geometry, "touched", n_all);
      mark(marked);
    },

    /**
     * @param {boolean} show_test
     * @param {number|null} sample  the chosen training sample
     * @param {Touched|null} touched
     */
    choose(show_test, sample, touched) {
      mesh.geometry.instanceCount = show_test ? n_all : n_train;
      shown.value = sample ?? -1;
      if (touched !== marked) mark(touched);
    },

    dispose() {
      mesh.geometry.dispose();
      material.dispose();
    },
  };
}

/**
 * What the samples look like and where they stand, training samples first: place from 0 to 1 along both axes, target
 * from 0 to 1 in its range, class.
 * @param {DatasetEvent} dataset
 * @returns {Record<string, [Float32Array, number]>}
 */
function makeAttributes({ domain, target_range, n_outputs, ...sets }) {
  const n_train = sets.train_inputs.length / 2;
  const n_all = n_train + sets.test_inputs.length / 2;
  const place = new Float32Array(n_all * 2);
  const own_level = new Float32Array(n_all);
  const own_class = new Float32Array(n_all);
  const is_test = new Float32Array(n_all).fill(1, n_train);
  const share = (/** @type {number} */ value, /** @type {[number, number]} */ [low, high]) =>
    (value - low) / (high - low);
  const add = (
    /** @type {Float32Array} */ inputs,
    /** @type {Float32Array} */ targets,
    /** @type {number} */ first,
  ) => {
    const n = inputs.length / 2;
    for (let at = 0; at < n; at++) {
      place[(first + at) * 2] = share(inputs[at], domain);
      place[(first + at) * 2 + 1] = share(inputs[n + at], domain);
      own_level[first + at] = Math.min(Math.max(share(targets[at], target_range), 0), 1);
      for (let row = 1; row < n_outputs; row++) {
        if (targets[row * n + at] > 0.5) own_class[first + at] = row;
      }
    }
  };
  add(sets.train_inputs, sets.train_targets, 0);
  add(sets.test_inputs, sets.test_targets, n_train);
  return { place: [place, 2], own_level: [own_level, 1], own_class: [own_class, 1], is_test: [is_test, 1] };
}
