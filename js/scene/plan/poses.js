/** What a pose means for the things of the scene: where all of them stand. Pure. */

import { placeDiagram } from "./diagram.js";
import { placeFacing } from "./facing.js";
import { HOME_ACROSS, placeSpace } from "./space.js";

/** @import {PoseName} from "../../model/poses.js" */
/** @import {MapPlace, Placement, Units} from "./placement.js" */

/** In Maps the panes are farther apart, as one looks at them from this angle, in degrees. */
const MAPS_ACROSS = 20;

/**
 * @param {Units} units
 * @param {{name: PoseName, layer: number, map: MapPlace, aspect: number}} options  layer: that faces the viewer in the pose
 *   "pane"; aspect: width over height of the room that there is
 * @returns {Placement}
 */
export function placementOf(units, { name, layer, map, aspect }) {
  if (name === "diagram") return placeDiagram(units, { map, aspect });
  const space = placeSpace(units, { map, aspect, across: name === "maps" ? MAPS_ACROSS : HOME_ACROSS });
  if (name === "pane") return placeFacing(units, space, { layer, aspect });
  if (name === "output") return placeFacing(units, space, { layer: units.layer_sizes.length - 1, aspect });
  return space;
}
