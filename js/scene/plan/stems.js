/**
 * Where the samples stand on the output map: each at the height of its own target, joined by a stem to what the network
 * answers there. The stem is the error. Pure.
 */

/** @import {DatasetEvent} from "../../protocol.js" */

/** Of the upper end of the target range above the lower one, in halves of the map's side. */
export const HEIGHT = 0.6;

/**
 * @typedef {object} Stems  of all samples, training samples first
 * @property {Float32Array} place  (n, 2) from 0 to 1 along both axes
 * @property {Float32Array} target  (n,) of its own class, if there are several
 * @property {Float32Array} own_class  (n,) the row of the outputs that is to be like the target
 * @property {Float32Array} is_test  (n,)
 */

/**
 * @param {DatasetEvent} dataset
 * @returns {Stems}
 */
export function makeStems({ domain: [low, high], n_outputs, ...sets }) {
  const nTrain = sets.train_inputs.length / 2;
  const n = nTrain + sets.test_inputs.length / 2;
  const stems = {
    place: new Float32Array(n * 2),
    target: new Float32Array(n),
    own_class: new Float32Array(n),
    is_test: new Float32Array(n).fill(1, nTrain),
  };
  add(sets.train_inputs, sets.train_targets, 0);
  add(sets.test_inputs, sets.test_targets, nTrain);
  return stems;

  /** @param {Float32Array} inputs @param {Float32Array} targets @param {number} first */
  function add(inputs, targets, first) {
    const count = inputs.length / 2;
    for (let at = 0; at < count; at++) {
      const sample = first + at;
      stems.place[sample * 2] = (Number(inputs[at]) - low) / (high - low);
      stems.place[sample * 2 + 1] = (Number(inputs[count + at]) - low) / (high - low);
      let own = 0;
      for (let row = 1; row < n_outputs; row++) {
        if (Number(targets[row * count + at]) > Number(targets[own * count + at])) own = row;
      }
      stems.own_class[sample] = own;
      stems.target[sample] = Number(targets[own * count + at]);
    }
  }
}

/**
 * The other end of a sample's stem. (GLSL has the same in outputs.js.)
 * @param {Float32Array} outputs  (n_outputs, n) at the samples
 * @param {Stems} stems
 * @param {number} sample
 */
export function outputOf(outputs, { target, own_class }, sample) {
  return outputs[Number(own_class[sample]) * target.length + sample];
}

/**
 * The numbers at the axis of heights: the ends of the target range and its middle.
 * @param {[number, number]} range
 * @returns {{value: number, level: number}[]}  the ends first
 */
export function heightTicks([low, high]) {
  return [
    { value: low, level: 0 },
    { value: high, level: 1 },
    { value: (low + high) / 2, level: 0.5 },
  ];
}
