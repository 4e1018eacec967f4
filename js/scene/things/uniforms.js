/**
 * Uniforms that all materials of the scene share: the size of the picture and the page's colours.
 */

import { Color, Vector2, Vector4 } from "three";
import { linearFromHex } from "../../model/colors.js";
import { valueAt } from "../../model/value-at.js";
import { CLASSES } from "../plan/theme.js";

/** @import {Theme} from "../plan/theme.js" */

/** @typedef {ReturnType<typeof makeUniforms>} Uniforms */

/** Make the uniforms; colours are linear light, black until updateTheme. */
export function makeUniforms() {
  return {
    viewport: { value: new Vector2(1, 1) }, // device px
    pixel_ratio: { value: 1 },
    background: { value: new Color(0, 0, 0) },
    text: { value: new Color(0, 0, 0) },
    text_muted: { value: new Color(0, 0, 0) },
    weight_positive: { value: new Color(0, 0, 0) },
    weight_negative: { value: new Color(0, 0, 0) },
    class_colors: { value: Array.from({ length: CLASSES }, () => new Color(0, 0, 0)) },
    class_mid: { value: new Color(0, 0, 0) },
    glass: { value: new Color(0, 0, 0) },
    glass_edge: { value: new Color(0, 0, 0) },
    shadow: { value: new Color(0, 0, 0) },
    loss_colors: { value: [new Color(0, 0, 0), new Color(0, 0, 0), new Color(0, 0, 0)] }, // low, middle, high
    loss_path: { value: new Color(0, 0, 0) },
    mark_color: { value: new Color(0, 0, 0) },
    marked_units: { value: new Vector2(-1, -1) }, // x selected, y hovered; -1 is none
    marked_parameters: { value: new Vector2(-1, -1) },
    marked_ends: { value: new Vector4(-1, -1, -1, -1) }, // units at the ends of the selected parameter, of the hovered
    touched_units: { value: new Vector4(-1, -1, -1, -1) }, // two spans that a line of code computes with
    touched_parameters: { value: new Vector4(-1, -1, -1, -1) },
    unit_colors: { value: [new Color(0, 0, 0), new Color(0, 0, 0), new Color(0, 0, 0)] },
  };
}

/**
 * @param {Uniforms} uniforms
 * @param {Theme} theme
 */
export function updateTheme(uniforms, theme) {
  setColor(uniforms.background.value, theme.background);
  setColor(uniforms.text.value, theme.text);
  setColor(uniforms.text_muted.value, theme.text_muted);
  setColor(uniforms.weight_positive.value, theme.weight_positive);
  setColor(uniforms.weight_negative.value, theme.weight_negative);
  setColor(uniforms.mark_color.value, theme.accent);
  setColor(uniforms.class_mid.value, theme.class_mid);
  setColor(uniforms.glass.value, theme.glass);
  setColor(uniforms.glass_edge.value, theme.glass_edge);
  setColor(uniforms.shadow.value, theme.shadow);
  for (const [index, hex] of theme.classes.entries()) {
    setColor(valueAt(uniforms.class_colors.value, index), hex);
  }
  setColor(uniforms.loss_path.value, theme.loss_path);
  for (const [index, hex] of theme.loss_colors.entries()) {
    setColor(valueAt(uniforms.loss_colors.value, index), hex);
  }
  for (const [role, hex] of theme.units.entries()) {
    setColor(valueAt(uniforms.unit_colors.value, role), hex);
  }
}

/**
 * @param {Color} color
 * @param {string} hex
 */
function setColor(color, hex) {
  color.setRGB(...linearFromHex(hex));
}
