/**
 * A record of a step, as Python tells it, without its numbers; the penalty is missing.
 * @param {number[]} layer_sizes
 * @returns {any}
 */
export function recordOf(layer_sizes) {
  const layers = layer_sizes.slice(1).map((_, at) => at + 1);
  const place =
    (/** @type {string} */ phase, /** @type {number|null} */ layer) => (/** @type {string} */ name) => ({
      phase,
      layer,
      name,
      missing: name === "penalty" ? "No penalty is set." : null,
      file: "network.py",
      line: 1,
    });
  const stations = [
    place("forward", null)("batch"),
    ...layers.flatMap((layer) => ["z", "a"].map(place("forward", layer))),
    ...["loss", "mean"].map(place("loss", null)),
    ...layers
      .toReversed()
      .flatMap((layer) => ["d_a", "d_z", "d_weights", "d_biases"].map(place("backward", layer))),
    ...["penalty", "clipping", "optimizer", "change", "new_value"].map(place("update", null)),
  ];
  return {
    entry: 0,
    step: 40,
    batch: [17, 3, 188],
    kept: [17, 3, 188],
    left_out: null,
    arrays: {},
    stations,
    wrong: null,
    all_wrong: [],
  };
}
