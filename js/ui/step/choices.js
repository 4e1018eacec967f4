/** Of which sample, unit and weight a station's number is, to choose. */

import { make } from "../../kit/dom.js";
import { createSelectField } from "../../kit/select-field.js";
import { capitalized, layerName, nounedUnit } from "../../model/names.js";
import { isOfSamples, shownSample, stationOf, withSample } from "../../model/opened-step.js";
import { kindAt, selectionOf } from "../../model/step-number.js";
import { valueAt } from "../../model/value-at.js";

/** @import {Choice, StepRecord, TopologyEvent} from "../../protocol.js" */
/** @import {OpenedStep} from "../../model/opened-step.js" */
/** @import {StepNumber} from "../../model/step-number.js" */
/** @import {StepOptions} from "./opened-step.js" */

const BATCH = "batch";
const BIAS = "bias";

/** @param {Pick<StepOptions, "onStation"|"onView">} options */
export function createChoices({ onStation, onView }) {
  /** @type {{opened: OpenedStep, number: StepNumber, topology: TopologyEvent}|null} */
  let shown = null;
  const side = /** @type {const} */ ("left");
  const sample = createSelectField(
    { name: "opened_sample", label: "Sample", hint: "Whose number is shown.", side },
    (name) => onStation((opened) => withSample(opened, name === BATCH ? null : Number(name))),
  );
  const unit = createSelectField(
    {
      name: "opened_unit",
      label: "Unit",
      hint: "The unit that it is of, or that the weight enters.",
      side,
      hasSymbols: true,
    },
    (name) => {
      const [layer = 0, index = 0] = name.split(":").map(Number);
      select({ layer, unit: index, input: null }, shown?.number.layer === layer);
    },
  );
  const input = createSelectField(
    { name: "opened_input", label: "From", hint: "Where the weight comes from.", side, hasSymbols: true },
    (name) => {
      const { layer = 0, unit: index = 0 } = shown?.number ?? {};
      select({ layer: layer ?? 0, unit: index ?? 0, input: name === BIAS ? null : Number(name) }, false);
    },
  );

  /** @param {import("../../model/step-number.js").Place} place @param {boolean} keepsInput */
  function select(place, keepsInput) {
    if (!shown) return;
    const kind = kindAt(shown.opened);
    const isBias = kind === "bias" || (keepsInput && shown.number.input === null);
    const first = keepsInput ? shown.number.input : 0;
    const whole = kind === "unit" || isBias ? place : { ...place, input: place.input ?? first };
    onView({ selection: selectionOf(kind, whole, shown.topology) });
  }

  const choices = rememberChoices();
  return {
    element: make("div", { class: "step__choices" }, sample.element, unit.element, input.element),
    /** @param {OpenedStep} opened @param {StepNumber} number @param {TopologyEvent} topology */
    render(opened, number, topology) {
      shown = { opened, number, topology };
      const { samples, units, inputs } = choices(opened, number, topology);
      const of = shownSample(opened);
      sample.element.hidden = !isOfSamples(opened);
      unit.element.hidden = units.length === 0;
      input.element.hidden = inputs.length === 0;
      sample.render(samples, of === null ? BATCH : String(of));
      unit.render(units, `${number.layer}:${number.unit}`);
      input.render(inputs, number.input === null ? BIAS : String(number.input));
    },
  };
}

/** The lists, made anew only where another station has others. */
function rememberChoices() {
  let key = "";
  /** @type {StepRecord|null} */ let known = null;
  /** @type {{samples: Choice[], units: Choice[], inputs: Choice[]}} */
  let made = { samples: [], units: [], inputs: [] };
  return (
    /** @type {OpenedStep} */ opened,
    /** @type {StepNumber} */ number,
    /** @type {TopologyEvent} */ topology,
  ) => {
    const kind = kindAt(opened);
    const next = [kind, stationOf(opened).name === "loss", number.layer].join();
    if (next === key && opened.record === known) return made;
    key = next;
    known = opened.record;
    made = {
      samples: sampleChoices(opened),
      units: unitChoices(kind, number.layer, topology),
      inputs: inputChoices(kind, number.layer, topology),
    };
    return made;
  };
}

/** @param {OpenedStep} opened @returns {Choice[]} */
function sampleChoices(opened) {
  const { batch, kept } = opened.record;
  const description = "of the batch.";
  const samples = kept.map((sample) => ({
    name: String(sample),
    label: `Sample ${sample + 1}`,
    description,
  }));
  if (stationOf(opened).name === "loss") return samples;
  return [{ name: BATCH, label: `All ${batch.length}`, description: "the whole batch." }, ...samples];
}

/** @param {string} kind @param {number|null} layer @param {TopologyEvent} topology @returns {Choice[]} */
function unitChoices(kind, layer, topology) {
  if (kind === "none" || layer === null) return [];
  const layers = kind === "parameter" ? topology.layer_sizes.map((_, at) => at).slice(1) : [layer];
  return layers.flatMap((at) =>
    Array.from({ length: valueAt(topology.layer_sizes, at) }, (_, unit) => ({
      name: `${at}:${unit}`,
      label:
        layers.length > 1
          ? `${layerName(at, topology)}, ${nounedUnit(topology, at, unit)}`
          : unitChoice(at, unit, topology),
      description: layerName(at, topology).toLowerCase(),
    })),
  );
}

/** @param {string} kind @param {number|null} layer @param {TopologyEvent} topology @returns {Choice[]} */
function inputChoices(kind, layer, topology) {
  if ((kind !== "weight" && kind !== "parameter") || layer === null) return [];
  const from = layer - 1;
  const units = Array.from({ length: valueAt(topology.layer_sizes, from) }, (_, unit) => ({
    name: String(unit),
    label: unitChoice(from, unit, topology),
    description: "of the layer before.",
  }));
  if (kind === "weight") return units;
  return [...units, { name: BIAS, label: "Bias", description: "it comes from no unit." }];
}

/** @param {number} layer @param {number} unit @param {TopologyEvent} topology */
function unitChoice(layer, unit, topology) {
  const text = nounedUnit(topology, layer, unit);
  return text.startsWith("unit") ? capitalized(text) : text; // a symbol is as it is
}
