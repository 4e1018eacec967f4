/** What those controls are called that are no setting of the catalog, which has the names of the others. */

/** By the name of the control, as a link hides it. */
export const LABELS = {
  sample: "Shown sample",
  layer_size: "Hidden size",
  parameter_value: "Value",
};

/** What the sizes of the one hidden layer are called; `number` counts from 1. */
export const layerSizeLabel = (/** @type {number} */ number) => ({
  label: `Hidden ${number}`,
  rest: "units",
});

export const layerActivationLabel = (/** @type {number} */ number) => `Activation of hidden layer ${number}`;
