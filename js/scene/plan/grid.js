/**
 * The near-square grid in which a layer's units stand on its pane. Pure.
 */

/** A pane is at most this many times as high as wide, if more than three units are on it. */
const HIGHEST = 2.5;

/**
 * @param {number} size  of the layer
 * @returns {{columns: number, rows: number}}  with the fewest empty places, then the squarest
 */
export function gridOf(size) {
  const widest = Math.max(Math.floor(Math.sqrt(size)), 1);
  let best = { columns: widest, rows: Math.ceil(size / widest) };
  for (let columns = widest - 1; columns > 0; columns--) {
    const rows = Math.ceil(size / columns);
    if (rows > HIGHEST * columns) break;
    if (rows * columns < best.rows * best.columns) best = { columns, rows };
  }
  return best;
}
