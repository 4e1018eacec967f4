/**
 * The poses: their names, in the page and in a link, what stands on the stage in each, and how far each may be turned.
 * Pure.
 */

/** @typedef {"diagram"|"space"|"maps"|"output"|"pane"|"space_of_layer"|"loss"} PoseName */
/** @typedef {"network"|"hidden"|"loss"} ExhibitName  what stands on the stage: the network, a layer's space, or the loss */
/** @typedef {{across: number, up: number}} Turn  degrees: by how much one looks at the panes from the left, and from above */
/** @typedef {{across: [number, number], up: [number, number]}} Turns  degrees, from and to */

/**
 * @typedef {object} Pose
 * @property {string} label
 * @property {string} key
 * @property {string} hint
 * @property {Turn} home
 * @property {boolean} isTurnable
 * @property {ExhibitName} stands
 * @property {string} [word]  in a link; its name, when left out
 * @property {Turns} [turns]  how far it may be turned; as the network, when left out
 */

/** From the front one pane would stand before the other. @type {Turns} */
const NETWORK_TURNS = { across: [12, 80], up: [-5, 40] };
/** Of what may be seen from both sides. @type {Turns} */
const FREE_TURNS = { across: [-80, 80], up: [-30, 60] };
/** Of a block that one sees from above. @type {Turns} */
const LANDSCAPE_TURNS = { across: [-80, 80], up: [4, 80] };

/** @type {Record<PoseName, Pose>} */
export const POSES = {
  diagram: {
    label: "Diagram",
    key: "1",
    hint: "Every layer as a column, side by side: to read and to print.",
    home: { across: 0, up: 0 },
    isTurnable: false,
    stands: "network",
  },
  space: {
    label: "Space",
    key: "2",
    hint: "Every layer as a pane of glass, one behind the other; drag to turn.",
    home: { across: 42, up: 17 },
    isTurnable: true,
    stands: "network",
  },
  maps: {
    label: "Maps",
    key: "3",
    hint: "The panes nearly face-on, so that each unit can be read as a map of the plane.",
    home: { across: 20, up: 9 },
    isTurnable: true,
    stands: "network",
  },
  output: {
    label: "Output",
    key: "4",
    hint: "The output as a landscape, with the samples on it.",
    home: { across: 34, up: 24 },
    isTurnable: true,
    stands: "network",
  },
  pane: {
    label: "Pane",
    key: "5",
    hint: "One layer faces you; arrow keys go on to the next.",
    home: { across: 0, up: 0 },
    isTurnable: true,
    stands: "network",
  },
  space_of_layer: {
    label: "Hidden space",
    key: "6",
    hint: "The plane as a layer folds it, with the samples on it; drag to turn.",
    home: { across: -38, up: 22 },
    isTurnable: true,
    stands: "hidden",
    word: "hidden-space",
    turns: FREE_TURNS,
  },
  loss: {
    label: "Loss",
    key: "7",
    hint: "The loss as a landscape around the network's weights, with the way that the run has gone.",
    home: { across: 30, up: 34 },
    isTurnable: true,
    stands: "loss",
    turns: LANDSCAPE_TURNS,
  },
};

/** Space wants room. @param {number} width  of the window, CSS px @returns {PoseName} */
export const firstPose = (width) => (width >= 700 ? "space" : "diagram");

/** @param {PoseName} name @param {Turn} turn @returns {Turn}  within what the pose allows */
export function allowedTurn(name, { across, up }) {
  const { isTurnable, home, turns = NETWORK_TURNS } = POSES[name];
  if (!isTurnable) return home;
  const [least, most] = turns.across;
  const [lowest, highest] = turns.up;
  return {
    across: Math.min(Math.max(across, Math.min(least, home.across)), most),
    up: Math.min(Math.max(up, lowest), highest),
  };
}

/** What a pose is called in a link. @param {PoseName} name */
export const wordOfPose = (name) => POSES[name].word ?? name;

/** @param {string} word  in a link @returns {PoseName|null}  null: there is none that is called so */
export function poseOfWord(word) {
  const names = /** @type {PoseName[]} */ (Object.keys(POSES));
  return names.find((name) => wordOfPose(name) === word) ?? null;
}
