/**
 * Where every unit is, as all shaders read it: its place in one pose, its place in another, and how much of the way
 * between them is done.
 */

import { DataTexture, FloatType, NearestFilter, RGBAFormat } from "three";

/** @import {Placement} from "../plan/placement.js" */

const WIDTH = 256; // texels; the two places of a unit are below each other

export const PLACES_GLSL = /* glsl */ `
uniform highp sampler2D places;
uniform float way;

// Middle of a unit's tile, and half of its side.
vec4 placeOf(int unit) {
  ivec2 at = ivec2(unit % ${WIDTH}, unit / ${WIDTH} * 2);
  if (way == 0.0) return texelFetch(places, at, 0);
  vec4 there = texelFetch(places, at + ivec2(0, 1), 0);
  return way == 1.0 ? there : mix(texelFetch(places, at, 0), there, way);
}
`;

export class Places {
  uniforms = { places: { value: makeTexture(1) }, way: { value: 0 } };

  /**
   * @param {Placement} from
   * @param {Placement} to
   */
  set(from, to) {
    const nUnits = from.spots.length / 4;
    const nRows = 2 * Math.ceil(nUnits / WIDTH);
    const { places } = this.uniforms;
    if (places.value.image.height !== nRows) {
      places.value.dispose();
      places.value = makeTexture(nRows);
    }
    const texels = /** @type {Float32Array} */ (places.value.image.data);
    for (let first = 0, row = 0; first < nUnits; first += WIDTH, row += 2) {
      const span = [first * 4, Math.min(first + WIDTH, nUnits) * 4];
      texels.set(from.spots.subarray(...span), row * WIDTH * 4);
      texels.set(to.spots.subarray(...span), (row + 1) * WIDTH * 4);
    }
    places.value.needsUpdate = true;
  }

  /** @param {number} share  of the way from one place to the other */
  go(share) {
    this.uniforms.way.value = share;
  }

  dispose() {
    this.uniforms.places.value.dispose();
  }
}

/** @param {number} nRows */
function makeTexture(nRows) {
  const texture = new DataTexture(new Float32Array(WIDTH * nRows * 4), WIDTH, nRows, RGBAFormat, FloatType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  return texture;
}
