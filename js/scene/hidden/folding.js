/** What a layer's space is made into for the eye: places in the cube, levels of the output, the pane. Pure. */

import {
  flatPlaces,
  foldedPlaces,
  frameOf,
  gridInputs,
  mixPlaces,
  panePlaces,
  sumsAt,
} from "../plan/fold.js";

/** @import {DatasetEvent, LayerSpace} from "../../protocol.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {Point} from "../plan/fit.js" */
/** @import {Frame} from "../plan/fold.js" */

/** @typedef {{grid: Float32Array, samples: Float32Array}} Places  (n, 3) each: of the plane's grid, and of the samples, training ones first */

/**
 * @typedef {object} Folded
 * @property {LayerSpace} space
 * @property {string} name  the same for the same axes
 * @property {number|null} next  the unit whose pane it is
 * @property {number} size  points along each side of the grid
 * @property {Frame} frame
 * @property {Places} image
 * @property {Places|null} before  the image of the layer before; null: not known
 * @property {Float32Array} levels  (n_outputs, size²), each 0 to 1
 * @property {Float32Array|null} sums  (size²,) of that unit
 * @property {Point[]} corners  of its pane
 */

/**
 * @param {LayerSpace} space
 * @param {Pick<AppState, "topology"|"dataset">} state
 * @param {number|null} next  unit of the next layer
 * @returns {Folded}
 */
export function foldedOf(space, { topology, dataset }, next) {
  const { layer, units, grid, outputs, planes, before } = space;
  const frame = frameOf(space, topology);
  const [low, high] = dataset.target_range;
  return {
    space,
    name: `${layer} ${units}`,
    next,
    size: Math.round(Math.sqrt(grid.length / 3)),
    frame,
    image: imageOf(space, frame),
    before: before && imageOf(before, frameOf(before, topology)),
    levels: outputs.map((output) => Math.min(Math.max((output - low) / (high - low), 0), 1)),
    sums: next === null ? null : sumsAt(grid, planes, next),
    corners: next === null ? [] : panePlaces(planes, next, frame),
  };
}

/** @param {LayerSpace} space @param {Frame} frame @returns {Places} */
function imageOf({ train, test, grid }, frame) {
  return {
    grid: foldedPlaces(grid, frame),
    samples: joined(foldedPlaces(train, frame), foldedPlaces(test, frame)),
  };
}

/**
 * Where everything is before the network.
 * @param {DatasetEvent} dataset
 * @param {number} size
 * @returns {Places}
 */
export function flatOf({ domain, train_inputs, test_inputs }, size) {
  return {
    grid: flatPlaces(gridInputs(size, domain), domain),
    samples: joined(flatPlaces(train_inputs, domain), flatPlaces(test_inputs, domain)),
  };
}

/** @param {Places} from @param {Places} to @param {number} share @returns {Places} */
export function mixed(from, to, share) {
  return {
    grid: mixPlaces(from.grid, to.grid, share),
    samples: mixPlaces(from.samples, to.samples, share),
  };
}

/** @param {Float32Array} one @param {Float32Array} other */
function joined(one, other) {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
