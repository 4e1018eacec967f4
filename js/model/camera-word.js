/** What a link says of how the viewer looks at the scene. Pure. */

/** @import {CameraTurn, ViewWord} from "./view.js" */

/** How often the picture may be magnified. */
export const MAX_ZOOM = 25;

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/;

/** @type {ViewWord} */
export const CAMERA_WORD = {
  examples: ["camera:60,20,1"],
  note: "degrees from the left and from above, how many times larger",
  read: (argument) => {
    const camera = readTurn(argument);
    return camera && { camera };
  },
  write: ({ camera }) => (camera ? writeTurn(camera) : null),
};

/**
 * @param {string} text  across, up and zoom; x and y where the picture is moved
 * @returns {CameraTurn|null}
 */
function readTurn(text) {
  const parts = text.split(",");
  if (![3, 5].includes(parts.length) || !parts.every((part) => NUMBER.test(part))) return null;
  const [across = 0, up = 0, zoom = 1, x = 0, y = 0] = parts.map(Number);
  const isTurnable = Math.abs(across) <= 180 && Math.abs(up) <= 90;
  return isTurnable && zoom > 0 && zoom <= MAX_ZOOM ? { across, up, zoom: Math.max(zoom, 1), x, y } : null;
}

/** @param {CameraTurn} turn */
const writeTurn = ({ across, up, zoom, x, y }) =>
  (x === 0 && y === 0 ? [across, up, zoom] : [across, up, zoom, x, y]).join();
