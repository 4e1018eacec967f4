/** A sheet over a grid of points: its triangles, which way it looks, and how it can be seen through. Pure. */

/** @import {Point} from "./fit.js" */

/**
 * Which way a sheet looks at each of its points.
 * @param {Float32Array} places  (size², 3)
 * @param {number} size
 * @returns {Float32Array}  (size², 3), not of length 1; 0 where the sheet has no width
 */
export function sheetNormals(places, size) {
  const normals = new Float32Array(places.length);
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    3 * (Math.min(Math.max(row, 0), size - 1) * size + Math.min(Math.max(column, 0), size - 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [left, right] = [at(row, column - 1), at(row, column + 1)];
      const [below, above] = [at(row - 1, column), at(row + 1, column)];
      const step = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ axis) =>
        Number(places[to + axis]) - Number(places[from + axis]);
      const [ax, ay, az] = [step(left, right, 0), step(left, right, 1), step(left, right, 2)];
      const [bx, by, bz] = [step(below, above, 0), step(below, above, 1), step(below, above, 2)];
      normals.set([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], at(row, column));
    }
  }
  return normals;
}

/**
 * The triangles of a sheet from the farthest to the nearest, so that it can be seen through.
 * @param {Float32Array} places  (size², 3)
 * @param {Uint16Array} triangles  (n, 3)
 * @param {Point} back  leads to the eye
 * @returns {Uint16Array<ArrayBuffer>}
 */
export function fromFarToNear(places, triangles, back) {
  const n = triangles.length / 3;
  const depths = new Float32Array(places.length / 3);
  for (let at = 0; at < depths.length; at++) {
    depths[at] =
      Number(places[3 * at]) * back[0] +
      Number(places[3 * at + 1]) * back[1] +
      Number(places[3 * at + 2]) * back[2];
  }
  const near = new Float32Array(n);
  for (let at = 0; at < n; at++) {
    const [one = 0, other = 0, third = 0] = triangles.subarray(3 * at, 3 * at + 3);
    near[at] = Number(depths[one]) + Number(depths[other]) + Number(depths[third]);
  }
  const order = Uint16Array.from({ length: n }, (_, at) => at).sort(
    (one, other) => Number(near[one]) - Number(near[other]),
  );
  const sorted = new Uint16Array(triangles.length);
  for (const [index, at] of order.entries()) sorted.set(triangles.subarray(3 * at, 3 * at + 3), 3 * index);
  return sorted;
}

/** Two triangles for each square of a grid. @param {number} size @returns {Uint16Array<ArrayBuffer>} */
export function sheetTriangles(size) {
  const triangles = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const at = row * size + column;
      triangles.push(at, at + 1, at + size, at + size, at + 1, at + size + 1);
    }
  }
  return Uint16Array.from(triangles);
}
