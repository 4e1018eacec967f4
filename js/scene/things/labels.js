/**
 * All names in one draw call: upright, of constant size, one texel per device pixel where the picture is sharp.
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
import { makeAtlas } from "./atlas.js";
import { addLiveAttribute, makeInstances } from "./instances.js";

/** @import {InstancedBufferAttribute} from "three" */
/** @import {Label} from "../plan/label-plan.js" */
/** @import {Cell, Text} from "./atlas.js" */
/** @import {Uniforms} from "./uniforms.js" */

const CORNERS = [0, 0, 1, 0, 0, 1, 1, 1];

const VERTEX = /* glsl */ `
attribute vec3 middle; // CSS px from the upper left corner, ink
attribute vec4 cell;
uniform vec2 viewport;
uniform vec2 atlas_size;
uniform float atlas_ratio;
uniform float pixel_ratio; // of the picture, which may be coarser
varying vec2 texel;
varying float ink;

void main() {
  ink = middle.z;
  // Whole device pixels, or the text would be blurred.
  vec2 at = vec2(middle.x * pixel_ratio, viewport.y - middle.y * pixel_ratio);
  vec2 size = cell.zw * pixel_ratio / atlas_ratio;
  vec2 pixel = floor(at - size * 0.5 + 0.5) + position.xy * size;
  texel = vec2(cell.x + position.x * cell.z, cell.y + (1.0 - position.y) * cell.w) / atlas_size;
  gl_Position = vec4(pixel / viewport * 2.0 - 1.0, 0.0, 1.0);
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

export class Labels {
  mesh;
  #material;
  #atlas = { value: new Texture() };
  #atlasSize = { value: new Vector2(1, 1) };
  /** Its pixels per CSS pixel. */
  #atlasRatio = { value: 1 };
  /** Texts that are in the atlas. @type {Map<string, {text: Text, cell: Cell|null}>} */
  #known = new Map();
  #drawnFor = "";

  /** @param {Uniforms} uniforms */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: {
        ...uniforms,
        atlas: this.#atlas,
        atlas_size: this.#atlasSize,
        atlas_ratio: this.#atlasRatio,
      },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      transparent: true,
      depthWrite: false,
      depthTest: false,
    });
    this.mesh = new Mesh(new InstancedBufferGeometry(), this.#material);
    this.mesh.frustumCulled = false;
    this.#allocate(0);
  }

  /**
   * Show these names, and no others.
   * @param {Label[]} labels
   * @param {string} family  font family
   * @param {number} pixelRatio
   */
  update(labels, family, pixelRatio) {
    const isDrawn =
      this.#drawnFor === `${family} ${pixelRatio}` && labels.every((label) => this.#known.has(keyOf(label)));
    if (!isDrawn) this.#draw(labels, family, pixelRatio);
    if (labels.length > this.#middle.count) this.#allocate(labels.length * 2);
    for (const [index, label] of labels.entries()) {
      const { x = 0, y = 0, width = 0, height = 0 } = this.#known.get(keyOf(label))?.cell ?? {};
      this.#middle.setXYZ(index, label.x, label.y, label.ink);
      this.#cell.setXYZW(index, x, y, width, height);
    }
    this.mesh.geometry.instanceCount = labels.length;
    this.#middle.needsUpdate = true;
    this.#cell.needsUpdate = true;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.#material.dispose();
    this.#atlas.value.dispose();
  }

  get #middle() {
    return /** @type {InstancedBufferAttribute} */ (this.mesh.geometry.getAttribute("middle"));
  }

  get #cell() {
    return /** @type {InstancedBufferAttribute} */ (this.mesh.geometry.getAttribute("cell"));
  }

  /** @param {number} count */
  #allocate(count) {
    this.mesh.geometry.dispose();
    this.mesh.geometry = makeInstances(CORNERS, 0, {});
    addLiveAttribute(this.mesh.geometry, "middle", count, 3);
    addLiveAttribute(this.mesh.geometry, "cell", count, 4);
  }

  /** @param {Label[]} labels @param {string} family @param {number} pixelRatio */
  #draw(labels, family, pixelRatio) {
    this.#drawnFor = `${family} ${pixelRatio}`;
    this.#atlasRatio.value = pixelRatio;
    this.#known = new Map(labels.map((text) => [keyOf(text), { text, cell: null }]));
    const entries = [...this.#known.values()];
    const { canvas, cells } = makeAtlas(
      entries.map(({ text }) => text),
      family,
      pixelRatio,
    );
    for (const [index, entry] of entries.entries()) entry.cell = cells[index] ?? null;
    this.#atlas.value.dispose();
    this.#atlas.value = makeTexture(canvas);
    this.#atlasSize.value.set(canvas.width, canvas.height);
  }
}

/** @param {Text} text */
const keyOf = ({ text, px, weight, outline }) => [text, px, weight, outline].join();

/** @param {HTMLCanvasElement} canvas */
function makeTexture(canvas) {
  const texture = new CanvasTexture(canvas);
  texture.flipY = false;
  texture.generateMipmaps = false;
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  return texture;
}
