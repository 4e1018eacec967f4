/**
 * The samples in a layer's space, in one draw call: spheres in the colours of their classes or targets, hollow ones for
 * test samples, a ring around the chosen one.
 */

import { InstancedBufferGeometry, Mesh, ShaderMaterial } from "three";
import { makeStems } from "../plan/stems.js";
import { CLASSES } from "../plan/theme.js";
import { addLiveAttribute, makeInstances } from "../things/instances.js";

/** @import {DatasetEvent} from "../../protocol.js" */
/** @import {ViewSettings} from "../../model/view.js" */
/** @import {Uniforms} from "../things/uniforms.js" */

const CORNERS = [-1, -1, 1, -1, -1, 1, 1, 1];
/** Radius, in sides of the cube. */
const RADIUS = 0.0105;
/** Of the rim, and of the ring around the chosen one, in radii. */
const RIM = 1.22;
const RING = { inner: 1.7, outer: 2.15 };
/** Opacity of samples that a line of code does not compute with, beside some that it does (by eye). */
const FADED = 0.3;

const VERTEX = /* glsl */ `
attribute vec3 center;
attribute float own_level;
attribute float own_class;
attribute float is_test;
attribute float touched;
uniform int shown;
uniform int n_outputs;
uniform bool has_touched;
uniform vec3 class_colors[${CLASSES}];
uniform vec3 class_mid;
varying vec2 on_mark;
varying vec3 color;
varying float hollow;
varying float chosen;
varying float opacity;

void main() {
  chosen = gl_InstanceID == shown ? 1.0 : 0.0;
  hollow = is_test;
  opacity = has_touched && touched < 0.5 ? ${FADED.toFixed(2)} : 1.0;
  float purity = n_outputs > 1 ? 1.0 : abs(own_level * 2.0 - 1.0);
  color = mix(class_mid, class_colors[n_outputs > 1 ? int(own_class + 0.5) : own_level < 0.5 ? 0 : 1], purity);
  on_mark = position.xy * (chosen > 0.5 ? ${(RING.outer + 0.2).toFixed(2)} : ${(RIM + 0.15).toFixed(2)});
  vec4 middle = modelViewMatrix * vec4(center, 1.0);
  middle.xy += on_mark * ${RADIUS.toFixed(4)};
  gl_Position = projectionMatrix * middle;
  // Before the sheet on which it lies, the chosen one before the others, but drawn where it is.
  middle.z += ${RADIUS.toFixed(4)} * (2.6 + chosen);
  vec4 before = projectionMatrix * middle;
  gl_Position.z = before.z / before.w * gl_Position.w;
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 background;
uniform vec3 text;
varying vec2 on_mark;
varying vec3 color;
varying float hollow;
varying float chosen;
varying float opacity;

void main() {
  float from_middle = length(on_mark);
  float pixel = max(fwidth(from_middle), 1e-4);
  float ring = chosen * clamp((${((RING.outer - RING.inner) / 2).toFixed(3)} - abs(from_middle - ${((RING.inner + RING.outer) / 2).toFixed(3)})) / pixel + 0.5, 0.0, 1.0);
  float mark = clamp((${RIM.toFixed(2)} - from_middle) / pixel + 0.5, 0.0, 1.0);
  if (max(ring, mark) <= 0.0) discard;
  float filled = clamp((1.0 - from_middle) / pixel + 0.5, 0.0, 1.0);
  if (hollow > 0.5) filled *= clamp((from_middle - 0.55) / pixel + 0.5, 0.0, 1.0);
  vec3 normal = vec3(on_mark, sqrt(max(1.0 - dot(on_mark, on_mark), 0.0)));
  float light = 0.72 + 0.42 * max(dot(normal, normalize(vec3(-0.45, 0.7, 0.6))), 0.0);
  gl_FragColor = vec4(mark > 0.0 ? mix(background, color * light, filled) : text, max(ring, mark * opacity));
  #include <colorspace_fragment>
}
`;

export class Points {
  mesh;
  #own = { shown: { value: -1 }, n_outputs: { value: 1 }, has_touched: { value: false } };
  #material;
  #nTrain = 0;
  #nAll = 0;

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: { ...uniforms, ...this.#own },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      alphaToCoverage: true,
    });
    this.mesh = new Mesh(new InstancedBufferGeometry(), this.#material);
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
  }

  /** Take other samples. @param {DatasetEvent} dataset */
  rebuild(dataset) {
    this.#nTrain = dataset.train_inputs.length / dataset.n_inputs;
    this.#nAll = this.#nTrain + dataset.test_inputs.length / dataset.n_inputs;
    this.#own.n_outputs.value = dataset.n_outputs;
    const { target, own_class, is_test } = makeStems(dataset);
    const [low, high] = dataset.target_range;
    const ownLevel = target.map((value) => Math.min(Math.max((value - low) / (high - low), 0), 1));
    this.mesh.geometry.dispose();
    this.mesh.geometry = makeInstances(CORNERS, this.#nAll, {
      own_level: [ownLevel, 1],
      own_class: [own_class, 1],
      is_test: [is_test, 1],
    });
    addLiveAttribute(this.mesh.geometry, "center", this.#nAll, 3);
    addLiveAttribute(this.mesh.geometry, "touched", this.#nAll);
    this.mesh.visible = false; // until they have places
  }

  /** @param {Pick<ViewSettings, "show_test"|"sample"|"touched">} view */
  choose({ show_test, sample, touched }) {
    /** @type {InstancedBufferGeometry} */ (this.mesh.geometry).instanceCount = show_test
      ? this.#nAll
      : this.#nTrain;
    this.#own.shown.value = sample ?? -1;
    const marked = touched?.samples ?? [];
    this.#own.has_touched.value = marked.length > 0;
    const attribute = this.mesh.geometry.getAttribute("touched");
    if (!attribute) return;
    attribute.array.fill(0);
    for (const at of marked) attribute.array[at] = 1;
    attribute.needsUpdate = true;
  }

  /** @param {Float32Array} places  (n_train + n_test, 3) */
  place(places) {
    this.mesh.visible = places.length === 3 * this.#nAll && this.#nAll > 0;
    if (!this.mesh.visible) return;
    const attribute = this.mesh.geometry.getAttribute("center");
    attribute.array.set(places);
    attribute.needsUpdate = true;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.#material.dispose();
  }
}
