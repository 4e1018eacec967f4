/**
 * Marching squares: the line on which a grid takes one value. Pure.
 */

/**
 * Emit the contour as separate segments in grid units (column, row).
 * @param {Float32Array} grid  (size, size), the first size² numbers are used
 * @param {number} size
 * @param {number} level
 * @param {{moveTo(x: number, y: number): void, lineTo(x: number, y: number): void}} path
 */
export function traceContour(grid, size, level, path) {
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const at = row * size + column;
      const a = /** @type {number} */ (grid[at]) - level;
      const b = /** @type {number} */ (grid[at + 1]) - level;
      const c = /** @type {number} */ (grid[at + size + 1]) - level;
      const d = /** @type {number} */ (grid[at + size]) - level;
      const corners = (a > 0 ? 1 : 0) | (b > 0 ? 2 : 0) | (c > 0 ? 4 : 0) | (d > 0 ? 8 : 0);
      if (corners !== 0 && corners !== 15) traceCell(path, column, row, corners, a, b, c, d);
    }
  }
}

/**
 * One cell's segments: a crossing on each edge whose ends have different signs, joined in pairs.
 * @param {{moveTo(x: number, y: number): void, lineTo(x: number, y: number): void}} path
 * @param {number} x
 * @param {number} y
 * @param {number} corners  bits of the corners above the level: a 1, b 2, c 4, d 8
 * @param {number} a  value at (x, y), less the level
 * @param {number} b  at (x + 1, y)
 * @param {number} c  at (x + 1, y + 1)
 * @param {number} d  at (x, y + 1)
 */
function traceCell(path, x, y, corners, a, b, c, d) {
  const ab = x + a / (a - b);
  const bc = y + b / (b - c);
  const dc = x + d / (d - c);
  const ad = y + a / (a - d);
  // A saddle (5, 10) is split by the cell's centre, so that the line does not cross itself.
  const saddle = corners === 5 || corners === 10;
  const joined = saddle && a + b + c + d > 0 === (corners === 5);
  const kind = saddle ? (joined ? "cut b, d" : "cut a, c") : corners <= 7 ? corners : 15 - corners;
  switch (kind) {
    case 1:
      return segment(path, ab, y, x, ad);
    case 2:
      return segment(path, ab, y, x + 1, bc);
    case 3:
      return segment(path, x, ad, x + 1, bc);
    case 4:
      return segment(path, x + 1, bc, dc, y + 1);
    case 6:
      return segment(path, ab, y, dc, y + 1);
    case 7:
      return segment(path, x, ad, dc, y + 1);
    case "cut b, d":
      segment(path, ab, y, x + 1, bc);
      return segment(path, x, ad, dc, y + 1);
    default:
      segment(path, ab, y, x, ad);
      return segment(path, x + 1, bc, dc, y + 1);
  }
}

/**
 * @param {{moveTo(x: number, y: number): void, lineTo(x: number, y: number): void}} path
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function segment(path, x0, y0, x1, y1) {
  path.moveTo(x0, y0);
  path.lineTo(x1, y1);
}
