/**
 * How a shader marks what is selected or hovered: x of a pair is the selected index, y the hovered one; -1 is none.
 */

/** What a hovered thing is marked with, of a selected one's full mark. */
const HOVER_SHARE = 0.55;

export const MARK_GLSL = /* glsl */ `
uniform ivec2 marked_units;
uniform ivec2 marked_parameters;
uniform vec3 mark_color;

float markOf(int index, ivec2 marked) {
  return index == marked.x ? 1.0 : index == marked.y ? ${HOVER_SHARE.toFixed(2)} : 0.0;
}
`;
