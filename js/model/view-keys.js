/** What an address says of the view by keys of its own: the pose, what is shown, what the connections show. Pure. */

import { CONNECTIONS } from "./connections.js";
import { readNumber } from "./number-text.js";
import { readPose, writePose } from "./view.js";

/** @import {ConnectionsName} from "./connections.js" */
/** @import {ViewSettings} from "./view.js" */

/**
 * @typedef {object} ViewKey
 * @property {(text: string) => Partial<ViewSettings>|null} read  null: it makes no sense
 * @property {(view: Partial<ViewSettings>) => string|null} write  null: nothing to say
 */

/** In the order in which they are written. @type {Record<string, ViewKey>} */
export const VIEW_KEYS = {
  pose: {
    read: readPose,
    write: ({ pose, pane = 1, fold_layer }) => (pose ? writePose({ pose, pane, fold_layer }) : null),
  },
  // People count samples from 1. A point is shown instead of a sample.
  sample: {
    read: (text) => {
      if (text === "mean") return { sample: null };
      const place = readNumber(text) ?? 0;
      return Number.isInteger(place) && place >= 1 && place < MANY ? { sample: place - 1 } : null;
    },
    write: ({ sample, point }) => {
      if (sample === undefined || point) return null;
      return sample === null ? "mean" : String(sample + 1);
    },
  },
  point: {
    read: (text) => {
      const point = readPoint(text);
      return point && { point };
    },
    write: ({ point }) => (point ? point.join() : null),
  },
  connections: {
    read: (text) => (isConnections(text) ? { connections: text } : null),
    write: ({ connections }) => connections ?? null,
  },
};

/** No run has as many samples. */
const MANY = 100_000;
/** Both axes of the plane end here, as in DOMAIN of py/glassnet/datasets.py. */
const END = 6;

/** @param {string} text  x1 and x2 @returns {[number, number]|null} */
function readPoint(text) {
  const [x1 = null, x2 = null, ...more] = text.split(",").map(readNumber);
  if (x1 === null || x2 === null || more.length > 0) return null;
  return Math.max(Math.abs(x1), Math.abs(x2)) <= END ? [x1, x2] : null;
}

/** @param {string} text @returns {text is ConnectionsName} */
const isConnections = (text) => Object.hasOwn(CONNECTIONS, text);
