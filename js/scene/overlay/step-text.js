/** What the picture shows while a step is open, in words: its caption, its scales, and the number of what is pointed at. Pure. */

import { formatBrief, formatExact } from "../../kit/format.js";
import { layerName, parameterName, placeOfUnit, unitName } from "../../model/names.js";
import { isComputed } from "../../model/opened-step.js";
import { memoryOf } from "../../model/step-connections.js";
import { stepPicture } from "../../model/step-picture.js";

/** @import {TopologyEvent} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {AppState} from "../../model/state.js" */
/** @import {ConnectionQuantity} from "../../model/step-connections.js" */
/** @import {StepPicture} from "../../model/step-picture.js" */
/** @import {Selection} from "../../model/view.js" */

/** @typedef {Pick<AppState, "opened"|"topology">} Opened */
/** @typedef {{opened: OpenedStep, picture: StepPicture, topology: TopologyEvent}} Shown */
/** @typedef {{name: string, value: string, where: string}} NumberText */

const UNKNOWN = "–";
/** @type {Record<ConnectionQuantity, (opened: OpenedStep) => string>} */
const CURVES = {
  contribution: (opened) => `weight × input, ${samplesOf(opened)}`,
  d_parameters: ({ record }) => `d_weights, sum over ${record.batch.length}`,
  share: (opened) => `what ${samplesOf(opened)} adds to d_weights`,
  penalty: () => "the penalty's part of the gradient",
  gradient: () => "the gradient that the optimizer gets",
  memory: (opened) => `the optimizer's ${memoryOf(opened)}`,
  change: () => "the change of the weight",
  after: () => "the new weight",
};

/** Of what a unit's number is; people count samples from 1. @param {OpenedStep} opened */
const samplesOf = ({ record, sample }) =>
  sample === null ? `mean of ${record.batch.length}` : `sample ${sample + 1}`;

/** @param {Opened} state @returns {Shown|null} */
function shownOf({ opened, topology }) {
  const picture = stepPicture({ opened, topology });
  return opened && picture && { opened, picture, topology };
}

/** What a tile stands for, and a curve, in a noun each; null: no step is open. @param {Opened} state */
export function stepNouns(state) {
  const shown = shownOf(state);
  if (shown === null) return null;
  const { opened, picture, topology } = shown;
  const names = [...new Set(picture.quantities.filter((name) => name !== null))];
  return {
    unit: names.length > 0 ? `${names.join(" or ")}, ${samplesOf(opened)}` : null,
    curve: CURVES[picture.quantity](opened),
    unitScales: scalesText(picture.unitScales, 0, topology),
    curveScales: scalesText(picture.scales, 1, topology),
  };
}

/**
 * What full colour or thickness stands for, such as "0.021 in Hidden 1, 0.40 in Output".
 * @param {Float64Array} scales  of layers, 0 of those that show nothing
 * @param {number} first  of these layers
 * @param {TopologyEvent} topology
 */
function scalesText(scales, first, topology) {
  const known = [...scales.entries()].filter(([, scale]) => scale > 0);
  return known.map(([at, scale]) => `${formatBrief(scale)} in ${layerName(first + at, topology)}`).join(", ");
}

/** As long at every station: it is not to move what stands below it. @param {Opened} state @returns {string|null}  null: no step is open */
export function stepCaption(state) {
  const shown = shownOf(state);
  const nouns = stepNouns(state);
  if (shown === null || nouns === null) return null;
  const upTo = (/** @type {Float64Array} */ scales) => `up to ${formatBrief(Math.max(...scales))}`;
  const { unitScales, scales } = shown.picture;
  const tiles =
    nouns.unit === null ? "No tile has a gradient yet" : `A tile is ${nouns.unit}, ${upTo(unitScales)}`;
  const curves =
    nouns.curveScales === "" ? "the curves are still clear" : `a curve is ${nouns.curve}, ${upTo(scales)}`;
  const path = shown.picture.path === null ? "" : "; its path stands out"; // short, or the line would break
  return `${tiles}; ${curves}. The largest of a layer is full${path}.`;
}

/**
 * In the poses that have none of its numbers.
 * @param {Opened} state @param {"hidden"|"loss"} stands  what stands on the stage @returns {string}  empty: no step is open
 */
export function stepRemark({ opened, topology }, stands) {
  if (shownOf({ opened, topology }) === null || opened === null) return "";
  const numbers = "Its numbers stand in Diagram, Space, Maps, Output and Pane.";
  if (stands === "hidden") return `Of the opened step, the samples of its batch are lit. ${numbers}`;
  if (!isComputed(opened, "change")) return `The opened step begins at the ball. ${numbers}`;
  const way = Math.sqrt(opened.record.arrays.change.reduce((sum, each) => sum + each * each, 0));
  return `The opened step leads from the ball ${formatExact(way)} away, all parameters together. ${numbers}`;
}

/** The number of what is pointed at; null: no step is open. @param {Opened} state @param {Selection} selection @returns {NumberText|null} */
export function stepNumber(state, selection) {
  const shown = shownOf(state);
  if (shown === null) return null;
  return selection.kind === "unit" ? ofUnit(shown, selection.unit) : ofParameter(shown, selection.parameter);
}

/** @param {Shown} shown @param {number} unit @returns {NumberText} */
function ofUnit({ opened, picture, topology }, unit) {
  const quantity = picture.quantities[placeOfUnit(unit, topology).layer] ?? null;
  const name = unitName(unit, topology);
  if (quantity === null) return { name, value: UNKNOWN, where: "not computed yet" };
  const value = formatExact(picture.units[unit] ?? Number.NaN);
  return { name, value: `${quantity} = ${value}`, where: samplesOf(opened) };
}

/** @param {Shown} shown @param {number} parameter @returns {NumberText} */
function ofParameter({ opened, picture, topology }, parameter) {
  const { before, change, after } = opened.record.arrays;
  const name = parameterName(parameter, topology);
  const exact = (/** @type {Float64Array} */ values) => formatExact(values[parameter] ?? Number.NaN);
  const value = exact(picture.connections);
  if (value === UNKNOWN) return { name, value, where: "not computed yet" };
  if (!isComputed(opened, "change")) return { name, value, where: CURVES[picture.quantity](opened) };
  return { name, value, where: `${exact(before)} before, change ${exact(change)}, ${exact(after)} after` };
}
