/**
 * The topology of a network: per layer the weights in C order, then the biases.
 * @param {number[]} layer_sizes
 */
export function topologyOf(layer_sizes) {
  let n_parameters = 0;
  let n_units = 0;
  const weight_offsets = [];
  const bias_offsets = [];
  const unit_offsets = [];
  for (const [layer, size] of layer_sizes.entries()) {
    unit_offsets.push(n_units);
    n_units += size;
    if (layer > 0) {
      weight_offsets.push(n_parameters);
      n_parameters += size * layer_sizes[layer - 1];
      bias_offsets.push(n_parameters);
      n_parameters += size;
    }
  }
  return { layer_sizes, weight_offsets, bias_offsets, unit_offsets, n_parameters, n_units };
}
