/** The poses in which the network is seen: their names, in the page and in a link, and how far each may be turned. Pure. */

/** @typedef {"diagram"|"space"|"maps"|"output"|"pane"|"loss"} PoseName */
/** @typedef {{across: number, up: number}} Turn  degrees: by how much one looks at the panes from the left, and from above */

/**
 * @typedef {object} Pose
 * @property {string} label
 * @property {string} key
 * @property {string} hint
 * @property {Turn} home
 * @property {boolean} isTurnable
 */

/** @type {Record<PoseName, Pose>} */
export const POSES = {
  diagram: {
    label: "Diagram",
    key: "1",
    hint: "Every layer as a column, side by side: to read and to print.",
    home: { across: 0, up: 0 },
    isTurnable: false,
  },
  space: {
    label: "Space",
    key: "2",
    hint: "Every layer as a pane of glass, one behind the other; drag to turn.",
    home: { across: 42, up: 17 },
    isTurnable: true,
  },
  maps: {
    label: "Maps",
    key: "3",
    hint: "The panes nearly face-on, so that each unit can be read as a map of the plane.",
    home: { across: 20, up: 9 },
    isTurnable: true,
  },
  output: {
    label: "Output",
    key: "4",
    hint: "The output as a landscape, with the samples on it.",
    home: { across: 34, up: 24 },
    isTurnable: true,
  },
  pane: {
    label: "Pane",
    key: "5",
    hint: "One layer faces you; arrow keys go on to the next.",
    home: { across: 0, up: 0 },
    isTurnable: true,
  },
  loss: {
    label: "Loss",
    key: "7",
    hint: "The loss as a landscape around the network's weights, with the way that the run has gone.",
    home: { across: 32, up: 30 },
    isTurnable: true,
  },
};

/** Space wants room. @param {number} width  of the window, CSS px @returns {PoseName} */
export const firstPose = (width) => (width >= 700 ? "space" : "diagram");

/** How far one may turn, degrees. From the front one pane would stand before the other. */
export const LEAST_ACROSS = 12;
export const MOST_ACROSS = 80;
export const LEAST_UP = -5;
export const MOST_UP = 40;

/** @param {PoseName} name @param {Turn} turn @returns {Turn}  within what the pose allows */
export function allowedTurn(name, { across, up }) {
  const { isTurnable, home } = POSES[name];
  if (!isTurnable) return home;
  const least = Math.min(LEAST_ACROSS, home.across);
  return {
    across: Math.min(Math.max(across, least), MOST_ACROSS),
    up: Math.min(Math.max(up, LEAST_UP), MOST_UP),
  };
}
