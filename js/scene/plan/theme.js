/**
 * Reads the colours of the page. They live in the stylesheet, as custom properties of the root element.
 */

/**
 * @typedef {object} Theme  "#rrggbb" each
 * @property {string} background
 * @property {string} text
 * @property {string} text_muted
 * @property {string} weight_positive
 * @property {string} weight_negative
 * @property {[string, string, string]} units  in the order of the roles in layout.js
 * @property {string} accent  of what is selected
 * @property {string[]} classes  of samples and of the output, CLASSES of them
 * @property {string} class_mid  between two classes
 * @property {string} glass  of panes
 * @property {string} glass_edge
 * @property {[string, string, string]} loss_colors  of a low loss, one in the middle, a high one
 * @property {string} loss_path  of the way that a run has gone
 * @property {string} shadow  of panes on the floor
 */

/** Classes that have a colour of their own. */
export const CLASSES = 6;

/**
 * Read the colours in force: valid until the theme or the palette changes.
 * @returns {Theme}
 */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    background: read("--background"),
    text: read("--text"),
    text_muted: read("--text-muted"),
    weight_positive: read("--weight-positive"),
    weight_negative: read("--weight-negative"),
    accent: read("--accent"),
    classes: Array.from({ length: CLASSES }, (_, index) => read(`--class-${index}`)),
    class_mid: read("--class-mid"),
    glass: read("--glass"),
    glass_edge: read("--glass-edge"),
    loss_colors: [read("--loss-low"), read("--loss-mid"), read("--loss-high")],
    loss_path: read("--loss-path"),
    shadow: read("--shadow"),
    units: [read("--unit-input"), read("--unit-hidden"), read("--unit-output")],
  };
}
