/**
 * The panels at the side that open and close: each is declared here once. Its view setting, its word in a link, its
 * heading, its hint, its entry in the help and what the worker has to compute for it are made from this; js/panels.js says
 * what it consists of. Pure.
 */

import { spaceUnits } from "./space-units.js";

/** @import {TopologyEvent, Views} from "../protocol.js" */
/** @import {OwnSettings} from "./view.js" */

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} hint
 * @property {string} help
 * @property {Partial<Views>} [idle]  what the worker is asked for while it is closed
 * @property {(view: OwnSettings, topology: TopologyEvent) => Partial<Views>} [wants]  and while it is open
 */

/** In the order in which they stand. */
export const PANELS = {
  data: {
    title: "Data and output",
    hint: "Shows the output over the plane from above, with the samples and their classes.",
    help:
      "The colour is the output for every input x₁, x₂; with two classes the line is where it is 0.5, the decision " +
      "boundary. Press or drag to see any point, or a sample, in the units. A cross marks what is taken for another class.",
    wants: () => ({ sample_outputs: true }),
  },
  confusion: {
    title: "Confusion matrix",
    hint: "Counts how many samples of each true class the network answers with which class.",
    help: "How many samples of each true class the network answers with which class.",
    idle: { confusion: false },
    wants: () => ({ confusion: true }),
  },
  distributions: {
    title: "Distributions",
    hint: "Shows how the weights, activations and gradients of each layer are spread.",
    help: "Histograms of weights, activations and gradients, layer by layer; dead and saturated units are named.",
    idle: { distributions: false },
    wants: () => ({ distributions: true }),
  },
  space: {
    title: "Two units of a layer",
    hint: "Shows where two units of a layer take the samples, and the plane with them.",
    help:
      "Where two units of a layer take the training samples, and the plane of x₁ and x₂ with them: the classes come " +
      "apart as the network learns.",
    idle: { space: null },
    wants: (/** @type {OwnSettings} */ view, /** @type {TopologyEvent} */ topology) => ({
      space: spaceUnits(view, topology),
    }),
  },
  weights: {
    title: "Weights and biases",
    hint: "Lists every weight and bias of a layer, to read, to edit and to freeze.",
    help: "Every number of a layer as a table, to read, to edit and to freeze.",
  },
  film: {
    title: "Film and branches",
    hint: "Plays the run again, goes to any of its steps, and lists the branches that began where the past was changed.",
    help:
      "The run again, backwards and forwards, and any step by its number. A change of the past begins a branch: the old " +
      "future stays, in grey in the curves, and in this list.",
  },
};

/** @typedef {keyof typeof PANELS} PanelName */

export const PANEL_NAMES = /** @type {PanelName[]} */ (Object.keys(PANELS));

/** @param {PanelName} name @returns {Panel} */
export const panelOf = (name) => PANELS[name];
