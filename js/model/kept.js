/**
 * The runs of a page as the browser keeps them: a record, the keyframes beside it, and what of both a
 * change asks to be written. Pure.
 */

/** @import {Catalog, Config, EditedFiles, Entry, Keyframe, Place} from "../protocol.js" */
/** @import {Past} from "./past.js" */
/** @import {Link} from "./permalink.js" */

import { codeOf } from "./past.js";
import { readLink, writeLink } from "./permalink.js";
import { FIRST_RUN } from "./state.js";

const FORMAT = 1; // another one for other contents

/** @typedef {Place & {config: Config, entries: Entry[]}} KeptRun  all but its keyframes */
/** @typedef {{run: string, keyframe: Keyframe}} KeptKeyframe */
/** @typedef {[run: string, entry: number, step: number]} KeyframeKey */

/**
 * @typedef {object} KeptRecord
 * @property {string} id  of the tab
 * @property {number} format
 * @property {number} at  ms, when it was written
 * @property {string} address  the query and the hash that said what the runs were then
 * @property {Record<string, KeptRun>} runs  by name
 */

/** @typedef {Record<string, {config: Config, past: Past}>} Runs  by name */

/**
 * @typedef {object} Difference
 * @property {KeptKeyframe[]} added
 * @property {KeyframeKey[]} removed
 */

/** Whether there is something to lose: a step, an edit, more than settings. @param {Runs} runs */
export const isWorthKeeping = (runs) =>
  Object.values(runs).some(
    ({ past: { entries, reached } }) =>
      [...reached.values()].some((step) => step > 0) ||
      [...entries.values()].some(({ begins, code }) => !begins || code !== null),
  );

/**
 * @param {Runs} runs
 * @param {{id: string, at: number, address: string}} about
 * @returns {KeptRecord}
 */
export function toRecord(runs, about) {
  const kept = Object.entries(runs).map(([name, { config, past }]) => {
    const { entries, now, back, forward, reached, marks } = past;
    const place = { now, back, forward, reached: [...reached], marks: [...marks] };
    return [name, { config, entries: [...entries.values()], ...place }];
  });
  return { format: FORMAT, ...about, runs: Object.fromEntries(kept) };
}

/**
 * The pasts of the runs of a record.
 * @param {KeptRecord} record
 * @param {KeptKeyframe[]} keyframes
 * @returns {Runs}
 */
export function toRuns({ runs }, keyframes) {
  const known = Object.entries(runs).map(([name, { config, entries, reached, marks, ...place }]) => {
    const own = keyframes.filter(({ run }) => run === name);
    /** @type {Past} */ const past = {
      ...place,
      entries: new Map(entries.map((entry) => [entry.id, entry])),
      keyframes: new Map(own.map(({ keyframe }) => [`${keyframe.entry}:${keyframe.step}`, keyframe])),
      reached: new Map(reached),
      marks: new Map(marks),
    };
    return [name, { config, past }];
  });
  return Object.fromEntries(known);
}

/**
 * The keyframes that have come and gone.
 * @param {Runs} before @param {Runs} runs
 * @returns {Difference}
 */
export function difference(before, runs) {
  return { added: missing(before, runs), removed: missing(runs, before).map(keyOf) };
}

/** Keyframes of runs that others lack, or have otherwise. @param {Runs} others @param {Runs} runs @returns {KeptKeyframe[]} */
function missing(others, runs) {
  return Object.entries(runs).flatMap(([run, { past }]) => {
    const known = others[run]?.past.keyframes;
    if (known === past.keyframes) return [];
    return [...past.keyframes]
      .filter(([key, keyframe]) => known?.get(key) !== keyframe)
      .map(([, keyframe]) => ({ run, keyframe }));
  });
}

/** @param {KeptKeyframe} kept @returns {KeyframeKey} */
export const keyOf = ({ run, keyframe: { entry, step } }) => [run, entry, step];

/** Whether this version of the page can read it. @param {any} record */
export const isReadable = (record) => record?.format === FORMAT && Boolean(record.runs?.[FIRST_RUN]);

/** @param {KeptRecord} record @returns {number}  the step at which its first run is */
export const stepOf = ({ runs }) => runs[FIRST_RUN]?.now[1] ?? 0;

/** @param {KeptRecord} record @returns {EditedFiles}  the code in force of its first run */
export function keptCode({ runs }) {
  const { entries = [], now = [0, 0] } = runs[FIRST_RUN] ?? {};
  return codeOf(now[0], new Map(entries.map((entry) => [entry.id, entry])));
}

/**
 * Whether an address says nothing but what the kept run is.
 * @param {KeptRecord} record
 * @param {Link} link  that the address is
 * @param {string} address  query and hash
 * @param {Catalog} catalog
 */
export function isAddressOf(record, link, address, catalog) {
  if (address === record.address) return true; // it may be some moments behind the run
  const config = record.runs[FIRST_RUN]?.config;
  if (!config) return false;
  const kept = readLink(record.address, catalog);
  if (link.code !== "" && link.code !== kept.code) return false;
  if (link.weights !== "" && link.weights !== kept.weights) return false;
  if (link.settings.size === 0) return true;
  const own = readLink(writeLink(config, catalog, {}, []), catalog).settings;
  return own.size === link.settings.size && [...own].every(([key, text]) => link.settings.get(key) === text);
}
