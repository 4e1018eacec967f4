/**
 * How a shader marks what is selected or hovered: x of a pair is the selected index, y the hovered one; -1 is none.
 * A marked connection marks the units at its ends more lightly.
 */

/** What a hovered thing is marked with, of a selected one's full mark; and the ends of a hovered connection (by eye). */
const HOVERED = 0.55;
const HOVERED_END = 0.35;

export const MARK_GLSL = /* glsl */ `
uniform ivec2 marked_units;
uniform ivec2 marked_parameters;
uniform ivec4 marked_ends; // units at the ends of the selected parameter, then of the hovered one
uniform vec3 mark_color;

float markOf(int index, ivec2 marked) {
  return index == marked.x ? 1.0 : index == marked.y ? ${HOVERED.toFixed(2)} : 0.0;
}

float markOfUnit(int index) {
  float of_ends = index == marked_ends.x || index == marked_ends.y ? ${HOVERED.toFixed(2)}
    : index == marked_ends.z || index == marked_ends.w ? ${HOVERED_END.toFixed(2)} : 0.0;
  return max(markOf(index, marked_units), of_ends);
}
`;
