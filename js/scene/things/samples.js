/**
 * The samples on the output map, in two draw calls: each at the height of its own target and in the colour of its own
 * class or target, with a stem to the network's output at its place. A training sample is a disc, a test sample a hollow
 * diamond; a cross marks what the network takes for another class.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { SAMPLE_INK } from "../../kit/plane/heatmap-colors.js";
import { makeStems } from "../plan/stems.js";
import { SAMPLE_GLSL, WIDTH } from "./heights.js";
import { addLiveAttribute, makeInstances } from "./instances.js";
import { makeTexture, updateTexture } from "./relief.js";
import { createStems, FADED, STEM_CORNERS } from "./stems.js";

/** @import {DatasetEvent} from "../../protocol.js" */
/** @import {Touched} from "../../model/view.js" */

const CORNERS = [-1, -1, 1, -1, -1, 1, 1, 1];
/** Radius of a sample, in halves of the surface's side. */
const RADIUS = 0.026;
/** Outer edge of the rim, and reach of a cross, in radii. */
const RIM = 1.3;
const CROSS = { reach: 1.9, half: 0.2, edge: 0.22 };

const VERTEX = /* glsl */ `
attribute float is_test;
attribute float touched;
uniform bool has_touched;
uniform vec3 background;
varying vec2 on_mark;
varying vec3 color;
varying vec3 rim;
varying float hollow;
varying float wrong;
varying float opacity;
${SAMPLE_GLSL}

void main() {
  float radius = square.w * ${RADIUS.toFixed(3)};
  wrong = isWrong() ? 1.0 : 0.0;
  vec4 middle = seenAt(levelFrom(target));
  hollow = is_test;
  on_mark = position.xy * ${(CROSS.reach + CROSS.edge + 0.1).toFixed(2)};
  color = inkedColor(${SAMPLE_INK.toFixed(2)});
  rim = touched > 0.5 ? text : background;
  opacity = has_touched && touched < 0.5 ? ${FADED.toFixed(2)} : 1.0;
  middle.xyz += vec3(on_mark, 1.0) * radius; // before the beginning of its stem
  gl_Position = throughTheSheet(middle);
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 text;
uniform vec3 background;
varying vec2 on_mark;
varying vec3 color;
varying vec3 rim;
varying float hollow;
varying float wrong;
varying float opacity;

void main() {
  float from_middle = hollow > 0.5 ? abs(on_mark.x) + abs(on_mark.y) : length(on_mark);
  float pixel = max(fwidth(from_middle), 1e-4);
  float mark = clamp((${RIM.toFixed(2)} - from_middle) / pixel + 0.5, 0.0, 1.0);
  float arm = abs(abs(on_mark.x) - abs(on_mark.y)) * 0.7071;
  float past = max(arm - ${CROSS.half.toFixed(2)}, length(on_mark) - ${CROSS.reach.toFixed(2)});
  float cross_mark = wrong * clamp(-past / pixel + 0.5, 0.0, 1.0);
  float cross_edge = wrong * clamp((${CROSS.edge.toFixed(2)} - past) / pixel + 0.5, 0.0, 1.0);
  float seen = max(mark, cross_edge) * opacity;
  if (seen <= 0.0) discard;
  float is_filled = clamp((1.0 - from_middle) / pixel + 0.5, 0.0, 1.0);
  if (hollow > 0.5) is_filled *= clamp((from_middle - 0.5) / pixel + 0.5, 0.0, 1.0);
  vec3 drawn = mark > 0.0 ? mix(rim, color, is_filled) : background;
  gl_FragColor = vec4(mix(mix(drawn, background, cross_edge), text, cross_mark), seen);
  #include <colorspace_fragment>
}
`;

export class Samples {
  meshes;
  #own = {
    sample_outputs: { value: makeTexture(WIDTH, 1) },
    n_samples: { value: 0 },
    has_classes: { value: true },
    has_touched: { value: false },
  };
  #stems;
  #marks;
  #material;
  #nTrain = 0;
  #nAll = 0;
  #nOutputs = 1;
  /** @type {Touched|null} */
  #touched = null;

  /** @param {Record<string, import("three").IUniform>} shared */
  constructor(shared) {
    const uniforms = { ...shared, ...this.#own };
    this.#material = new ShaderMaterial({
      uniforms,
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      alphaToCoverage: true,
    });
    this.#marks = new Mesh(new InstancedBufferGeometry(), this.#material);
    this.#stems = createStems(uniforms);
    this.meshes = [this.#stems, this.#marks]; // samples lie on the ends of stems
    this.#addTouched();
  }

  /** @param {DatasetEvent} dataset */
  rebuild(dataset) {
    const { place, target, own_class, is_test } = makeStems(dataset);
    this.#nTrain = dataset.train_inputs.length / dataset.n_inputs;
    this.#nAll = target.length;
    this.#nOutputs = dataset.n_outputs;
    this.#own.n_samples.value = 0;
    this.#own.has_classes.value = dataset.task !== "regression";
    /** @type {Record<string, [Float32Array, number]>} */
    const ends = { place: [place, 2], target: [target, 1], own_class: [own_class, 1] };
    for (const mesh of this.meshes) mesh.geometry.dispose();
    this.#stems.geometry = makeInstances(STEM_CORNERS, this.#nAll, ends);
    this.#marks.geometry = makeInstances(CORNERS, this.#nAll, { ...ends, is_test: [is_test, 1] });
    this.#addTouched();
    this.#touch(this.#touched);
  }

  /**
   * @param {boolean} showTest
   * @param {Touched|null} touched
   */
  choose(showTest, touched) {
    for (const { geometry } of this.meshes) geometry.instanceCount = showTest ? this.#nAll : this.#nTrain;
    if (touched !== this.#touched) this.#touch(touched);
  }

  /**
   * Show other errors.
   * @param {Float32Array} outputs  (n_outputs, n_samples); of other samples, or empty: they are not known
   * @returns {number} bytes to be uploaded
   */
  update(outputs) {
    const isOfThese = outputs.length === this.#nAll * this.#nOutputs;
    this.#own.n_samples.value = isOfThese ? this.#nAll : 0;
    if (!isOfThese) return 0;
    updateTexture(this.#own.sample_outputs, outputs, WIDTH, Math.ceil(outputs.length / WIDTH));
    return outputs.byteLength;
  }

  dispose() {
    for (const mesh of this.meshes) mesh.geometry.dispose();
    this.#stems.material.dispose();
    this.#material.dispose();
    this.#own.sample_outputs.value.dispose();
  }

  /** Samples fade with their stems. */
  #addTouched() {
    addLiveAttribute(this.#marks.geometry, "touched", this.#nAll);
    this.#stems.geometry.setAttribute("touched", this.#marks.geometry.getAttribute("touched"));
  }

  /** @param {Touched|null} touched */
  #touch(touched) {
    this.#touched = touched;
    const samples = touched?.samples ?? [];
    this.#own.has_touched.value = samples.length > 0;
    const attribute = this.#marks.geometry.getAttribute("touched");
    attribute.array.fill(0);
    for (const sample of samples) attribute.array[sample] = 1;
    attribute.needsUpdate = true;
  }
}
