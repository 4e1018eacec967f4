/** What the picture shows while a step is open, in words: its caption, its scales, and the number of what is pointed at. Pure. */

import { formatBrief, formatExact } from "../../kit/format.js";
import { layerName, parameterName, placeOfUnit, unitName } from "../../model/names.js";
import { isComputed, stationOf } from "../../model/opened-step.js";
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
/** So many layers have their scales told; of more the smallest and the largest. */
const FEW = 3;

/** @type {Record<ConnectionQuantity, (opened: OpenedStep) => string>} */
const CURVES = {
  contribution: (opened) => `weight × input, ${samplesOf(opened)}`,
  d_parameters: ({ record }) => `d_weights or d_biases, sum over ${record.batch.length}`,
  share: ({ sample }) => `what sample ${sample} has of d_weights or d_biases`,
  penalty: () => "what the penalty adds to the gradient",
  gradient: () => "the gradient that the optimizer gets",
  memory: (opened) => `the optimizer's ${memoryOf(opened)} after the step`,
  change: () => "the change of a weight or a bias",
  after: () => "the new weight or bias",
};

/** Of what a unit's number is. @param {OpenedStep} opened */
const samplesOf = ({ record, sample }) =>
  sample === null ? `mean of ${record.batch.length}` : `sample ${sample}`;

/** @param {Opened} state @returns {Shown|null} */
function shownOf({ opened, topology }) {
  const picture = stepPicture({ opened, topology });
  return opened && picture && { opened, picture, topology };
}

/** What a tile stands for, and a curve, in a noun each; null: no step is open. @param {Opened} state */
export function stepNouns(state) {
  const shown = shownOf(state);
  if (shown === null) return null;
  const { opened, picture } = shown;
  const names = [...new Set(picture.quantities.filter((name) => name !== null))];
  return {
    unit: names.length > 0 ? `${names.join(" or ")}, ${samplesOf(opened)}` : null,
    curve: CURVES[picture.quantity](opened),
    unitScales: scalesText(picture.unitScales, 0, shown),
    curveScales: scalesText(picture.scales, 1, shown),
  };
}

/**
 * What full colour or thickness stands for, such as "0.021 in Hidden 1, 0.4 in Output".
 * @param {Float64Array} scales  of layers, 0 of those that show nothing
 * @param {number} first  of these layers
 * @param {Shown} shown
 * @param {number} [few]
 */
function scalesText(scales, first, { topology }, few = Number.POSITIVE_INFINITY) {
  const known = [...scales.entries()]
    .filter(([, scale]) => scale > 0)
    .map(([at, scale]) => ({ scale, text: `${formatBrief(scale)} in ${layerName(first + at, topology)}` }));
  if (known.length <= few) return known.map(({ text }) => text).join(", ");
  const sorted = known.toSorted((one, other) => one.scale - other.scale);
  return `from ${sorted[0]?.text} to ${sorted.at(-1)?.text}`;
}

/** @param {Opened} state @returns {string|null}  null: no step is open */
export function stepCaption(state) {
  const shown = shownOf(state);
  const nouns = stepNouns(state);
  if (shown === null || nouns === null) return null;
  const { opened, picture } = shown;
  const sentences = [stationOf(opened).missing ?? ""];
  const [tiles, curves] = [
    scalesText(picture.unitScales, 0, shown, FEW),
    scalesText(picture.scales, 1, shown, FEW),
  ];
  if (nouns.unit === null) sentences.push("No unit has its gradient yet.");
  else sentences.push(`A tile is ${nouns.unit}${tiles && `; full colour is ${tiles}`}.`);
  if (curves) sentences.push(`A curve is ${nouns.curve}; the thickest is ${curves}.`);
  return sentences.filter((text) => text !== "").join(" ");
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
