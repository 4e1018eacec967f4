/**
 * One pane faces the viewer; those before it step back to the left, those after it to the right. Pure.
 */

import { valueAt } from "../../model/value-at.js";

/** @import {Placement, Plate, Square, Units} from "./placement.js" */

/** Where there is less room than this beside the pane, in its heights, the others stand behind it and are not seen. */
const LEAST_ROOM = 0.22;
/** Of the room that one of the others has, how much it takes. */
const SHARE = 0.78;
const BACK = 0.25;
const FAINT = 0.55;
/** Of its size, for a pane that is not seen. */
const HIDDEN = 0.1;

/**
 * @param {Units} units
 * @param {Placement} space  of the same
 * @param {{layer: number, aspect: number}} options  layer: that faces the viewer; aspect: width over height of the room that
 *   there is
 * @returns {Placement}
 */
export function placeFacing({ layer_sizes, unit_offsets }, { spots, plates, map }, { layer, aspect }) {
  const facing = plates[layer];
  if (facing === undefined) throw new RangeError(`there is no layer ${layer} of ${plates.length}`);
  const moved = new Float32Array(spots.length);
  const placed = plates.map((plate, index) => {
    const to = stepBack(plate, facing, { steps: index - layer, count: plates.length - 1, aspect });
    const first = valueAt(unit_offsets, index) * 4;
    for (let at = first; at < first + valueAt(layer_sizes, index) * 4; at += 4) {
      const [x = 0, y = 0, z = 0, half = 0] = spots.subarray(at, at + 4);
      moved.set(movedSquare([x, y, z, half], plate, to), at);
    }
    return to;
  });
  const [last, to] = [plates.at(-1), placed.at(-1)];
  return { spots: moved, plates: placed, map: map && last && to ? movedSquare(map, last, to) : null };
}

/** @param {Square} square @param {Plate} plate  on which it is @param {Plate} to  where that is now @returns {Square} */
function movedSquare([x, y, , half], plate, to) {
  const factor = to.halfHeight / plate.halfHeight;
  return [to.x + (x - plate.x) * factor, to.y + (y - plate.y) * factor, to.z, half * factor];
}

/**
 * @param {Plate} plate
 * @param {Plate} facing
 * @param {{steps: number, count: number, aspect: number}} options  steps: from the pane that faces the viewer, negative
 *   before it; count: of all the others
 * @returns {Plate}
 */
function stepBack(plate, facing, { steps, count, aspect }) {
  if (steps === 0) return { ...facing, x: 0, y: 0, z: 0 };
  const each = (2 * (facing.halfHeight * aspect - facing.halfWidth)) / count;
  const isSeen = each * count > LEAST_ROOM * facing.halfHeight;
  const largest = Math.min((SHARE * each) / (2 * plate.halfWidth), facing.halfHeight / plate.halfHeight, 1);
  const factor = isSeen ? largest : HIDDEN;
  return {
    x: isSeen ? Math.sign(steps) * (facing.halfWidth + each * (Math.abs(steps) - 0.5)) : 0,
    y: 0,
    z: -BACK * Math.abs(steps) * facing.halfHeight,
    halfWidth: plate.halfWidth * factor,
    halfHeight: plate.halfHeight * factor,
    opacity: isSeen ? FAINT : 0,
  };
}
