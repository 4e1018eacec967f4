/**
 * The geometry of connections: blocks of ribbons, each an instance. One ribbon alone would have less to draw than an
 * instance costs.
 */

import { BufferAttribute, InstancedBufferGeometry } from "three";
import { piecesOf, setDetail } from "./detail.js";

/** Ribbons of a block, at most. */
export const BLOCK = 256;
/** Pieces of a curve, fewer where there are very many curves, and in a coarse frame fewer still (by eye). */
const MOST_PIECES = 14;
const LEAST_PIECES = 3;
const ALL_PIECES = 60_000;
const ALL_COARSE_PIECES = 14_000;

/**
 * Ribbons: x is 0 at the start and 1 at the end, y the side, z the place in the block.
 * @param {number} count
 * @param {number} block  of them in an instance; in the last there may be some too many
 */
export function makeRibbons(count, block) {
  const pieces = share(ALL_PIECES, count);
  const vertices = [];
  for (let ribbon = 0; ribbon < block; ribbon++)
    for (let at = 0; at <= pieces; at++) vertices.push(at / pieces, -1, ribbon, at / pieces, 1, ribbon);
  const fine = trianglesOf(block, pieces, pieces);
  const coarse = trianglesOf(block, pieces, share(ALL_COARSE_PIECES, count));
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(vertices), 3));
  geometry.setIndex([...fine, ...coarse]);
  setDetail(geometry, [0, fine.length], [fine.length, coarse.length]);
  geometry.instanceCount = Math.ceil(count / block);
  return geometry;
}

/** @param {number} all  pieces of all curves @param {number} count  of curves */
function share(all, count) {
  return Math.min(Math.max(Math.floor(all / count), LEAST_PIECES), MOST_PIECES);
}

/**
 * @param {number} block
 * @param {number} made  pieces that a ribbon has vertices for
 * @param {number} drawn  pieces
 */
function trianglesOf(block, made, drawn) {
  const triangles = [];
  const pieces = piecesOf(made, drawn);
  for (let ribbon = 0; ribbon < block; ribbon++) {
    const first = ribbon * 2 * (made + 1);
    for (const [from, to] of pieces) {
      const [a, b] = [first + 2 * from, first + 2 * to];
      triangles.push(a, b, a + 1, a + 1, b, b + 1);
    }
  }
  return triangles;
}
