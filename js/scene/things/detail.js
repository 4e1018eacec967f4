/** Geometry with the triangles of a fine frame and, on some of the same vertices, those of a coarse one. */

/** @import {BufferGeometry, Mesh} from "three" */
/** @typedef {[start: number, count: number]} Range  of the index */

/**
 * @param {BufferGeometry} geometry
 * @param {Range} fine
 * @param {Range} coarse
 */
export function setDetail(geometry, fine, coarse) {
  geometry.userData = { fine, coarse };
}

/**
 * Have a mesh drawn as the frame is (scene/coarse-buffer.js).
 * @param {Mesh} mesh  whose geometry has had setDetail
 */
export function drawByDetail(mesh) {
  mesh.onBeforeRender = (_renderer, scene) => {
    const { fine, coarse } = /** @type {{fine: Range, coarse: Range}} */ (mesh.geometry.userData);
    mesh.geometry.setDrawRange(...(scene.userData.isCoarse ? coarse : fine));
  };
}

/**
 * Pieces of a row of vertices, each from one of them to another.
 * @param {number} made  pieces that there are vertices for
 * @param {number} drawn  pieces that are wanted
 * @returns {[number, number][]}  (drawn, 2) indices, from 0 to `made`
 */
export function piecesOf(made, drawn) {
  const stopAt = (/** @type {number} */ at) => Math.round((at * made) / drawn);
  return Array.from({ length: drawn }, (_, at) => [stopAt(at), stopAt(at + 1)]);
}
