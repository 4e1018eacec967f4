/**
 * How things are shown, never what they are: every such setting, how it is at first, and the words by
 * which a link says it. Pure.
 */

import { CAMERA_WORD } from "./camera-word.js";
import { meant } from "./link-text.js";
import { LOSS_WORDS } from "./loss-words.js";
import { PANEL_NAMES } from "./panels.js";
import { firstPose, poseOfWord, wordOfPose } from "./poses.js";
import { SPACE_WORDS } from "./space-words.js";

/** @import {ConnectionsName} from "./connections.js" */
/** @import {PanelName} from "./panels.js" */
/** @import {PoseName} from "./poses.js" */

/**
 * @typedef {{kind: "unit", unit: number}|{kind: "parameter", parameter: number}} Selection  An index of all units, inputs
 *   included, or of the parameter vector: a weight or a bias. The chosen sample is `ViewSettings.sample`.
 */

/**
 * @typedef {{units: [number, number][], parameters: [number, number][], samples: number[]}} Touched  units and
 *   parameters as spans of indexes, up to and without the last; indexes of training samples
 */

/**
 * @typedef {object} CameraTurn  How the viewer looks at a pose.
 * @property {number} across  degrees from the panes' normal, to their left
 * @property {number} up  degrees above it
 * @property {number} zoom  how many times the picture is magnified, from 1
 * @property {number} x  by how much it is moved to the right, in halves of the window
 * @property {number} y  the same, upwards
 */

/**
 * @typedef {object} OwnSettings
 * @property {"light"|"dark"} theme
 * @property {"glass"|"original"|"safe"} palette
 * @property {number|null} sample  training sample shown by the units; null is the mean over all
 * @property {[number, number]|null} point  the point of the plane, x1 and x2, that they show instead
 * @property {boolean} show_test  test samples in the data panel
 * @property {boolean} discretize  the output as the class it stands for, in the data panel
 * @property {boolean} tiles  each unit's response over the input plane, in the scene
 * @property {ConnectionsName} connections  what they show, in the scene
 * @property {boolean} surface  the output over the input plane as a surface with the samples on it, in the scene
 * @property {PoseName} pose  of the scene
 * @property {number} pane  the layer that faces the viewer in the pose "pane"
 * @property {CameraTurn|null} camera  of the scene; null: as the pose is at home
 * @property {number|null} weights_layer  whose table it is, from 1; null, or one that the network lacks: the first
 * @property {boolean} code  the code panel is open
 * @property {string|null} code_part  the function or file that it shows; null, or one that there is not: none
 * @property {number|null} code_line  of the file, with the caret; null: the first that is shown
 * @property {[number, number]|null} space_units  the units that span it; null: two of the last hidden layer
 * @property {"path"|[number, number]} loss_directions  of the plane that the loss is over in the pose "loss": the run's own
 *   path, or two parameters; those that the network lacks give way to the path
 * @property {"train"|"test"} loss_samples
 * @property {number} loss_extent  of that plane: times as wide as fits the path
 * @property {number|null} fold_layer  whose space is shown in the pose "space_of_layer"; null: of the last hidden one
 * @property {"units"|"directions"|null} fold_axes  of it; null: units as long as there are no more than axes
 * @property {number[]|null} fold_units  along its axes, by their places in the layer; null: the first ones
 * @property {number} fold_next  unit of the next layer whose plane is shown, by its place there
 * @property {number} fold  how far the plane is on its way to what the layer makes of it, 1, from what the one before has, or
 *   from flat, 0
 * @property {boolean} settings  the card with the settings is open
 * @property {boolean} more  those behind More are open
 * @property {string} search  what is looked for among them; empty: all are shown
 * @property {boolean} log_scale  of the loss
 * @property {Selection|null} selection  what was chosen: every open view marks it
 * @property {boolean} hunt  a mistake is in the code for the user to find, who has had no hint yet: nothing says where
 * @property {number} walk_seconds  that each phase of an opened step takes when it is walked through
 * @property {Touched|null} touched  what the line of code at the caret computes with
 * @property {Selection|null} hovered  what the pointer is on: every open view marks it more lightly
 * @property {[number, number]|null} probe  the point of the plane, x1 and x2, that the pointer is on
 * @property {boolean} exports  the dialog of what can leave the page is open, and has every chart
 */

/** @typedef {OwnSettings & Record<PanelName, boolean>} ViewSettings  How things are shown, never what they are; which panels are open */

/** @type {ViewSettings["palette"][]} */
export const PALETTES = ["glass", "original", "safe"];

/** @type {ViewSettings} */
export const FIRST_VIEW = {
  .../** @type {Record<PanelName, boolean>} */ (Object.fromEntries(PANEL_NAMES.map((name) => [name, false]))),
  theme: "light",
  palette: "glass",
  sample: 0,
  point: null,
  show_test: true,
  discretize: false,
  tiles: true,
  connections: "weights",
  surface: false,
  pose: "space",
  pane: 1,
  camera: null,
  weights_layer: null,
  code: false,
  code_part: null,
  code_line: null,
  space_units: null,
  loss_directions: "path",
  loss_samples: "train",
  loss_extent: 1,
  fold_layer: null,
  fold_axes: null,
  fold_units: null,
  fold_next: 0,
  fold: 1,
  settings: true,
  more: false,
  search: "",
  log_scale: false,
  selection: null,
  hovered: null,
  touched: null,
  probe: null,
  hunt: false,
  walk_seconds: 2,
  exports: false,
};

/** A window of this size or larger is filled by the picture, with cards over its edges: style/layout.css knows it, too. */
export const STAGE = { width: 1000, height: 560 };
/** In a narrower one the settings leave the picture their room at first. */
const WIDE = 1200;
/** In a small window they stand below the picture, beside the other cards; in a narrower one, at the thumb. */
const TWO_COLUMNS = 760;

/**
 * How a page begins by itself in a window of this size, CSS px: there is room for cards, or for a page below the picture.
 * @param {{width: number, height: number}} size
 * @returns {ViewSettings}
 */
export function firstView({ width, height }) {
  const isStage = width >= STAGE.width && height >= STAGE.height;
  return {
    ...FIRST_VIEW,
    pose: firstPose(width),
    settings: width >= (isStage ? WIDE : TWO_COLUMNS),
    data: !isStage,
  };
}

/**
 * @typedef {object} ViewWord
 * @property {(argument: string) => Partial<ViewSettings>|null} read  "": the word stands alone; null: it makes no sense
 * @property {(view: Partial<ViewSettings>) => string|null} write  the argument, "" without one; null: nothing to say
 * @property {string[]} [examples]  of its use with an argument
 * @property {string} [note]  what that stands for
 */

/**
 * A word without an argument.
 * @param {Partial<ViewSettings>} settings
 * @returns {ViewWord}
 */
const plain = (settings) => ({
  read: (argument) => (argument === "" ? settings : null),
  write: (view) => {
    const names = /** @type {(keyof ViewSettings)[]} */ (Object.keys(settings));
    return names.every((name) => view[name] === settings[name]) ? "" : null;
  },
});

/** What a link's `view` may say, in the order in which it is written. @type {Record<string, ViewWord>} */
export const VIEW_WORDS = {
  light: plain({ theme: "light" }),
  dark: plain({ theme: "dark" }),
  glass: plain({ palette: "glass" }),
  original: plain({ palette: "original" }),
  safe: plain({ palette: "safe" }),
  tiles: plain({ tiles: true }),
  spheres: plain({ tiles: false }),
  surface: plain({ surface: true }),
  camera: CAMERA_WORD,
  discretize: plain({ discretize: true }),
  ...Object.fromEntries(PANEL_NAMES.map((name) => [name, plain({ [name]: true })])),
  layer: {
    examples: ["layer:2"],
    note: "of the table of weights",
    read: (argument) => (isCount(argument) ? { weights_layer: Number(argument) } : null),
    write: ({ weights, weights_layer }) => (weights && weights_layer ? String(weights_layer) : null),
  },
  ...LOSS_WORDS,
  log_scale: plain({ log_scale: true }),
  ...SPACE_WORDS,
  // Read, but left out of the page's own address: what is open to set something is no part of it.
  settings: { ...plain({ settings: true }), write: () => null, note: "their card is open" },
  more: { ...plain({ more: true }), write: () => null, note: "of the settings" },
  code: {
    examples: ["code", "code:optimizers.py", "code:SGD.step"],
    note: "what the panel shows",
    read: (argument) => {
      if (argument === "") return { code: true };
      return /^[\w.]+$/.test(argument) ? { code: true, code_part: argument } : null;
    },
    write: ({ code, code_part }) => (code ? (code_part ?? "") : null),
  },
  line: {
    examples: ["line:20"],
    note: "with the caret",
    read: (argument) => (isCount(argument) ? { code_line: Number(argument) } : null),
    write: ({ code, code_part, code_line }) => (code && code_part && code_line ? String(code_line) : null),
  },
};

/** What the help says of each word. @returns {{examples: string[], note: string|null}[]} */
export function viewExamples() {
  return Object.entries(VIEW_WORDS).map(([word, { examples = [word], note = null }]) => ({ examples, note }));
}

/**
 * Read words with commas between them; an argument comes after a colon, and may be several numbers, with
 * commas between them as well: `dark,layer:2,code:optimizers.py`.
 *
 * @param {string} text
 * @returns {{view: Partial<ViewSettings>, unknown: string[]}}  and what says nothing
 */
export function readView(text) {
  /** @type {Partial<ViewSettings>} */ const view = {};
  /** @type {string[]} */ const unknown = [];
  for (const said of text.match(/[^,:]*:[^,]*(?:,[-+.\d][^,]*)*|[^,]+/g) ?? []) {
    const [, word = "", argument = ""] = /^([^:]*):?(.*)$/.exec(said) ?? [];
    const name = meant(word, Object.keys(VIEW_WORDS));
    const settings = Object.hasOwn(VIEW_WORDS, name) ? VIEW_WORDS[name]?.read(argument) : null;
    if (settings) Object.assign(view, settings);
    else unknown.push(said);
  }
  return { view, unknown };
}

/**
 * @param {Partial<ViewSettings>} view  what differs from how the page would start
 * @returns {string}
 */
export function writeView(view) {
  const words = Object.entries(VIEW_WORDS).flatMap(([word, { write }]) => {
    const argument = write(view);
    if (argument === null) return [];
    return [argument === "" ? word : `${word}:${argument}`];
  });
  return words.join();
}

/** @param {string} text  whether it is a whole number from 1 */
const isCount = (text) => /^[1-9]\d{0,5}$/.test(text);

/**
 * What `pose` says in a link.
 * @param {string} text
 * @returns {Pick<ViewSettings, "pose"> & Partial<Pick<ViewSettings, "pane"|"fold_layer">>|null}  null: it makes no sense
 */
export function readPose(text) {
  const [, word = "", layer] = /^([^:]*)(?::(.*))?$/.exec(text) ?? [];
  const pose = poseOfWord(word);
  if (pose === null) return null;
  if (layer === undefined) return { pose };
  if (!/^\d{1,2}$/.test(layer)) return null;
  if (pose === "space_of_layer") return { pose, fold_layer: Number(layer) };
  return pose === "pane" ? { pose, pane: Number(layer) } : null;
}

/** @param {Pick<ViewSettings, "pose"|"pane"> & Partial<Pick<ViewSettings, "fold_layer">>} view */
export function writePose({ pose, pane, fold_layer = null }) {
  const layer = pose === "pane" ? pane : pose === "space_of_layer" ? fold_layer : null;
  return layer === null ? wordOfPose(pose) : `${wordOfPose(pose)}:${layer}`;
}
