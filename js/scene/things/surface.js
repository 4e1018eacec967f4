/**
 * The output over the input plane as a large relief to the right of the network, with an axis of heights: one draw call.
 * Height and colour are the output; of several outputs the largest one's, in the colour of its class. Head-on it is the
 * flat map. At the shown point is a mark.
 */

import { DoubleSide, Mesh, ShaderMaterial, Vector2, Vector4 } from "three";
import { MAP, VALUE_SHARE } from "../plan/relief-shape.js";
import { heightTicks } from "../plan/stems.js";
import { CLASSES } from "../plan/theme.js";
import { MARK_GLSL } from "./marks.js";
import { OUTPUT_GLSL } from "./outputs.js";
import { NEARER, POINT_FRAGMENT_GLSL, POINT_GLSL, withPointMark } from "./point-mark.js";
import { MAP_GLSL, makeRelief, makeTexture, updateTexture } from "./relief.js";
import { Samples } from "./samples.js";
import { VALUES_GLSL } from "./values.js";

/** @import {DatasetEvent} from "../../protocol.js" */
/** @import {Touched} from "../../model/view.js" */
/** @import {Square} from "../plan/placement.js" */
/** @import {Uniforms} from "./uniforms.js" */

/** Vertices along each side, at most: of a finer grid every pixel looks up its own value, which costs less than triangles. */
const MOST_ALONG = 81;
/** Thickness of the frame, in halves of the side. */
const FRAME = 0.015;
/** The axis of heights stands on the upper right corner: its lines across, and along. (x: level, y: above the corner.) */
const TICK = 0.05;
const AXIS = axisOf(heightTicks([0, 1]).map(({ level }) => level));

/** What is within its frame. @typedef {keyof typeof CONTENTS} SurfaceContent */
const CONTENTS = { map: 0, empty: 1, value: 2 };
const CONTENT_GLSL = /* glsl */ `
const int EMPTY = ${CONTENTS.empty};
const int VALUE = ${CONTENTS.value};
uniform int content;
`;

const VERTEX = /* glsl */ `
varying vec2 at;
varying vec3 normal_view;
varying float is_frame;
varying float mark;
varying float own_level;
uniform int map_unit;
uniform int first_output;
${CONTENT_GLSL}
${MARK_GLSL}
${OUTPUT_GLSL}
${VALUES_GLSL}
${POINT_GLSL}

// Of the shown point, by its own activations.
float levelOfPoint() {
  float level = 0.0;
  for (int row = 0; row < ${CLASSES}; row++) {
    if (row < n_outputs) level = max(level, levelFrom(valueOf(first_output + row)));
  }
  return level;
}

void main() {
  is_frame = position.z;
  own_level = 0.0;
  mark = map_unit < 0 ? 0.0 : markOfUnit(map_unit);
  at = position.xy;
  normal_view = vec3(0.0, 0.0, 1.0);
  vec3 place = square.xyz + vec3(0.0, 0.0, ${MAP.before.toFixed(2)} * square.w);
  if (is_frame > 4.5) {
    place += vec3(shown_point.xy * square.w, heightOf(levelOfPoint()));
    gl_Position = pointMark(position, place, square.w, ${NEARER.map.toFixed(2)});
    return;
  }
  if (is_frame > 0.5) {
    place += is_frame > 2.5
      ? vec3(1.0, 1.0 + position.y, 0.0) * square.w + vec3(0.0, 0.0, heightOf(1.0) * position.x)
      : vec3(position.xy * square.w * (is_frame > 1.5 ? 1.0 + ${FRAME.toFixed(3)} * (1.0 + 2.0 * mark) : 1.0), 0.0);
  } else if (content == EMPTY) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  } else if (content == VALUE) {
    place += vec3((at / (size - 1.0) * 2.0 - 1.0) * square.w * ${VALUE_SHARE.toFixed(2)}, 0.0);
  } else {
    ivec2 point = ivec2(at + 0.5);
    float step_size = 2.0 * square.w / (size - 1.0);
    vec2 slope = vec2(
      levelAt(point + ivec2(1, 0)) - levelAt(point - ivec2(1, 0)),
      levelAt(point + ivec2(0, 1)) - levelAt(point - ivec2(0, 1))
    ) * heightOf(1.0) / (2.0 * step_size);
    normal_view = normalMatrix * normalize(vec3(-slope, 1.0));
    own_level = levelAt(point);
    place += vec3((at / (size - 1.0) * 2.0 - 1.0) * square.w, heightOf(own_level));
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
uniform mat4 modelViewMatrix;
uniform vec3 text_muted;
uniform float pixel_ratio;
uniform float value_share;
${CONTENT_GLSL}
varying vec2 at;
varying vec3 normal_view;
varying float is_frame;
varying float mark;
varying float own_level;
uniform vec3 mark_color;
${OUTPUT_GLSL}
${MAP_GLSL}
${POINT_FRAGMENT_GLSL}

// How far the winner is above the next one: 0 on a boundary.
float marginAt(vec2 at, ivec2 rows) {
  return levelAt(at, rows.x) - levelAt(at, rows.y);
}

// The colour, and how many pixels it is to the boundary. Of one output both come from the vertices, of a fine grid and of
// several outputs they are found per pixel, with the rows held: across a boundary they change, and fwidth() would see a
// kink.
vec4 mapAt(vec2 here) {
  if (n_outputs == 1) {
    float level = size > ${MOST_ALONG.toFixed(1)} ? levelAt(here, 0) : own_level;
    float margin = level - 0.5;
    float steepness = length(vec2(dFdx(margin), dFdy(margin)));
    return vec4(divergingColor(level), abs(margin) / max(steepness, 1e-6));
  }
  ivec2 rows = winnersAt(here);
  float guess = 1.0 / float(n_outputs);
  float share = clamp((levelAt(here, rows.x) - guess) / (1.0 - guess), 0.0, 1.0);
  float margin = marginAt(here, rows);
  vec2 steepness = vec2(marginAt(here + dFdx(at), rows), marginAt(here + dFdy(at), rows)) - margin;
  return vec4(shadeOf(class_colors[rows.x], share), abs(margin) / max(length(steepness), 1e-6));
}

void main() {
  vec4 seen = mapAt(clamp(at, vec2(0.0), vec2(size - 1.0)));
  vec3 color = mix(seen.rgb * lightOn(normal_view), text, 1.0 - smoothstep(0.6, 1.4, seen.a / pixel_ratio));
  vec3 other = is_frame > 4.5 ? pointColor(is_frame) : mix(text_muted, mark_color, min(mark * 1.6, 1.0));
  if (content == VALUE) color = signedColor(value_share);
  gl_FragColor = vec4(is_frame > 0.5 ? other : color, 1.0);
  #include <colorspace_fragment>
}
`;

export class Surface {
  meshes;
  #own = {
    outputs: { value: makeTexture(1, 1) },
    size: { value: 1 },
    n_outputs: { value: 1 },
    target_range: { value: new Vector2(0, 1) },
    square: { value: new Vector4() },
    map_unit: { value: -1 },
    first_output: { value: 0 },
    content: { value: CONTENTS.map },
    value_share: { value: 0 },
  };
  #material;
  #relief;
  #samples;
  #hasMap = false;

  /** @param {Uniforms} uniforms  with values and the shown point */
  constructor(uniforms) {
    this.#material = new ShaderMaterial({
      uniforms: { ...uniforms, ...this.#own },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      side: DoubleSide,
    });
    // With all attributes from the start: for another set of them three.js makes another program.
    this.#relief = new Mesh(withPointMark(makeRelief(2, 0)), this.#material);
    this.#samples = new Samples({ ...uniforms, ...this.#own });
    this.meshes = [this.#relief, ...this.#samples.meshes];
    for (const mesh of this.meshes) mesh.frustumCulled = false;
    this.#show(false);
  }

  /**
   * Nothing is shown until there is an output.
   * @param {boolean} hasMap  whether there is to be a map
   * @param {number} firstOutput  the first unit that it stands for
   * @param {boolean} isSingle  or the only one
   */
  rebuild(hasMap, firstOutput, isSingle) {
    this.#hasMap = hasMap;
    this.#own.first_output.value = firstOutput;
    this.#own.map_unit.value = isSingle ? firstOutput : -1;
    this.#show(false);
  }

  /**
   * @param {SurfaceContent} content
   * @param {number} share  of a value, as a share of what full colour stands for
   */
  setContent(content, share) {
    this.#own.content.value = CONTENTS[content];
    this.#own.value_share.value = share;
    this.#show(this.#relief.visible);
  }

  /** @param {Square} square */
  place(square) {
    this.#own.square.value.set(...square);
  }

  /**
   * Stand other samples on it.
   * @param {DatasetEvent} dataset
   */
  updateSamples(dataset) {
    this.#own.n_outputs.value = dataset.n_outputs;
    this.#own.target_range.value.set(...dataset.target_range);
    this.#samples.rebuild(dataset);
  }

  /**
   * @param {boolean} showTest
   * @param {Touched|null} touched
   */
  choose(showTest, touched) {
    this.#samples.choose(showTest, touched);
  }

  /** @param {Float32Array} outputs  (n_outputs, n_samples) @returns {number} bytes to be uploaded */
  updateErrors(outputs) {
    return this.#samples.update(outputs);
  }

  /**
   * Show another output.
   * @param {Float32Array} grid  (n_outputs, size, size)
   * @returns {number} bytes to be uploaded
   */
  update(grid) {
    const { outputs, n_outputs, size } = this.#own;
    const points = Math.round(Math.sqrt(grid.length / n_outputs.value));
    this.#show(this.#hasMap && points > 1 && points * points * n_outputs.value === grid.length);
    if (!this.#relief.visible) return 0;
    if (size.value !== points) {
      size.value = points;
      this.#relief.geometry.dispose();
      this.#relief.geometry = withPointMark(makeRelief(points, 1, Math.min(points, MOST_ALONG), AXIS));
    }
    updateTexture(outputs, grid, points, points * n_outputs.value);
    return grid.byteLength;
  }

  dispose() {
    this.#relief.geometry.dispose();
    this.#material.dispose();
    this.#samples.dispose();
    this.#own.outputs.value.dispose();
  }

  /** @param {boolean} isShown */
  #show(isShown) {
    this.#relief.visible = isShown;
    const hasSamples = isShown && this.#own.content.value !== CONTENTS.value;
    for (const mesh of this.#samples.meshes) mesh.visible = hasSamples;
  }
}

/** A line along the axis and a tick at each level, as quads. @param {number[]} levels */
function axisOf(levels) {
  const quad = (
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {number} */ low,
    /** @type {number} */ high,
  ) => [from, low, 3, to, low, 3, from, high, 3, to, high, 3];
  const ticks = levels.map((level) => quad(level - 0.01, level + 0.01, 0, TICK));
  return [quad(0, 1, 0, FRAME), ...ticks];
}
