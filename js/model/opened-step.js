/**
 * One step, opened: its record, the station at which it is looked at, and of which sample. Every move from station to
 * station is a function from one such value to the next. Pure.
 */

import { layerName } from "./names.js";
import { valueAt } from "./value-at.js";

/** @import {Quantity, Station, StepRecord, TopologyEvent} from "../protocol.js" */

/**
 * @typedef {object} OpenedStep
 * @property {StepRecord} record
 * @property {number} at  the station, by its place among those of the record
 * @property {number|null} sample  one of `record.kept`; null: the batch
 * @property {boolean} walks  from station to station by itself
 */

/** @typedef {Station["phase"]} Phase */

/** @type {Phase[]} */
export const PHASES = ["forward", "loss", "backward", "update"];

/** What no sample has a number of its own of. @type {Set<Quantity>} */
const OF_THE_STEP = new Set(["penalty", "clipping", "optimizer", "change", "new_value"]);
/** @type {Set<Quantity>} */
const SUMS = new Set(["d_weights", "d_biases"]);

/**
 * @param {StepRecord} record
 * @param {{station?: string, sample?: number|null}} [where]  a station by its word in an address; what is not there gives
 *   way to the first station, and to the batch
 * @returns {OpenedStep}
 */
export function openStep(record, { station = "", sample = null } = {}) {
  const at = Math.max(stationOfWord(record, station), 0);
  return withSample({ record, at, sample: null, walks: false }, sample);
}

/** @param {OpenedStep} opened @returns {Station} */
export const stationOf = ({ record, at }) => valueAt(record.stations, at);

/** @param {OpenedStep} opened @param {number} at  it stops at the ends @returns {OpenedStep} */
export function atStation(opened, at) {
  const within = Math.min(Math.max(at, 0), opened.record.stations.length - 1);
  return within === opened.at ? opened : { ...opened, at: within };
}

/** @param {OpenedStep} opened */
export const nextStation = (opened) => atStation(opened, opened.at + 1);
/** @param {OpenedStep} opened */
export const previousStation = (opened) => atStation(opened, opened.at - 1);
/** @param {OpenedStep} opened */
export const firstStation = (opened) => atStation(opened, 0);
/** @param {OpenedStep} opened */
export const lastStation = (opened) => atStation(opened, Number.POSITIVE_INFINITY);

/** To the beginning of the next phase; from the last one to the end. @param {OpenedStep} opened */
export function nextPhase(opened) {
  const next = phaseStarts(opened.record).find((start) => start > opened.at);
  return next === undefined ? lastStation(opened) : atStation(opened, next);
}

/** To the beginning of this phase, or from there to that of the one before. @param {OpenedStep} opened */
export function previousPhase(opened) {
  return atStation(opened, phaseStarts(opened.record).findLast((start) => start < opened.at) ?? 0);
}

/** @param {OpenedStep} opened */
export const isAtEnd = ({ record, at }) => at === record.stations.length - 1;

/** One place on, by itself; at the end it stays. @param {OpenedStep} opened @param {boolean} jumps  from phase to phase */
export function walkedOn(opened, jumps) {
  const next = jumps ? nextPhase(opened) : nextStation(opened);
  return { ...next, walks: !isAtEnd(next) };
}

/**
 * How long it stays at a station when it walks: the stations of a phase share its time.
 * @param {OpenedStep} opened @param {number} seconds  for a phase @param {boolean} jumps
 */
export function stayMs(opened, seconds, jumps) {
  const { phase } = stationOf(opened);
  const n = opened.record.stations.filter((one) => one.phase === phase).length;
  return (seconds * 1000) / (jumps ? 1 : n);
}

/** Where each phase begins. @param {StepRecord} record @returns {number[]} */
export const phaseStarts = ({ stations }) =>
  stations.flatMap(({ phase }, at) => (phase === stations[at - 1]?.phase ? [] : [at]));

/** @param {OpenedStep} opened @param {number|null} sample  one that is not kept gives way to the batch @returns {OpenedStep} */
export function withSample(opened, sample) {
  const kept = sample !== null && opened.record.kept.includes(sample) ? sample : null;
  return kept === opened.sample ? opened : { ...opened, sample: kept };
}

/**
 * Whether a quantity has been computed at this station or before, and is there at all; what has not is shown as "–".
 * The inputs are the activations of layer 0.
 * @param {OpenedStep} opened
 * @param {Quantity} quantity
 * @param {number|null} [layer]  of layer_sizes, of a quantity that layers have
 */
export function isComputed({ record, at }, quantity, layer = null) {
  if (quantity === "a" && layer === 0) return true; // from the first station on
  const place = record.stations.findIndex((one) => one.name === quantity && one.layer === layer);
  return place >= 0 && place <= at && record.stations[place]?.missing === null;
}

/** The name of a quantity as it is written. @param {Quantity} name */
export const quantityText = (name) => name.replaceAll("_", " ").replace(/^d /, "d_");

/**
 * The sample whose number is looked at, where samples have one each; a loss is always one sample's.
 * @param {OpenedStep} opened
 * @returns {number|null}  null: all of the batch
 */
export function shownSample(opened) {
  const { name } = stationOf(opened);
  if (name === "mean" || OF_THE_STEP.has(name)) return null;
  return name === "loss" ? (opened.sample ?? opened.record.kept[0] ?? null) : opened.sample;
}

/** Whether its numbers are of samples, one or all, by choice. @param {OpenedStep} opened */
export function isOfSamples(opened) {
  const { name } = stationOf(opened);
  return name !== "mean" && !OF_THE_STEP.has(name);
}

/** Of what the numbers of a station are, such as "sample 18", "mean of 32". @param {OpenedStep} opened */
export function ofText(opened) {
  const { name } = stationOf(opened);
  const size = opened.record.batch.length;
  const sample = shownSample(opened);
  if (OF_THE_STEP.has(name)) return "the step";
  if (sample !== null) return `sample ${sample + 1}`; // people count them from 1
  return SUMS.has(name) ? `sum over ${size}` : `mean of ${size}`;
}

/**
 * A station in words, as a screen reader says it, such as "backward, hidden 2, d_z, mean of 32".
 * @param {OpenedStep} opened
 * @param {TopologyEvent} topology
 */
export function describeStation(opened, topology) {
  const { phase, layer, name, missing } = stationOf(opened);
  const where = layer === null ? [] : [layerName(layer, topology).toLowerCase()];
  return [phase, ...where, quantityText(name), missing === null ? ofText(opened) : "not there"].join(", ");
}

/** A station as a word of an address, such as "backward.2.d_z". @param {Station} station */
export const stationWord = ({ phase, layer, name }) =>
  [phase, ...(layer === null ? [] : [layer]), name].join(".");

/** Whether a text may be such a word: of which network is not asked. @param {string} text */
export const isStationWord = (text) => /^(forward|loss|backward|update)\.([1-9]\d?\.)?[a-z_]+$/.test(text);

/** @param {StepRecord} record @param {string} word @returns {number}  its place; -1: this network has none such */
export const stationOfWord = ({ stations }, word) => stations.findIndex((one) => stationWord(one) === word);
