/** A drawing as a list of shapes, and the same as SVG and on a canvas. Knows no charts. */

/**
 * @typedef {object} Stroke  Straight lines from point to point, closed and filled if `fill` is given.
 * @property {"stroke"} kind
 * @property {[number, number][]} points
 * @property {string} color
 * @property {number} width
 * @property {readonly number[]} [dash]
 * @property {boolean} [isFilled]  with the colour
 */
/**
 * @typedef {object} Words
 * @property {"words"} kind
 * @property {[number, number]} at  of the base line
 * @property {string} text
 * @property {string} color
 * @property {"start"|"middle"|"end"} anchor
 * @property {number} size  px
 * @property {boolean} [isBold]
 */
/**
 * @typedef {object} Box
 * @property {"box"} kind
 * @property {[number, number]} at  its upper left corner
 * @property {[number, number]} size
 * @property {string} color
 * @property {number} opacity
 */
/** @typedef {Stroke|Words|Box} Shape */
/** @typedef {{width: number, height: number, font: string, background: string|null, shapes: Shape[]}} Drawing  px */

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const ALIGNMENTS = /** @type {const} */ ({ start: "left", middle: "center", end: "right" });
const BOLD = 600;

/** @param {Drawing} drawing @param {string} title  for those who do not see it */
export function drawingAsSvg({ width, height, font, background, shapes }, title) {
  const ground = background === null ? [] : [`<rect width="100%" height="100%" fill="${background}"/>`];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">`,
    `<title>${escaped(title)}</title>`,
    ...ground,
    ...shapes.map(shapeAsSvg),
    "</svg>",
    "",
  ].join("\n");
}

/** @param {Shape} shape */
function shapeAsSvg(shape) {
  if (shape.kind === "stroke") return strokeAsSvg(shape);
  return shape.kind === "words" ? wordsAsSvg(shape) : boxAsSvg(shape);
}

/** @param {Box} box */
function boxAsSvg({ at: [x, y], size, color, opacity }) {
  const [width, height] = size.map(rounded);
  const through = opacity === 1 ? "" : ` fill-opacity="${rounded(opacity)}"`;
  return `<rect x="${rounded(x)}" y="${rounded(y)}" width="${width}" height="${height}" fill="${color}"${through}/>`;
}

/** @param {Stroke} stroke */
function strokeAsSvg({ points, color, width, dash, isFilled }) {
  const path = points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(" ");
  const dashes = dash ? ` stroke-dasharray="${dash.join(" ")}"` : "";
  const fill = isFilled ? color : "none";
  return `<polyline points="${path}" fill="${fill}" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"${dashes}/>`;
}

/** @param {Words} words */
function wordsAsSvg({ at: [x, y], text, color, anchor, size, isBold }) {
  const weight = isBold ? ` font-weight="${BOLD}"` : "";
  return `<text x="${rounded(x)}" y="${rounded(y)}" fill="${color}" font-size="${size}" text-anchor="${anchor}"${weight}>${escaped(text)}</text>`;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ESCAPES[/** @type {"&"} */ (sign)]);

/** Hundredths of a pixel are more than one sees. @param {number} value */
const rounded = (value) => Number(value.toFixed(2));

/**
 * @param {Drawing} drawing
 * @param {number} scale  pixels per px of the drawing
 * @returns {HTMLCanvasElement}
 */
export function drawingAsCanvas({ width, height, font, background, shapes }, scale) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(scale, scale);
  if (background !== null) {
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
  }
  for (const shape of shapes) {
    if (shape.kind === "stroke") stroke(context, shape);
    else if (shape.kind === "words") write(context, shape, font);
    else fill(context, shape);
  }
  return canvas;
}

/** @param {CanvasRenderingContext2D} context @param {Stroke} stroke */
function stroke(context, { points, color, width, dash, isFilled }) {
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash([...(dash ?? [])]);
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  if (isFilled) context.fill();
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Box} box */
function fill(context, { at: [x, y], size: [width, height], color, opacity }) {
  context.globalAlpha = opacity;
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Words} words @param {string} font */
function write(context, { at: [x, y], text, color, anchor, size, isBold }, font) {
  context.fillStyle = color;
  context.font = `${isBold ? BOLD : 400} ${size}px ${font}`;
  context.textAlign = ALIGNMENTS[anchor];
  context.fillText(text, x, y);
}
