/** What the worker has to compute for what is shown. Pure. */

import { wantedSpace } from "./layer-space.js";
import { placeOfParameter } from "./names.js";
import { PANEL_NAMES, panelOf } from "./panels.js";
import { POSES } from "./poses.js";
import { valueAt } from "./value-at.js";

/** @import {LossRequest, TopologyEvent, Views} from "../protocol.js" */
/** @import {Selection, ViewSettings} from "./view.js" */

/**
 * Return what the worker has to compute for what is shown.
 *
 * @param {ViewSettings} view
 * @param {TopologyEvent} topology
 * @returns {Views}
 */
export function wantedViews(view, topology) {
  const { sample, point, tiles, surface, connections, selection, probe } = view;
  const unit = selection === null ? null : unitOf(selection, topology);
  const n_inputs = valueAt(topology.layer_sizes, 0);
  const open = PANEL_NAMES.filter((name) => view[name]);
  return Object.assign(
    {
      grid: true,
      sample_outputs: topology.layer_sizes.at(-1) === 1 || surface, // where the scene has a map of the output
      sample,
      point,
      unit_grids: tiles,
      unit: unit !== null && unit >= n_inputs ? unit : null,
      layer_space: POSES[view.pose].stands === "hidden" ? wantedSpace(view, topology) : null,
      probe,
      gradient: connections === "gradients",
      loss_surface: lossRequest(view, topology),
    },
    ...PANEL_NAMES.map((name) => panelOf(name).idle),
    ...open.map((name) => panelOf(name).wants?.(view, topology)),
    view.exports && { confusion: true, distributions: true },
  );
}

/**
 * The surface of the loss, where that is seen.
 * @param {ViewSettings} view
 * @param {TopologyEvent} topology
 * @returns {LossRequest|null}
 */
function lossRequest({ pose, loss_directions, loss_samples, loss_extent }, { n_parameters }) {
  if (pose !== "loss") return null;
  const isThere = loss_directions === "path" || Math.max(...loss_directions) < n_parameters;
  return {
    directions: isThere ? loss_directions : "path",
    samples: loss_samples,
    extent: loss_extent,
    size: 41,
  };
}

/**
 * Return the unit that a selection is about: of a parameter, the unit that it enters.
 *
 * @param {Selection} selection
 * @param {TopologyEvent} topology
 * @returns {number}
 */
export function unitOf(selection, topology) {
  return selection.kind === "unit" ? selection.unit : placeOfParameter(selection.parameter, topology).to;
}
