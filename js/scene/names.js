/**
 * What layers and units are called in the scene. Pure.
 */

/**
 * @typedef {object} LayerTitle
 * @property {string} name
 * @property {string} short  the name where room is scarce
 * @property {string} activation  empty for the input
 */

/**
 * The titles of all layers, input first.
 * @param {number[]} layer_sizes
 * @param {string[]} activations  one per layer after the input
 * @returns {LayerTitle[]}
 */
export function layerTitles(layer_sizes, activations) {
  const last = layer_sizes.length - 1;
  return layer_sizes.map((_, index) => {
    if (index === 0) {
      return { name: "Input", short: "In", activation: "" };
    }
    const activation = activations[index - 1].replaceAll("_", " ");
    return index === last
      ? { name: "Output", short: "Out", activation }
      : { name: `Hidden ${index}`, short: `H${index}`, activation };
  });
}

/**
 * The name of one unit: its feature for inputs, a plain number in hidden layers, ŷ or its class for outputs.
 * @param {{layer_sizes: number[], input_labels: string[], output_labels: string[]}} topology
 * @param {number} layer
 * @param {number} unit  from 0
 */
export function unitName({ layer_sizes, input_labels, output_labels }, layer, unit) {
  if (layer === 0) {
    return input_labels[unit];
  }
  return layer < layer_sizes.length - 1 ? String(unit + 1) : output_labels[unit];
}

/**
 * The same where room is scarce: of a class its name alone.
 * @param {Parameters<typeof unitName>[0]} topology
 * @param {number} layer
 * @param {number} unit  from 0
 */
export function shortUnitName(topology, layer, unit) {
  return unitName(topology, layer, unit).replace(/^class /, "");
}

/**
 * One sentence about the network for those who do not see it.
 * @param {number[]} layer_sizes
 * @param {string[]} activations
 */
export function describeNetwork(layer_sizes, activations) {
  const layers = layerTitles(layer_sizes, activations).map(({ name, activation }, index) => {
    const units = `${layer_sizes[index]} ${layer_sizes[index] === 1 ? "unit" : "units"}`;
    return activation === "" ? `${name} ${units}` : `${name} ${units}, ${activation}`;
  });
  return `Network ${layer_sizes.join("-")}: ${layers.join("; ")}.`;
}
