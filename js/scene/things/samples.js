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
const RING = { inner: 1.75, outer: 2.35 };

/** @param {string} outputGlsl  levelAt() and heightOf() of the surface */
const makeVertex = (outputGlsl) => /* glsl */ `
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
${outputGlsl}

void main() {
  float radius = square.w * ${RADIUS.toFixed(3)};
  float level = levelAt(clamp(place, 0.0, 1.0) * (size - 1.0));
  chosen = gl_InstanceID == shown ? 1.0 : 0.0;
  // Above the surface, the chosen one above the others.
  float height = heightOf(level) + radius * (1.0 + chosen);
  vec4 middle = modelViewMatrix * vec4(square.xyz + vec3((place * 2.0 - 1.0) * square.w, height), 1.0);
  hollow = is_test;
  on_mark = position.xy * (chosen > 0.5 ? ${(RING.outer + 0.15).toFixed(2)} : ${(RIM + 0.1).toFixed(2)});
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
  float ring = chosen * clamp((${((RING.outer - RING.inner) / 2).toFixed(2)} - abs(length(on_mark) - ${((RING.inner + RING.outer) / 2).toFixed(2)})) / pixel + 0.5, 0.0, 1.0);
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
 * @param {string} outputGlsl
 */
export function createSamples(shared, outputGlsl) {
  const shown = { value: -1 };
  const hasTouched = { value: false };
  const material = new ShaderMaterial({
    uniforms: { ...shared, shown, has_touched: hasTouched },
    vertexShader: makeVertex(outputGlsl),
    fragmentShader: FRAGMENT,
    alphaToCoverage: true,
  });
  const mesh = new Mesh(new InstancedBufferGeometry(), material);
  let nTrain = 0;
  let nAll = 0;
  /** @type {Touched|null} */
  let marked = null;
  let marks = addLiveAttribute(mesh.geometry, "touched", 0);

  /** @param {Touched|null} touched */
  function mark(touched) {
    marked = touched;
    const samples = touched?.samples ?? [];
    hasTouched.value = samples.length > 0;
    marks.array.fill(0);
    for (const sample of samples) marks.array[sample] = 1;
    marks.needsUpdate = true;
  }

  return {
    mesh,

    /** @param {DatasetEvent} dataset */
    rebuild(dataset) {
      const attributes = makeAttributes(dataset);
      nTrain = dataset.train_inputs.length / dataset.n_inputs;
      nAll = nTrain + dataset.test_inputs.length / dataset.n_inputs;
      mesh.geometry.dispose();
      mesh.geometry = makeInstances(CORNERS, nAll, attributes);
      marks = addLiveAttribute(mesh.geometry, "touched", nAll);
      mark(marked);
    },

    /**
     * @param {boolean} showTest
     * @param {number|null} sample  the chosen training sample
     * @param {Touched|null} touched
     */
    choose(showTest, sample, touched) {
      mesh.geometry.instanceCount = showTest ? nAll : nTrain;
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
export function makeAttributes({ domain, target_range, n_outputs, ...sets }) {
  const nTrain = sets.train_inputs.length / 2;
  const nAll = nTrain + sets.test_inputs.length / 2;
  const place = new Float32Array(nAll * 2);
  const ownLevel = new Float32Array(nAll);
  const ownClass = new Float32Array(nAll);
  const isTest = new Float32Array(nAll).fill(1, nTrain);
  const share = (/** @type {number} */ value, /** @type {[number, number]} */ [low, high]) =>
    (value - low) / (high - low);
  const add = (
    /** @type {Float32Array} */ inputs,
    /** @type {Float32Array} */ targets,
    /** @type {number} */ first,
  ) => {
    const n = inputs.length / 2;
    for (let at = 0; at < n; at++) {
      place[(first + at) * 2] = share(Number(inputs[at]), domain);
      place[(first + at) * 2 + 1] = share(Number(inputs[n + at]), domain);
      ownLevel[first + at] = Math.min(Math.max(share(Number(targets[at]), target_range), 0), 1);
      for (let row = 1; row < n_outputs; row++) {
        if (Number(targets[row * n + at]) > 0.5) ownClass[first + at] = row;
      }
    }
  };
  add(sets.train_inputs, sets.train_targets, 0);
  add(sets.test_inputs, sets.test_targets, nTrain);
  return { place: [place, 2], own_level: [ownLevel, 1], own_class: [ownClass, 1], is_test: [isTest, 1] };
}
