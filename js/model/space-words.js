/** What a link's `view` may say of the space of a layer. Pure. */

/** @import {ViewWord} from "./view.js" */

/** From 1, as units are called. */
const COUNT = /^[1-9]\d{0,2}$/;
const UNITS = /^[1-9]\d{0,2}(,[1-9]\d{0,2}){0,2}$/;
/** From 0 to 1. */
const SHARE = /^(0|1|0?\.\d+)$/;

/** @type {Record<string, ViewWord>} */
export const SPACE_WORDS = {
  axes: {
    examples: ["axes:units", "axes:directions"],
    note: "of the hidden space",
    read: (argument) => (argument === "units" || argument === "directions" ? { fold_axes: argument } : null),
    write: ({ fold_axes }) => fold_axes ?? null,
  },
  units: {
    examples: ["units:2,5,1"],
    note: "along its axes",
    read: (argument) =>
      UNITS.test(argument) ? { fold_units: argument.split(",").map((unit) => Number(unit) - 1) } : null,
    write: ({ fold_units }) => fold_units?.map((unit) => unit + 1).join() ?? null,
  },
  pane_of: {
    examples: ["pane_of:2"],
    note: "which unit's pane stands in it",
    read: (argument) => (COUNT.test(argument) ? { fold_next: Number(argument) - 1 } : null),
    write: ({ fold_next }) => (fold_next ? String(fold_next + 1) : null),
  },
  fold: {
    examples: ["fold:0.5"],
    note: "how far the plane is on its way to it from the layer before, or from flat",
    read: (argument) => (SHARE.test(argument) ? { fold: Number(argument) } : null),
    write: ({ fold }) => (fold === undefined ? null : String(Number(fold.toFixed(2)))),
  },
};
