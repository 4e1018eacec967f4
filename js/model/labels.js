/** What the controls are called: one name for a control, for an error about its value, and for a link's. */

/** By the name of the control, as a link hides it. */
export const LABELS = {
  dataset: "Dataset",
  n_samples: "Samples",
  noise: "Noise",
  train_share: "Train share",
  n_classes: "Classes",
  seed: "Seed",
  data_seed: "Data seed",
  weight_seed: "Weight seed",
  order_seed: "Order seed",
  sample: "Shown sample",
  features: "Inputs",
  n_layers: "Layers",
  layer_size: "Hidden size",
  activation: "Activation",
  initializer: "Initializer",
  bias_initializer: "Bias initializer",
  output_activation: "Output activation",
  loss: "Loss",
  optimizer: "Optimizer",
  learning_rate: "Learning rate",
  batch_size: "Batch size",
  speed: "Speed",
  schedule: "Schedule",
  schedule_epochs: "Schedule length",
  l1: "L1",
  l2: "L2",
  dropout: "Dropout",
  clip_norm: "Gradient clipping",
  stop_epoch: "Stop at epoch",
  stop_loss: "Stop at loss",
  stop_plateau: "Stop on plateau",
  parameter_value: "Value",
};

/** What the sizes of the one hidden layer are called; `number` counts from 1. */
export const layerSizeLabel = (/** @type {number} */ number) => ({
  label: `Hidden ${number}`,
  rest: "units",
});

export const layerActivationLabel = (/** @type {number} */ number) => `Activation of hidden layer ${number}`;
