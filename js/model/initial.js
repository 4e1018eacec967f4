/** Reads the events that the build computed with the same Python: what is shown while Python loads. */

import { fromBase64 } from "./link-word.js";

/** @import {Catalog, CatalogEvent, WorkerEvent} from "../protocol.js" */

/**
 * @param {any[]} events  parsed JSON; arrays in it are `{dtype, length, base64}`
 * @returns {WorkerEvent[]}
 */
export function decodeEvents(events) {
  return events.map((event) => {
    const decoded = { ...event };
    for (const key in decoded) if (decoded[key]?.base64) decoded[key] = decodeArray(decoded[key]);
    return decoded;
  });
}

/** @param {{dtype: string, base64: string}} array */
function decodeArray({ dtype, base64 }) {
  const { buffer } = fromBase64(base64);
  return dtype === "float64" ? new Float64Array(buffer) : new Float32Array(buffer);
}

/**
 * @param {WorkerEvent[]} events
 * @returns {Catalog}
 */
export function firstCatalog(events) {
  const event = events.find(({ type }) => type === "catalog");
  return /** @type {CatalogEvent} */ (event).catalog;
}
