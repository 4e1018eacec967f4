/** What an address says of the view by keys of its own: the pose, what is shown, what the connections show. Pure. */

import { CONNECTIONS } from "./connections.js";
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
      return /^[1-9]\d{0,4}$/.test(text) ? { sample: Number(text) - 1 } : null;
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

/** Both axes of the plane end here, as in DOMAIN of py/glassnet/datasets.py. */
const END = 6;

/** @param {string} text  x1 and x2 @returns {[number, number]|null} */
function readPoint(text) {
  const parts = text.split(",");
  if (!parts.every((part) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part))) return null;
  const [x1 = 0, x2 = 0, ...more] = parts.map(Number);
  const isThere = parts.length === 2 && more.length === 0 && Math.max(Math.abs(x1), Math.abs(x2)) <= END;
  return isThere ? [x1, x2] : null;
}

/** @param {string} text @returns {text is ConnectionsName} */
const isConnections = (text) => Object.hasOwn(CONNECTIONS, text);
