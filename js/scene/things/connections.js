/**
 * All weights and biases in one draw call. A connection is a curve from the edge of a tile to the back of another, drawn as
 * a ribbon that faces the camera and is shaded as a round tube; a bias is a stub below its tile. The shader makes
 * thickness, opacity and colour from the value.
 */

import { DataTexture, FloatType, Mesh, RGBAFormat, ShaderMaterial } from "three";
import { CURVES_GLSL } from "../plan/curves.js";
import { MAPPING_GLSL } from "../plan/mapping.js";
import { drawByDetail } from "./detail.js";
import { MARK_GLSL } from "./marks.js";
import { PLACES_GLSL } from "./places.js";
import { makeTexture, updateTexture } from "./relief.js";
import { BLOCK, makeRibbons } from "./ribbons.js";
import { VALUES_GLSL } from "./values.js";

/** @import {Wiring} from "../plan/wiring.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** Half the thickness of the strongest connection, as a share of half the side of the tile that it enters, */
const HALF_WIDTH = 0.085;
/** at most, in world units. */
const MOST_HALF_WIDTH = 0.0085;
/** What a selection leaves of the opacity of connections that have nothing to do with it (by eye). */
const FADED = 0.1;
/** Least opacity of those that have. */
const RAISED = 0.5;
/** The same for the unit that the pointer is on. */
const FADED_LIGHTLY = 0.4;
const RAISED_LIGHTLY = 0.35;
/** Of a network, at most, after the input. */
const LAYERS = 9;
/** Between two layers with more connections than this, weak ones are fainter (by eye). */
const CROWD = 60;
/** Edge of a marked connection, CSS px. */
const EDGE = 2;

/** @type {Wiring} */
const NO_WIRING = { fromUnits: new Int32Array(), toUnits: new Int32Array(), layers: new Uint8Array() };

const VERTEX = /* glsl */ `
uniform highp sampler2D wires; // the units at its ends, its layer; on the path of a chosen sample through an opened step: 1
uniform highp sampler2D parameters;
uniform int n_parameters;
uniform int block; // parameters of an instance, and of a row of the textures
uniform float crowds[${LAYERS}]; // share of its opacity that a weak one keeps
uniform vec2 viewport;
uniform float pixel_ratio;
uniform vec3 weight_positive;
uniform vec3 weight_negative;
uniform vec3 text_muted;
uniform float scales[${LAYERS}];
uniform float focus_scale;
uniform bool is_contribution;
uniform bool has_path;
uniform bool has_focus; // whether into a unit that is chosen or hovered they are contributions
varying vec2 offset_px;
varying float half_px;
varying float opacity;
varying vec3 color;
varying float mark;
varying float edge_px;
${MAPPING_GLSL}
${MARK_GLSL}
${PLACES_GLSL}
${VALUES_GLSL}
${CURVES_GLSL}

void main() {
  ivec2 texel = ivec2(position.z + 0.5, gl_InstanceID);
  int parameter = texel.y * block + texel.x;
  if (parameter >= n_parameters) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  float value = texelFetch(parameters, texel, 0).r;
  vec4 wire = texelFetch(wires, texel, 0);
  ivec2 ends = ivec2(wire.xy + 0.5);
  int layer = int(wire.z + 0.5);
  bool is_bias = ends.x == ends.y;
  vec4 a = placeOf(ends.x);
  vec4 b = placeOf(ends.y);
  float t = position.x;
  vec3 point;
  vec3 along;
  if (is_bias) {
    along = stubOf(b);
    point = b.xyz - vec3(0.0, b.w, 0.0) - along * (1.0 - t);
  } else {
    vec3 p0, p1, p2, p3;
    curveOf(a, b, p0, p1, p2, p3);
    float s = 1.0 - t;
    point = s * s * s * p0 + 3.0 * s * s * t * p1 + 3.0 * s * t * t * p2 + t * t * t * p3;
    along = 3.0 * s * s * (p1 - p0) + 6.0 * s * t * (p2 - p1) + 3.0 * t * t * (p3 - p2);
  }
  point = (modelViewMatrix * vec4(point, 1.0)).xyz;
  along = (modelViewMatrix * vec4(along, 0.0)).xyz;
  along /= max(length(along), 1e-6);
  vec3 across = cross(-point, along);
  across /= max(length(across), 1e-6);

  bool is_focused = has_focus && (ends.y == marked_units.x || (marked_units.x < 0 && ends.y == marked_units.y));
  bool as_contribution = is_contribution || is_focused;
  float shown = as_contribution && !is_bias ? value * valueOf(ends.x) : value;
  float scale = is_focused && !is_contribution ? focus_scale : scales[layer];
  float strength = strengthOf(shown, scale);
  float px_per_unit = 0.5 * projectionMatrix[1][1] * viewport.y / max(-point.z, 1e-3);
  float widest = min(${HALF_WIDTH.toFixed(4)} * b.w, ${MOST_HALF_WIDTH.toFixed(4)});
  float true_half_px = widest * thicknessOf(strength) * px_per_unit;
  // Never thinner than a pixel: what is missing in width is taken from the opacity.
  half_px = max(true_half_px, 0.5 * pixel_ratio);
  opacity = opacityOf(strength) * mix(1.0, true_half_px / half_px, 0.7) * mix(crowds[layer], 1.0, strength * strength);
  mark = markOf(parameter, marked_parameters);
  edge_px = mark > 0.0 ? ${EDGE.toFixed(1)} * pixel_ratio : 0.0;
  bool has_selection = marked_units.x >= 0 || marked_parameters.x >= 0;
  bool is_related = mark > 0.0 || ends.x == marked_units.x || ends.y == marked_units.x;
  bool is_hovered = ends.x == marked_units.y || ends.y == marked_units.y;
  bool has_touched = touched_units.y > 0 || touched_parameters.y > 0;
  if (has_touched) {
    opacity = isWithin(parameter, touched_parameters) ? max(opacity, ${RAISED.toFixed(2)}) : opacity * ${FADED.toFixed(2)};
  } else if (has_selection && is_related) opacity = max(opacity, ${RAISED.toFixed(2)});
  else if (has_path) opacity *= wire.w > 0.5 ? 1.0 : ${FADED.toFixed(2)};
  else if (has_selection) opacity *= ${FADED.toFixed(2)};
  else if (marked_units.y >= 0 && !is_hovered) opacity *= ${FADED_LIGHTLY.toFixed(2)};
  if (is_hovered) opacity = max(opacity, ${RAISED_LIGHTLY.toFixed(2)});
  if (mark > 0.0) opacity = max(opacity, 0.9);
  half_px += edge_px;
  color = shown > 0.0 ? weight_positive : shown < 0.0 ? weight_negative : text_muted;

  // Half a pixel more on each side for the soft edge.
  float reach_px = half_px + 0.5;
  point += across * position.y * (reach_px / px_per_unit);
  offset_px = vec2(0.0, reach_px * position.y);
  gl_Position = projectionMatrix * vec4(point, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
varying vec2 offset_px;
varying float half_px;
varying float opacity;
varying vec3 color;
varying float mark;
varying float edge_px;
uniform vec3 mark_color;

void main() {
  float from_axis = abs(offset_px.y);
  float coverage = clamp(half_px + 0.5 - from_axis, 0.0, 1.0);
  if (coverage <= 0.0) discard;
  float slope = min(from_axis / half_px, 1.0);
  float light = mix(0.62, 1.0, sqrt(1.0 - slope * slope));
  vec3 shaded = color * mix(1.0, light, smoothstep(1.0, 3.0, half_px));
  float is_edge = mark * smoothstep(-0.5, 0.5, from_axis - half_px + edge_px);
  gl_FragColor = vec4(mix(shaded, mark_color, is_edge), opacity * coverage);
  #include <colorspace_fragment>
}
`;

/** @param {Uniforms} uniforms  with places and values */
export function createConnections(uniforms) {
  const scales = { value: new Float32Array(LAYERS).fill(1) };
  const own = {
    ...{ wires: { value: makeWires(NO_WIRING, 1) }, parameters: { value: makeTexture(1, 1) } },
    ...{ n_parameters: { value: 0 }, block: { value: 1 }, crowds: { value: new Float32Array(LAYERS) } },
    ...{ focus_scale: { value: 1 }, is_contribution: { value: false }, has_focus: { value: true } },
    has_path: { value: false },
  };
  const material = new ShaderMaterial({
    uniforms: { ...uniforms, scales, ...own },
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    depthWrite: false,
  });
  const mesh = new Mesh(makeRibbons(0, 1), material);
  mesh.frustumCulled = false;
  drawByDetail(mesh);
  return {
    mesh,

    /**
     * Build for another network.
     * @param {Wiring} wiring
     */
    rebuild(wiring) {
      const count = wiring.layers.length;
      const block = Math.min(count, BLOCK);
      mesh.geometry.dispose();
      mesh.geometry = makeRibbons(count, block);
      own.n_parameters.value = count;
      own.block.value = block;
      own.crowds.value.set(crowdsOf(wiring.layers));
      own.wires.value.dispose();
      own.wires.value = makeWires(wiring, block);
      own.has_path.value = false;
    },

    /**
     * Show other values; those of another network, of another number, are left alone.
     * @param {Float32Array} shown  (n_parameters,) parameters or gradients
     * @returns {number} bytes to be uploaded
     */
    update(shown) {
      if (shown.length !== own.n_parameters.value) return 0;
      updateTexture(own.parameters, shown, own.block.value, Math.ceil(shown.length / own.block.value));
      return shown.byteLength;
    },

    /**
     * Let some stand out.
     * @param {Uint8Array|null} path  (n_parameters,) 1: it does; null: none does
     */
    lead(path) {
      own.has_path.value = path?.length === own.n_parameters.value;
      if (path === null || !own.has_path.value) return;
      const texels = /** @type {Float32Array} */ (own.wires.value.image.data);
      for (const [at, isOnPath] of path.entries()) texels[4 * at + 3] = isOnPath;
      own.wires.value.needsUpdate = true;
    },

    /**
     * Say what the strongest connection of each layer stands for.
     * @param {{scales: Float32Array, focusScale: number, isContribution: boolean}} shown  scales: per layer after the input;
     *   focusScale: of what enters the chosen unit
     * @param {boolean} hasFocus  whether into that they are contributions
     */
    scale({ scales: perLayer, focusScale, isContribution }, hasFocus) {
      scales.value.set(perLayer.subarray(0, LAYERS));
      own.focus_scale.value = focusScale;
      own.is_contribution.value = isContribution;
      own.has_focus.value = hasFocus;
    },

    dispose() {
      mesh.geometry.dispose();
      material.dispose();
      own.wires.value.dispose();
      own.parameters.value.dispose();
    },
  };
}

/** @param {Wiring} wiring @param {number} block */
function makeWires({ fromUnits, toUnits, layers }, block) {
  const nRows = Math.max(Math.ceil(layers.length / block), 1);
  const texels = new Float32Array(4 * block * nRows);
  for (const [at, layer] of layers.entries())
    texels.set([Number(fromUnits[at]), Number(toUnits[at]), layer], 4 * at);
  const texture = new DataTexture(texels, block, nRows, RGBAFormat, FloatType);
  texture.needsUpdate = true;
  return texture;
}

/**
 * Where there are many connections between two layers, weak ones would make a fog.
 * @param {Uint8Array} layers  of each parameter
 * @returns {Float32Array}  (LAYERS,)
 */
function crowdsOf(layers) {
  const counts = new Float32Array(LAYERS);
  for (const layer of layers) counts[layer] = Number(counts[layer]) + 1;
  return counts.map((count) => Math.min(Math.sqrt(CROWD / count), 1));
}
