/**
 * Small helpers to make elements. The page's content security policy forbids inline style
 * attributes, so none are made here.
 */

/** What is in these is no language that could be translated. */
const VERBATIM = new Set(["code", "pre", "kbd"]);

/**
 * Make an element with attributes and children; a `false` attribute is left out, `true` is empty.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean>} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (VERBATIM.has(tag)) node.translate = false;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/**
 * The context of a small canvas that is drawn anew many times a second. It is kept off the GPU: to
 * draw there costs several times as much, the more where the GPU is emulated.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function openCanvas(canvas, settings) {
  const context = canvas.getContext("2d", { ...settings, willReadFrequently: true });
  return /** @type {CanvasRenderingContext2D} */ (context);
}

/**
 * Take everything off a canvas, and count in CSS px from then on; the browser's zoom makes them more or fewer of its own.
 * @param {CanvasRenderingContext2D} context
 * @param {number} [scale]  of those to a CSS px
 */
export function clearCanvas(context, scale = window.devicePixelRatio) {
  const { width, height } = context.canvas;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.scale(scale, scale);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make a 16 × 16 icon from one path, drawn in the text colour and hidden from screen readers.
 * @param {string} path  SVG path data
 * @returns {SVGSVGElement}
 */
export function makeIcon(path) {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.setAttribute("aria-hidden", "true");
  icon.setAttribute("class", "icon");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  icon.append(shape);
  return icon;
}

/** What elements have been told to say: it may stand there in another language. @type {WeakMap<Element, string>} */
const told = new WeakMap();

/**
 * Set an element's text, touching the document only when it differs from what was set before: a translation stays
 * until there is something else to say.
 * @param {Element} element
 * @param {string} text
 */
export function updateText(element, text) {
  if (told.get(element) === text) return;
  told.set(element, text);
  if (element.textContent !== text) element.textContent = text;
}

/**
 * The same of a text node, which costs less and is for what changes all the time. Where a translation has put
 * something else in its place, it comes back.
 * @param {Element} element
 * @param {Text} node  all that is in the element
 * @param {string} text
 */
export function updateTextNode(element, node, text) {
  if (node.parentNode !== element) element.replaceChildren(node);
  if (node.data !== text) node.data = text;
}
