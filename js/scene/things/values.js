/** What every unit answers for the shown point or sample, as all shaders read it. */

import { makeTexture, updateTexture } from "./relief.js";

const WIDTH = 256; // texels

export const VALUES_GLSL = /* glsl */ `
uniform highp sampler2D unit_values;

float valueOf(int unit) {
  return texelFetch(unit_values, ivec2(unit % ${WIDTH}, unit / ${WIDTH}), 0).r;
}
`;

export class Values {
  uniforms = { unit_values: { value: makeTexture(WIDTH, 1) } };
  #padded = new Float32Array(WIDTH);

  /**
   * @param {Float64Array} activations  (n_units,)
   * @returns {number} bytes to be uploaded
   */
  update(activations) {
    const height = Math.max(Math.ceil(activations.length / WIDTH), 1);
    if (this.#padded.length !== height * WIDTH) this.#padded = new Float32Array(height * WIDTH);
    this.#padded.set(activations);
    updateTexture(this.uniforms.unit_values, this.#padded, WIDTH, height);
    return this.#padded.byteLength;
  }

  dispose() {
    this.uniforms.unit_values.value.dispose();
  }
}
