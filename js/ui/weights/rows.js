/**
 * The rows of a weight table. Their headings are there at once, their cells are made a few in each frame, those in view
 * first: thousands at once would hold up the page.
 */

/** At most as many cells are made at a time; a row is not divided. */
export const SLICE_CELLS = 320;

/**
 * @typedef {object} Row
 * @property {HTMLTableCellElement[]} cells
 * @property {Element[]} numbers  what shows the number in each cell
 * @property {Text[]} texts  the number itself
 */

/**
 * @param {HTMLTableRowElement[]} lines  with nothing but a heading
 * @param {DocumentFragment} pattern  the cells of one row
 * @param {(rows: number[]) => void} onMade  rows whose cells have just been made
 */
export function createRows(lines, pattern, onMade) {
  const perSlice = Math.max(1, Math.floor(SLICE_CELLS / pattern.childElementCount));
  /** @type {(Row|undefined)[]} */
  const made = lines.map(() => undefined);
  let missing = lines.length;
  let first = 0;
  let frame = 0;

  const makeRow = (/** @type {number} */ row) => {
    const line = /** @type {HTMLTableRowElement} */ (lines[row]);
    line.append(pattern.cloneNode(true));
    const cells = [...line.cells].slice(1);
    const numbers = cells.map((cell) => /** @type {Element} */ (cell.firstElementChild));
    made[row] = { cells, numbers, texts: numbers.map((number) => /** @type {Text} */ (number.firstChild)) };
    missing -= 1;
  };
  /** The next rows without cells, from the first in view on. */
  const nextRows = () => {
    const order = lines.map((_, index) => (first + index) % lines.length);
    return order.filter((row) => made[row] === undefined).slice(0, perSlice);
  };
  const makeSlice = () => {
    frame = 0;
    const rows = nextRows();
    rows.forEach(makeRow);
    if (missing > 0) frame = requestAnimationFrame(makeSlice);
    onMade(rows);
  };

  return {
    /** Make the first rows now and the others in the frames to come. */
    start: makeSlice,
    isComplete: () => missing === 0,
    /** @param {number} row @returns {Row|undefined} */
    at: (row) => made[row],
    /** The row that somebody turns to, made now if need be. @param {number} row @returns {Row|undefined} */
    need(row) {
      if (made[row] === undefined && lines[row] !== undefined) {
        makeRow(row);
        onMade([row]);
      }
      return made[row];
    },
    /** @param {number} row  the first in view */
    beginAt(row) {
      first = row;
    },
    destroy: () => cancelAnimationFrame(frame),
  };
}
