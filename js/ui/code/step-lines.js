/** Where the stations of an opened step are in the code, and which station a line is. Pure. */

import { stationOf } from "../../model/opened-step.js";
import { wrongHere } from "../../model/step-wrong.js";

/** @import {Station} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {WorkingCopy} from "./working-copy.js" */

/** @typedef {{file: string, line: number}} CodeLine */

/** The line that computes a station; null: the code has none. @param {Station} station @returns {CodeLine|null} */
const lineOf = ({ file, line }) => (file !== null && line !== null ? { file, line } : null);

/** @param {OpenedStep} opened */
export const stationLine = (opened) => lineOf(stationOf(opened));

/**
 * The line of the station that is looked at, if that is wrong, or else of the first one that is; and why.
 * @param {OpenedStep} opened
 * @returns {CodeLine & {message: string}|null}
 */
export function wrongLine(opened) {
  const { stations, wrong: first } = opened.record;
  const wrong = wrongHere(opened) ?? first;
  const station = wrong && stations[wrong.station];
  const place = station && lineOf(station);
  return wrong && place ? { ...place, message: wrong.message } : null;
}

/**
 * The station that a line computes: of several the one in the same layer, else the nearest.
 * @param {OpenedStep} opened
 * @param {CodeLine} place
 * @returns {number|null}  null: it computes none, or the one that is looked at
 */
export function stationAt(opened, place) {
  const { record, at } = opened;
  const here = stationOf(opened);
  const isThere = (/** @type {Station} */ { file, line }) => file === place.file && line === place.line;
  if (isThere(here)) return null;
  const far = (/** @type {number} */ other) =>
    Math.abs(other - at) + (record.stations[other]?.layer === here.layer ? 0 : record.stations.length);
  const found = [...record.stations.entries()]
    .filter(([, station]) => isThere(station))
    .map(([other]) => other);
  return found.toSorted((one, other) => far(one) - far(other))[0] ?? null;
}

/**
 * What of the code has a line in it: the function that is shown if it has, else one that matters, else the file. Only texts
 * that are in force have the lines of a step.
 * @param {WorkingCopy} copy
 * @param {CodeLine} place
 * @returns {string|null}  its name; null: there is another text in the editor
 */
export function partWith(copy, { file, line }) {
  if (!isInForce(copy, file)) return null;
  if (copy.mode === "files" && copy.shown) return file;
  const functions = copy.functions.filter((entry) => entry.file === file);
  const has = functions.filter(({ start, end }) => line >= start && line <= end);
  return (has.find(({ name }) => name === copy.name) ?? has[0])?.name ?? file;
}

/** @param {WorkingCopy} copy @param {string} file */
export function isInForce({ files, drafts }, file) {
  const text = files.get(file)?.text;
  return text !== undefined && (drafts[file] ?? text) === text;
}
