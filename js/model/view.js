/**
 * How things are shown, never what they are: every such setting, how it is at first, and the words by
 * which a link says it. Pure.
 */

/**
 * @typedef {{kind: "unit", unit: number}|{kind: "parameter", parameter: number}} Selection  An index of all units, inputs
 *   included, or of the parameter vector: a weight or a bias. The chosen sample is `ViewSettings.sample`.
 */

/**
 * @typedef {{units: [number, number][], parameters: [number, number][], samples: number[]}} Touched  units and
 *   parameters as spans of indexes, up to and without the last; indexes of training samples
 */

/**
 * @typedef {object} ViewSettings  How things are shown; never what they are.
 * @property {"light"|"dark"} theme
 * @property {"original"|"safe"} palette
 * @property {number|null} sample  training sample shown by the units; null is the mean over all
 * @property {boolean} show_test  test samples in the data panel
 * @property {boolean} discretize  the output as the class it stands for, in the data panel
 * @property {boolean} tiles  each unit's response over the input plane, in the scene
 * @property {boolean} surface  the output over the input plane as a surface with the samples on it, in the scene
 * @property {boolean} confusion  the panel is open
 * @property {boolean} distributions  the panel is open
 * @property {boolean} weights  the panel with the weight table is open
 * @property {boolean} space  the panel with the hidden space is open
 * @property {[number, number]|null} space_units  the units that span it; null: two of the last hidden layer
 * @property {boolean} more  the settings behind More are open
 * @property {string} search  what is looked for among them; empty: all are shown
 * @property {boolean} log_scale  of the loss
 * @property {Selection|null} selection  what was chosen: every open view marks it
 * @property {Touched|null} touched  what the line of code at the caret computes with
 * @property {Selection|null} hovered  what the pointer is on: every open view marks it more lightly
 * @property {[number, number]|null} probe  the point of the plane, x1 and x2, that the pointer is on
 */

/** @type {ViewSettings} */
export const FIRST_VIEW = {
  theme: "light",
  palette: "original",
  sample: 0,
  show_test: true,
  discretize: false,
  tiles: false,
  surface: false,
  confusion: false,
  distributions: false,
  weights: false,
  space: false,
  space_units: null,
  more: false,
  search: "",
  log_scale: false,
  selection: null,
  hovered: null,
  touched: null,
  probe: null,
};

/** What `view` may say. @type {Record<string, Partial<ViewSettings>>} */
export const VIEW_WORDS = {
  light: { theme: "light" },
  dark: { theme: "dark" },
  original: { palette: "original" },
  safe: { palette: "safe" },
  tiles: { tiles: true },
  surface: { surface: true },
  discretize: { discretize: true },
  confusion: { confusion: true },
  distributions: { distributions: true },
  weights: { weights: true },
  space: { space: true },
  log_scale: { log_scale: true },
  more: { more: true },
};

/** Those that the page reads but leaves out of its own address: what is open to set something is no part of it. */
export const UNWRITTEN_WORDS = new Set(["more"]);
