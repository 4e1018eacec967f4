/**
 * Draws texts into one canvas, white for the fill (red channel) and its outline (green channel), and says where.
 */

/** @typedef {{text: string, px: number, weight: number, outline: number}} Text  px: font size; both in CSS px */

/**
 * @typedef {object} Cell  Device px in the canvas; the middle of the text's digits is the middle of the cell.
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 */

const WIDTH = 1024;
const MAX_KNOWN = 2000; // widths of texts; numbers are ever new ones

/**
 * A function that measures texts in the given font family, in CSS px.
 * @param {string} family
 * @returns {(text: Text) => number}
 */
export function createMeasure(family) {
  const context = contextOf(document.createElement("canvas"));
  /** A plan compares each name with all others. @type {Map<string, number>} */ const known = new Map();
  return (text) => {
    const font = fontOf(text, family, 1);
    const key = font + text.text;
    const last = known.get(key);
    if (last !== undefined) return last;
    if (known.size >= MAX_KNOWN) known.clear();
    context.font = font;
    const { width } = context.measureText(text.text);
    known.set(key, width);
    return width;
  };
}

/**
 * Draw all texts, equal ones once.
 * @param {Text[]} texts
 * @param {string} family
 * @param {number} pixelRatio
 * @returns {{canvas: HTMLCanvasElement, cells: Cell[]}} one cell per text
 */
export function makeAtlas(texts, family, pixelRatio) {
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const { cells, unique, height } = placeTexts(texts, family, pixelRatio, context);
  canvas.width = WIDTH;
  canvas.height = Math.max(height, 1);
  context.fillStyle = "#000";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "lighter";
  context.lineJoin = "round";
  context.textAlign = "center";
  for (const { text, cell, capHeight } of unique) {
    context.font = fontOf(text, family, pixelRatio);
    const middle = cell.x + cell.width / 2;
    const baseline = Math.round(cell.y + (cell.height + capHeight) / 2);
    context.lineWidth = 2 * text.outline * pixelRatio;
    context.strokeStyle = "#0f0";
    context.strokeText(text.text, middle, baseline);
    context.fillStyle = "#f00";
    context.fillText(text.text, middle, baseline);
  }
  return { canvas, cells };
}

/**
 * Put the texts into rows.
 * @param {Text[]} texts
 * @param {string} family
 * @param {number} pixelRatio
 * @param {CanvasRenderingContext2D} context
 */
function placeTexts(texts, family, pixelRatio, context) {
  /** @type {Map<string, {text: Text, cell: Cell, capHeight: number}>} */
  const placed = new Map();
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  const cells = texts.map((text) => {
    const font = fontOf(text, family, pixelRatio);
    const known = placed.get(font + text.text);
    if (known) {
      return known.cell;
    }
    context.font = font;
    const { width, height, capHeight } = extentOf(text.text, context, text.outline * pixelRatio);
    if (x + width > WIDTH) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const cell = { x, y, width, height };
    placed.set(font + text.text, { text, cell, capHeight });
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return cell;
  });
  return { cells, unique: placed.values(), height: y + rowHeight };
}

/**
 * @param {string} text
 * @param {CanvasRenderingContext2D} context  with its font set
 * @param {number} padding
 */
function extentOf(text, context, padding) {
  const capHeight = Math.round(context.measureText("0").actualBoundingBoxAscent);
  const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText(text);
  const beyond = Math.ceil(Math.max(fontBoundingBoxAscent - capHeight, fontBoundingBoxDescent) + padding);
  return { width: Math.ceil(width + 2 * padding) + 2, height: capHeight + 2 * beyond, capHeight };
}

/**
 * @param {Text} text
 * @param {string} family
 * @param {number} pixelRatio
 */
function fontOf({ px, weight }, family, pixelRatio) {
  return `${weight} ${px * pixelRatio}px ${family}`;
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (context === null) {
    throw new Error("this browser gives no 2D canvas");
  }
  return context;
}
