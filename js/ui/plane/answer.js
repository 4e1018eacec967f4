/** What the network answers for what the units show: the output, what it stands for, and whether that is right. Pure. */

import { formatCoordinate } from "../../kit/format.js";
import { targetClass, winnerOf } from "../../kit/plane/heatmap-colors.js";
import { isMean, sampleOf } from "../../model/shown-point.js";
import { valueAt } from "../../model/value-at.js";
import { describeClass } from "./text.js";

/** @import {DatasetEvent, StateEvent, TopologyEvent} from "../../protocol.js" */

/**
 * @typedef {object} Answer
 * @property {string} kind  what the number is
 * @property {number} output  of several the largest
 * @property {string} says  what it stands for
 * @property {"right"|"wrong"|"none"} verdict  none: there is no sample of a class to compare with
 */

/**
 * @typedef {object} Answered
 * @property {Pick<DatasetEvent, "task"|"class_names"|"target_range"|"n_outputs"|"train_targets">} dataset
 * @property {Pick<TopologyEvent, "run_id"|"activations">} topology
 * @property {Pick<StateEvent, "run_id"|"sample"|"point"|"activations">} network
 */

/** @param {Answered} state @returns {Answer} */
export function answerAt({ dataset, topology, network }) {
  const { task, n_outputs } = dataset;
  const outputs = [...network.activations.slice(-n_outputs)];
  const winner = winnerOf(outputs, dataset.target_range);
  const output = valueAt(outputs, n_outputs > 1 ? winner : 0);
  const kind = n_outputs > 1 && topology.activations.at(-1) === "softmax" ? "share" : "output";
  if (network.run_id < topology.run_id) return { kind, output: Number.NaN, says: "", verdict: "none" };
  if (isMean(network)) return { kind: "mean output", output, says: "", verdict: "none" };
  const sample = sampleOf(network);
  if (task === "regression") return { kind, output, says: targetText(dataset, sample), verdict: "none" };
  if (outputs.some((value) => !Number.isFinite(value))) return { kind, output, says: "", verdict: "none" };
  const says = `→ ${describeClass(dataset.class_names[winner] ?? String(winner))}`;
  if (sample === null) return { kind, output, says, verdict: "none" };
  const isRight = winner === targetClass(dataset.train_targets, n_outputs, sample);
  return { kind, output, says, verdict: isRight ? "right" : "wrong" };
}

/** @param {Answered["dataset"]} dataset @param {number|null} sample */
const targetText = ({ train_targets }, sample) =>
  sample === null ? "" : `· target ${formatCoordinate(Number(train_targets[sample]))}`;
